import { describe, expect, it } from 'vitest';
import { ingestAcceptedShape } from '../../src/http/intake/output.ts';
import { statsShape } from '../../src/http/subscriptions/stats-output.ts';
import { problemIn } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { always, inTurn, receiverForFile } from '../support/receiver.ts';

/** Test events, statistics, and subscriptions that start disabled. */

const posthorn = await serviceForFile();
const receiver = await receiverForFile();

async function test(id: string, body?: string, headers: Record<string, string> = {}) {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  const call = { headers: { ...json, ...headers }, ...(body !== undefined && { body }) };
  const answer = await posthorn.api.send('POST', `/subscriptions/${id}/test`, call);
  expect(answer.status, answer.body.toString()).toBe(202);
  return ingestAcceptedShape.parse(answer.json());
}

describe('a test event', () => {
  it('arrives like any other, with any event types of the subscription', async () => {
    const hook = receiver.target();
    const { id } = await posthorn.api.createSubscription({ target_url: hook.url, event_types: ['order.*'] });
    await posthorn.deliveryWhen('delivered', (await test(id)).task_id);
    const [{ headers, body } = expect.fail('nothing arrived')] = hook.requests;
    expect(headers).toMatchObject({
      'x-posthorn-event-type': 'posthorn.test',
      'content-type': 'application/json',
    });
    expect(headers['webhook-signature']).toMatch(/^v1,/);
    expect(JSON.parse(body.toString())).toEqual({ test: true, subscription_id: id });
  });

  it('may have a type and a payload of its own, byte for byte', async () => {
    const hook = receiver.target();
    const { id } = await posthorn.api.createSubscription({ target_url: hook.url });
    const accepted = await test(id, '{"event_type": "order.created", "payload":  { "a" : 1e400 } }');
    await posthorn.deliveryWhen('delivered', accepted.task_id);
    expect(hook.requests[0]?.body.toString()).toBe('{ "a" : 1e400 }');
    expect(hook.requests[0]?.headers['x-posthorn-event-type']).toBe('order.created');
  });

  it('is sent once for an Idempotency-Key', async () => {
    const { id } = await posthorn.api.createSubscription({ target_url: receiver.target().url });
    const headers = { 'idempotency-key': 'test' };
    const first = await test(id, undefined, headers);
    expect(await test(id, undefined, headers)).toMatchObject({ task_id: first.task_id });
    const path = `/subscriptions/${id}/test`;
    const other = await posthorn.api.sendJson('POST', path, { event_type: 'a' }, headers);
    expect(problemIn(other).status).toBe(409);
  });

  it('is refused by a disabled subscription, and with fields that are none', async () => {
    const { id } = await posthorn.api.createSubscription({
      target_url: receiver.target().url,
      status: 'disabled',
    });
    const path = `/subscriptions/${id}/test`;
    expect(problemIn(await posthorn.api.send('POST', path)).type).toContain('subscription-disabled');
    expect(problemIn(await posthorn.api.sendJson('POST', path, { type: 'a' })).status).toBe(422);
    expect(problemIn(await posthorn.api.sendJson('POST', path, { event_type: '..' })).status).toBe(422);
    const twice = { headers: { 'content-type': 'application/json' }, body: '{"payload": 1, "payload": 2}' };
    await posthorn.api.enable(id);
    expect(problemIn(await posthorn.api.send('POST', path, twice)).errors?.[0]?.pointer).toBe('/payload');
  });
});

describe('a subscription that starts disabled', () => {
  it('takes nothing until it is enabled', async () => {
    const hook = receiver.target();
    const made = await posthorn.api.createSubscription({ target_url: hook.url, status: 'disabled' });
    expect(made).toMatchObject({ status: 'disabled', disabled_reason: 'by_request' });
    expect(problemIn(await posthorn.api.send('POST', `/ingest/${made.id}`, { body: '1' })).status).toBe(409);
    expect((await posthorn.api.publish({ event_type: 'a', payload: 1 })).deliveries).not.toContainEqual(
      expect.objectContaining({ subscription_id: made.id }),
    );
    await posthorn.api.enable(made.id);
    await posthorn.deliveryWhen('delivered', (await posthorn.api.ingest(made.id)).task_id);
  });
});

describe('statistics', () => {
  const statsOf = async (id: string, query = '') => {
    const answer = await posthorn.api.send('GET', `/subscriptions/${id}/stats${query}`);
    expect(answer.status, answer.body.toString()).toBe(200);
    return statsShape.parse(answer.json());
  };

  it('of a subscription without deliveries are all nothing', async () => {
    const { id } = await posthorn.api.createSubscription({ target_url: receiver.target().url });
    expect(await statsOf(id)).toEqual({
      deliveries: { pending: 0, retrying: 0, delivered: 0, exhausted: 0, cancelled: 0 },
      attempts: 0,
      delivery_ms: null,
      oldest: null,
      is_complete: true,
    });
  });

  it('count its deliveries by outcome', async () => {
    const hook = receiver.target(inTurn(500, 200));
    const { id } = await posthorn.api.createSubscription({
      target_url: hook.url,
      retry_policy: { schedule: [1] },
    });
    for (let n = 0; n < 3; n += 1) {
      await posthorn.deliveryWhen('delivered', (await posthorn.api.ingest(id)).task_id);
    }
    hook.behave(always(500));
    const lost = await posthorn.api.ingest(id);
    await posthorn.deliveryWhen('exhausted', lost.task_id);
    const stats = await statsOf(id);
    expect(stats.deliveries).toMatchObject({ delivered: 3, exhausted: 1 });
    expect(stats).toMatchObject({ attempts: 8, is_complete: true });
    expect(stats.delivery_ms!.p50).toBeGreaterThanOrEqual(700);
    expect(stats.delivery_ms!.p95).toBeGreaterThanOrEqual(stats.delivery_ms!.p50);
    const { created_at: since } = await posthorn.api.delivery(lost.task_id);
    expect((await statsOf(id, `?since=${since}`)).deliveries).toMatchObject({ delivered: 0, exhausted: 1 });
    expect((await statsOf(id, `?until=${since}`)).deliveries).toMatchObject({ delivered: 3, exhausted: 0 });
  });
});
