import { describe, expect, it } from 'vitest';
import { ApiClient, problemIn } from '../support/api-client.ts';
import { serviceForFile, serviceForTest } from '../support/embedded-service.ts';

/** The limits in the records of receivers. No rate here lets a second event in while a test lasts. */

const posthorn = await serviceForFile();
const target = { target_url: 'http://127.0.0.1:9999/hook' };
const rate_limit = { per_second: 0.01, burst: 2 };

async function limited(about: object, by?: ApiClient): Promise<ApiClient> {
  const api = by ?? (await posthorn.clientWith(['admin']));
  const made = await api.sendJson('POST', '/receivers', { id: 'limited', name: 'a', ...about });
  expect(made.status).toBe(201);
  return api;
}

const event = { event_type: 'a', payload: 1, receiver_id: 'limited' };
const publish = (api: ApiClient, about: object = event) => api.sendJson('POST', '/events', about);
const statuses = (answers: readonly { status: number }[]) => answers.map(({ status }) => status);

describe('the rate limit of a receiver', () => {
  it('refuses published events beyond it, by name; others are not limited', async () => {
    const api = await limited({ rate_limit });
    const first = await publish(api);
    expect(first.status).toBe(202);
    expect(first.headers['ratelimit']).toMatch(/^"receiver";r=1;t=[01]$/);
    expect(first.headers['ratelimit-policy']).toBe('"receiver";q=2;w=200');
    expect((await publish(api)).status).toBe(202);
    const refused = await publish(api);
    expect(problemIn(refused)).toMatchObject({
      status: 429,
      detail: expect.stringMatching(
        /^The rate limit of the receiver limited \(0\.01 events per second, burst 2\) is used up\. Try again in \d+ s\.$/,
      ),
    });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(90);
    for (const other of [{ receiver_id: 'other' }, { receiver_id: undefined }]) {
      const answer = await publish(api, { ...event, ...other });
      expect(answer.status).toBe(202);
      expect(answer.headers['ratelimit']).toBeUndefined();
    }
    // The receiver of another tenant has the same id.
    expect((await publish(await posthorn.clientWith(['admin']))).status).toBe(202);
  });

  it('counts ingested and published events together, with the subscription’s own limit before it', async () => {
    const api = await limited({ rate_limit });
    const { id } = await api.createSubscription({ ...target, receiver_id: 'limited' });
    const narrow = { ...target, receiver_id: 'limited', ingest_rate_limit: { per_second: 0.01, burst: 1 } };
    const { id: narrowId } = await api.createSubscription(narrow);
    const ingest = (to: string) => api.sendJson('POST', `/ingest/${to}`, {});
    expect((await ingest(narrowId)).status).toBe(202);
    // Takes no slot of the receiver.
    expect(problemIn(await ingest(narrowId)).detail).toContain('The rate limit of the subscription');
    expect((await publish(api)).status).toBe(202);
    expect(problemIn(await ingest(id)).detail).toContain('The rate limit of the receiver limited');
  });

  it('refuses items of batches one by one, each by the limit of its own receiver', async () => {
    const api = await limited({ rate_limit });
    await api.sendJson('POST', '/receivers', { id: 'tight', name: 'b', rate_limit: { per_second: 0.01 } });
    const of = (receiver_id: string | undefined) => ({ event_type: 'a', payload: 1, receiver_id });
    const events = [of('limited'), of(undefined), of('tight'), of('tight'), of('limited'), of('limited')];
    const answer = await api.sendJson('POST', '/events/batch', { events: [...events, of('free')] });
    const { results } = answer.json() as { results: { status: number; problem?: { detail: string } }[] };
    expect(statuses(results)).toEqual([202, 202, 202, 429, 202, 429, 202]);
    expect(results[3]?.problem?.detail).toContain('the receiver tight');
    expect(results[5]?.problem?.detail).toContain('the receiver limited');
    expect(answer.headers['ratelimit']).toMatch(/^"receiver";r=0;t=\d+$/);
    const { id } = await api.createSubscription({ ...target, receiver_id: 'tight' });
    const batch = await api.sendJson('POST', `/ingest/${id}/batch`, { events: [{ payload: 1 }] });
    expect((batch.json() as { refused: number }).refused).toBe(1);
  });

  it('takes no slot of the tenant’s limit for a refused event', async () => {
    const service = await serviceForTest({ POSTHORN_TENANT_RATE_LIMIT: '1:3' });
    await limited({ rate_limit: { per_second: 0.01, burst: 1 } }, service.api);
    expect(statuses([await publish(service.api), await publish(service.api)])).toEqual([202, 429]);
    const free = { ...event, receiver_id: 'other' };
    expect(statuses([await publish(service.api, free), await publish(service.api, free)])).toEqual([
      202, 202,
    ]);
    expect(problemIn(await publish(service.api, free)).detail).toContain('The rate limit of the tenant');
  });

  it('takes effect when it is set, changed and removed', async () => {
    const api = await limited({});
    for (let n = 0; n < 5; n += 1) expect((await publish(api)).status).toBe(202);
    const set = (limit: object | null) => api.sendJson('PATCH', '/receivers/limited', { rate_limit: limit });
    await set({ per_second: 0.01, burst: 1 });
    expect(statuses([await publish(api), await publish(api)])).toEqual([202, 429]);
    await set({ burst: 2 });
    expect(statuses([await publish(api), await publish(api), await publish(api)])).toEqual([202, 202, 429]);
    await set(null);
    expect((await publish(api)).status).toBe(202);
  });

  it('is not used by portal tokens that send, which have a limit of their own', async () => {
    const api = await limited({ rate_limit: { per_second: 1, burst: 30 } });
    const { id } = await api.createSubscription({ ...target, receiver_id: 'limited' });
    for (let n = 0; n < 31; n += 1) await api.send('POST', `/subscriptions/${id}/test`);
    expect((await publish(api)).headers['ratelimit']).toMatch(/^"receiver";r=29;t=[01]$/);
  });
});

describe('the subscriptions limit of a receiver', () => {
  const add = (api: ApiClient, about: object = {}) =>
    api.sendJson('POST', '/subscriptions', { ...target, receiver_id: 'limited', ...about });

  it('is met by no more than so many of many calls at the same moment', async () => {
    const api = await limited({ subscriptions_limit: 3 });
    const answers = await Promise.all(Array.from({ length: 12 }, () => add(api)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    const refused = answers.find(({ status }) => status !== 201);
    expect(refused && problemIn(refused)).toMatchObject({
      status: 409,
      type: 'urn:posthorn:problem:subscription-limit',
      detail: expect.stringContaining('"subscriptions_limit" of this receiver is 3'),
    });
    expect((await add(api, { receiver_id: 'other' })).status).toBe(201);
    expect((await add(api, { receiver_id: undefined })).status).toBe(201);
  });

  it('counts disabled subscriptions, and is free again after a deletion', async () => {
    const api = await limited({ subscriptions_limit: 1 });
    const made = (await add(api, { status: 'disabled' })).json() as { id: string };
    expect((await add(api)).status).toBe(409);
    await api.deleteSubscription(made.id);
    expect((await add(api)).status).toBe(201);
  });

  it('holds for subscriptions that move to the receiver, and not for changes of those that it has', async () => {
    const api = await limited({ subscriptions_limit: 1 });
    const own = (await add(api)).json() as { id: string };
    const { id } = await api.createSubscription(target);
    const moved = await api.sendJson('PATCH', `/subscriptions/${id}`, { receiver_id: 'limited' });
    expect(problemIn(moved).detail).toContain('"subscriptions_limit" of this receiver is 1');
    const replaced = await api.sendJson('PUT', `/subscriptions/${id}`, { ...target, receiver_id: 'limited' });
    expect(replaced.status).toBe(409);
    await api.sendJson('PATCH', '/receivers/limited', { subscriptions_limit: 0 });
    expect((await api.changeSubscription(own.id, { description: 'stays' })).receiver_id).toBe('limited');
    expect((await api.disable(own.id)).status).toBe('disabled');
    expect((await api.enable(own.id)).status).toBe('enabled');
    expect((await add(api)).status).toBe(409);
  });

  it('takes the place of the limit of portal tokens', async () => {
    const api = await limited({ subscriptions_limit: 51 });
    const made = await api.sendJson('POST', '/portal-tokens', { receiver_id: 'limited', access: 'manage' });
    const { token } = made.json() as { token: string };
    const portal = new ApiClient(posthorn.url, token);
    for (let n = 0; n < 51; n += 1) await portal.createSubscription(target);
    expect((await portal.sendJson('POST', '/subscriptions', target)).status).toBe(409);
  });
});
