import { describe, expect, it } from 'vitest';
import type { ApiClient, HttpAnswer } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { always, receiverForFile } from '../support/receiver.ts';

const posthorn = await serviceForFile();
const receiver = await receiverForFile();

const key = (text: string) => ({ 'idempotency-key': text });
const CONFLICT = 'urn:posthorn:problem:idempotency-conflict';

/** A tenant of its own, with one subscription that wants everything. */
async function newTenant() {
  const api = await posthorn.clientWith(['admin']);
  const target = receiver.target();
  const { id } = await api.createSubscription({ target_url: target.url });
  return { api, target, id };
}

const eventCount = async (api: ApiClient) => (await api.events('?limit=250')).data.length;

function expectConflict(answer: HttpAnswer) {
  expect(answer.status).toBe(409);
  expect(answer.json()).toMatchObject({ type: CONFLICT });
}

describe('an ingest that is repeated with its Idempotency-Key', () => {
  it('gets the same ids again, and is delivered once', async () => {
    const { api, target, id } = await newTenant();
    const first = await api.ingest(id, '{"order":1}', key('a'));
    const second = await api.ingest(id, '{"order":1}', key('a'));
    expect(second).toEqual(first);
    await eventually(
      'it is delivered',
      async () => (await api.delivery(first.task_id)).status === 'delivered',
    );
    expect(await api.ingest(id, '{"order":1}', key('a'))).toMatchObject({ task_id: first.task_id });
    await api.ingest(id, '"after"', key('b'));
    await eventually('the next one arrives', () => target.requests.length === 2);
    expect(target.requests.map(({ body }) => body.toString())).toEqual(['{"order":1}', '"after"']);
    expect(await eventCount(api)).toBe(2);
  });

  it('with another body, type or content type is a conflict', async () => {
    const { api, id } = await newTenant();
    const headers = { ...key('a'), 'content-type': 'text/plain', 'x-event-type': 'a' };
    await api.ingest(id, 'one', headers);
    const repeat = (body: string, changes: object) =>
      api.send('POST', `/ingest/${id}`, { body, headers: { ...headers, ...changes } });
    expectConflict(await repeat('two', {}));
    expectConflict(await repeat('one', { 'x-event-type': 'b' }));
    expectConflict(await repeat('one', { 'content-type': 'text/html' }));
    expect((await repeat('one', {})).status).toBe(202);
    expect(await eventCount(api)).toBe(1);
  });

  it('for another subscription is another one', async () => {
    const { api, id } = await newTenant();
    const other = await api.createSubscription({ target_url: receiver.target().url });
    const [first, second] = [await api.ingest(id, '1', key('a')), await api.ingest(other.id, '1', key('a'))];
    expect(second.event_id).not.toBe(first.event_id);
    expect(await eventCount(api)).toBe(2);
  });

  it('many times at once creates one event, delivered once', async () => {
    const { api, target, id } = await newTenant();
    const all = await Promise.all(Array.from({ length: 20 }, () => api.ingest(id, '"once"', key('a'))));
    expect(new Set(all.map(({ task_id: taskId }) => taskId)).size).toBe(1);
    await eventually(
      'it is delivered',
      async () => (await api.delivery(all[0]!.task_id)).status === 'delivered',
    );
    expect(await eventCount(api)).toBe(1);
    expect(target.requests).toHaveLength(1);
  });
});

describe('a published event that is repeated with its Idempotency-Key', () => {
  const event = { event_type: 'order.created', payload: { order: 1 } };

  it('gets the same answer again, although the subscriptions are others by now', async () => {
    const { api, target } = await newTenant();
    const first = await api.publish(event, key('a'));
    const late = receiver.target();
    await api.createSubscription({ target_url: late.url });
    expect(await api.publish(event, key('a'))).toEqual(first);
    expect(first.deliveries_count).toBe(1);
    await api.publish(event, key('b'));
    await eventually(
      'the next one arrives at both',
      () => target.requests.length === 2 && late.requests.length === 1,
    );
    expect(await eventCount(api)).toBe(2);
  });

  it('with another payload, type or receiver is a conflict', async () => {
    const { api } = await newTenant();
    await api.publish(event, key('a'));
    for (const change of [
      { payload: { order: 2 } },
      { event_type: 'order.paid' },
      { receiver_id: 'customer-42' },
    ]) {
      expectConflict(await api.sendJson('POST', '/events', { ...event, ...change }, key('a')));
    }
    expect(await eventCount(api)).toBe(1);
  });

  it('many times at once creates one event', async () => {
    const { api, target } = await newTenant();
    const all = await Promise.all(Array.from({ length: 20 }, () => api.publish(event, key('a'))));
    for (const answer of all) expect(answer).toEqual(all[0]);
    await eventually('it arrives', () => target.requests.length > 0);
    expect(await eventCount(api)).toBe(1);
  });
});

describe('a subscription that is created again with its Idempotency-Key', () => {
  const input = { target_url: 'https://shop.example/hooks', metadata: { a: 'b' } };

  it('is the same one, with the same secret', async () => {
    const { api } = await newTenant();
    const first = await api.createSubscription(input, key('a'));
    expect(await api.createSubscription(input, key('a'))).toEqual(first);
    const listed = await api.subscriptions();
    expect(listed.data.map(({ id }) => id).filter((id) => id === first.id)).toHaveLength(1);
    expect(listed.data).toHaveLength(2);
  });

  it('with another body is a conflict', async () => {
    const { api } = await newTenant();
    await api.createSubscription(input, key('a'));
    expectConflict(await api.sendJson('POST', '/subscriptions', { ...input, description: 'x' }, key('a')));
    expect((await api.subscriptions()).data).toHaveLength(2);
  });

  it('many times at once is one', async () => {
    const { api } = await newTenant();
    const all = await Promise.all(Array.from({ length: 20 }, () => api.createSubscription(input, key('a'))));
    for (const answer of all) expect(answer).toEqual(all[0]);
    expect((await api.subscriptions()).data).toHaveLength(2);
  });
});

describe('a replay that is repeated with its Idempotency-Key', () => {
  async function exhaustedDelivery() {
    const { api, target, id } = await newTenant();
    await api.changeSubscription(id, { retry_policy: { schedule: [] } });
    target.behave(always(500));
    const { task_id: taskId } = await api.ingest(id);
    await eventually('it is exhausted', async () => (await api.delivery(taskId)).status === 'exhausted');
    target.behave(always(200));
    return { api, target, taskId };
  }

  const delivered = (api: ApiClient, taskId: string) =>
    eventually('it is delivered', async () => (await api.delivery(taskId)).status === 'delivered');

  it('sends the delivery once; with another key it is sent again', async () => {
    const { api, target, taskId } = await exhaustedDelivery();
    await api.replay(taskId, key('a'));
    await delivered(api, taskId);
    expect(await api.replay(taskId, key('a'))).toMatchObject({
      id: taskId,
      status: 'delivered',
      attempt_count: 2,
    });
    await api.replay(taskId, key('b'));
    await eventually('it is sent again', () => target.requests.length === 3);
    await eventually('it is recorded', async () => (await api.delivery(taskId)).attempt_count === 3);
  });

  it('is done when it is repeated after a refusal: a refused call stands for nothing', async () => {
    const { api, target, id } = await newTenant();
    await api.changeSubscription(id, { retry_policy: { schedule: [600] } });
    target.behave(always(500));
    const { task_id: taskId } = await api.ingest(id);
    await eventually('it is parked', async () => (await api.delivery(taskId)).status === 'retrying');
    const refused = await api.send('POST', `/deliveries/${taskId}/replay`, { headers: key('a') });
    expect(refused.status).toBe(409);
    await api.cancel(taskId);
    target.behave(always(200));
    await api.replay(taskId, key('a'));
    await delivered(api, taskId);
    expect(target.requests).toHaveLength(2);
  });

  it('many times at once sends the delivery once', async () => {
    const { api, target, taskId } = await exhaustedDelivery();
    const all = await Promise.all(Array.from({ length: 20 }, () => api.replay(taskId, key('a'))));
    expect(all.map(({ id }) => id)).toEqual(Array(20).fill(taskId));
    await delivered(api, taskId);
    expect(target.requests).toHaveLength(2);
  });

  it('many times at once without a key sends the delivery once, and says so', async () => {
    const { api, target, taskId } = await exhaustedDelivery();
    const all = await Promise.all(
      Array.from({ length: 5 }, () => api.send('POST', `/deliveries/${taskId}/replay`)),
    );
    expect(all.map(({ status }) => status).sort()).toEqual([202, 409, 409, 409, 409]);
    await delivered(api, taskId);
    expect(target.requests).toHaveLength(2);
  });
});

describe('an answer that repeats an earlier one', () => {
  const REPLAYED = 'idempotency-replayed';

  it('says so, and the first one does not', async () => {
    const { api, id } = await newTenant();
    const target_url = receiver.target().url;
    const { task_id: done } = await api.ingest(id, '1');
    await eventually('it is delivered', async () => (await api.delivery(done)).status === 'delivered');
    const since = new Date(Date.now() - 60_000).toISOString();
    const calls: readonly (readonly [path: string, body: unknown])[] = [
      ['/events', { event_type: 'a', payload: 1 }],
      ['/events/batch', { events: [{ event_type: 'a', payload: 1 }, 5] }],
      [`/ingest/${id}`, 1],
      [`/ingest/${id}/batch`, { events: [{ payload: 1 }] }],
      ['/subscriptions', { target_url }],
      ['/event-types', { name: 'a.b' }],
      [`/subscriptions/${id}/test`, {}],
      [`/subscriptions/${id}/secret/rotate`, {}],
      [`/subscriptions/${id}/recover`, { since }],
      [`/deliveries/${done}/replay`, undefined],
    ];
    for (const [path, body] of calls) {
      const send = () =>
        body === undefined
          ? api.send('POST', path, { headers: key('replayed') })
          : api.sendJson('POST', path, body, key('replayed'));
      const [first, again] = [await send(), await send()];
      expect([first.status, again.status], `${path} ${first.body.toString()}`).toEqual([
        again.status,
        first.status,
      ]);
      expect(first.status, path).toBeLessThan(300);
      expect([first.headers[REPLAYED], again.headers[REPLAYED]], path).toEqual([undefined, 'true']);
    }
  });

  it('is no batch of which something is new', async () => {
    const { api } = await newTenant();
    const one = { event_type: 'a', payload: 1, idempotency_key: 'one' };
    await api.sendJson('POST', '/events/batch', { events: [one] });
    const both = await api.sendJson('POST', '/events/batch', {
      events: [one, { ...one, idempotency_key: 'two' }],
    });
    expect(both.headers[REPLAYED]).toBeUndefined();
    const again = await api.sendJson('POST', '/events/batch', { events: [one] });
    expect(again.headers[REPLAYED]).toBe('true');
  });
});
