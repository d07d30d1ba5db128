import { describe, expect, it } from 'vitest';
import { portalLimits } from '../../src/domain/limits.ts';
import { ApiClient, problemIn } from '../support/api-client.ts';
import { type EmbeddedService, serviceForTest } from '../support/embedded-service.ts';

/** Calls that send without a new event count under the rate limits; portal tokens have bounds of their own. */

const { sendings, subscriptionsPerReceiver } = portalLimits;
const target = { target_url: 'http://127.0.0.1:9999/hook' };

async function portalOf(service: EmbeddedService, receiver: string): Promise<ApiClient> {
  const body = { receiver_id: receiver, access: 'manage' };
  const made = await service.api.sendJson('POST', '/portal-tokens', body);
  return new ApiClient(service.url, (made.json() as { token: string }).token);
}

describe('a portal token', () => {
  it('has so many events sent for its receiver, and no more; another receiver and the tenant go on', async () => {
    const service = await serviceForTest();
    const [one, other] = [await portalOf(service, 'one'), await portalOf(service, 'other')];
    const { id } = await one.createSubscription(target);
    const { id: others } = await other.createSubscription(target);
    const startMs = performance.now();
    let taken = 0;
    let answer = await one.send('POST', `/subscriptions/${id}/test`);
    for (; answer.status === 202; taken += 1) answer = await one.send('POST', `/subscriptions/${id}/test`);
    const seconds = (performance.now() - startMs) / 1_000;
    expect(taken).toBeGreaterThanOrEqual(sendings.burst);
    expect(taken).toBeLessThanOrEqual(sendings.burst + sendings.perSecond * seconds + 1);
    expect(problemIn(answer)).toMatchObject({ status: 429, type: 'urn:posthorn:problem:rate-limited' });
    expect(answer.headers['retry-after']).toBe('1');
    expect((await other.send('POST', `/subscriptions/${others}/test`)).status).toBe(202);
    expect((await service.api.send('POST', `/subscriptions/${id}/test`)).status).toBe(202);
  });

  it('makes subscriptions until its receiver has the most, repeats included; the tenant makes more', async () => {
    const service = await serviceForTest();
    const portal = await portalOf(service, 'one');
    const once = { 'Idempotency-Key': 'first' };
    const { id } = await portal.createSubscription(target, once);
    for (let n = 1; n < subscriptionsPerReceiver; n += 1) await portal.createSubscription(target);
    const refused = await portal.sendJson('POST', '/subscriptions', target);
    expect(problemIn(refused)).toMatchObject({
      status: 409,
      type: 'urn:posthorn:problem:subscription-limit',
    });
    expect((await portal.createSubscription(target, once)).id).toBe(id);
    await service.api.createSubscription({ ...target, receiver_id: 'one' });
    await (await portalOf(service, 'other')).createSubscription(target);
  });
});

it.each([
  ['a test event', '/subscriptions/{sub}/test'],
  ['a replay', '/deliveries/{dlv}/replay'],
  ['a retry', '/deliveries/{dlv}/retry'],
  ['a recovery', '/subscriptions/{sub}/recover'],
  ['a redrive', '/dead-letters/redrive'],
  ['a kept event', '/events/{evt}/deliveries'],
])('%s counts under the rate limit of the tenant', async (_, path) => {
  const service = await serviceForTest({ POSTHORN_TENANT_RATE_LIMIT: '1:2' });
  const { id } = await service.api.createSubscription(target);
  const accepted = (await service.api.sendJson('POST', `/ingest/${id}`, {})).json() as {
    event_id: string;
    task_id: string;
  };
  const since = path.startsWith('/deliveries') ? {} : { since: '2026-01-01T00:00:00Z' };
  const url = path
    .replace('{sub}', id)
    .replace('{dlv}', accepted.task_id)
    .replace('{evt}', accepted.event_id);
  const body = path.startsWith('/events') ? { subscription_id: id } : since;
  const call = () =>
    /test|replay|retry/.test(path) ? service.api.send('POST', url) : service.api.sendJson('POST', url, body);
  const answers = [await call(), await call(), await call(), await call()];
  const limited = answers.filter(({ status }) => status === 429);
  expect(answers.map(({ status }) => status)).toContain(429);
  expect(Number(limited[0]!.headers['retry-after'])).toBeGreaterThan(0);
});
