import { describe, expect, it } from 'vitest';
import { problemIn } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { always, receiverForFile } from '../support/receiver.ts';

const onlyOnce = { retry_policy: { schedule: [] } };

const posthorn = await serviceForFile();
const receiver = await receiverForFile();
const listener = receiver.target();
/** Of a subscription to `*`, which does not match operational events. */
const listenerToAll = receiver.target();
await posthorn.api.createSubscription({ target_url: listener.url, event_types: ['posthorn.*'] });
await posthorn.api.createSubscription({ target_url: listenerToAll.url, event_types: ['*'] });

interface Told {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const toldOf = (subscriptionId: string): readonly Told[] =>
  listener.requests
    .map(({ body }) => JSON.parse(body.toString()) as Told)
    .filter(({ data }) => data['subscription_id'] === subscriptionId);

const told = (subscriptionId: string, type: string) =>
  eventually(`${type} of ${subscriptionId} is told`, () =>
    toldOf(subscriptionId).find((one) => one.type === type),
  );

describe('a tenant is told', () => {
  it('of a delivery that was given up, of its subscription that fails, and that it has recovered', async () => {
    const target = receiver.target(always(500));
    const { id } = await posthorn.api.createSubscription({
      target_url: target.url,
      receiver_id: 'customer-42',
      ...onlyOnce,
    });
    const { task_id: taskId, event_id: eventId } = await posthorn.api.ingest(id);
    const about = { subscription_id: id, receiver_id: 'customer-42', delivery_id: taskId, event_id: eventId };
    const last = { number: 1, status_code: 500, failure_kind: 'http_status', error: 'HTTP 500' };
    expect(await told(id, 'posthorn.delivery.exhausted')).toMatchObject({
      data: { ...about, event_type: null, reason: 'attempts', attempt_count: 1, last_attempt: last },
    });
    const failing = await told(id, 'posthorn.subscription.failing');
    expect(failing.data).toMatchObject({ ...about, last_attempt: last });
    expect((await posthorn.api.subscription(id)).failing_since).toBe(failing.data['failing_since']);

    target.behave(always(200));
    await posthorn.deliveryWhen('delivered', (await posthorn.api.ingest(id)).task_id);
    const recovered = await told(id, 'posthorn.subscription.recovered');
    expect(recovered.data).toMatchObject({ failing_since: failing.data['failing_since'] });
    expect((await posthorn.api.subscription(id)).failing_since).toBeNull();
    expect(toldOf(id)).toHaveLength(3);
    expect(listenerToAll.requests).toEqual([]);
  });

  it('of a subscription whose receiver is gone, once', async () => {
    const target = receiver.target(always(410));
    const { id } = await posthorn.api.createSubscription({ target_url: target.url, receiver_id: 'gone' });
    await posthorn.api.ingest(id);
    expect(await told(id, 'posthorn.subscription.disabled')).toMatchObject({
      data: { reason: 'receiver_gone', last_attempt: { status_code: 410 } },
    });
    expect(toldOf(id)).toHaveLength(1);
  });

  it('of nothing that becomes of telling', async () => {
    const broken = receiver.target(always(500));
    const { id } = await posthorn.api.createSubscription({
      target_url: broken.url,
      event_types: ['posthorn.delivery.exhausted'],
      ...onlyOnce,
    });
    const lost = await posthorn.api.createSubscription({
      target_url: receiver.target(always(500)).url,
      receiver_id: 'lost',
      ...onlyOnce,
    });
    await posthorn.api.ingest(lost.id);
    await eventually('the telling is given up', async () => {
      const { data } = await posthorn.api.deliveries(id, '?status=exhausted');
      return data.length;
    });
    await told(lost.id, 'posthorn.delivery.exhausted');
    expect(toldOf(id)).toEqual([]);
    expect((await posthorn.api.subscription(id)).failing_since).toBeNull();
    await posthorn.api.deleteSubscription(id);
  });
});

describe('what is reserved is refused, by name,', () => {
  /** A batch refuses each item by itself. */
  const itemPointersIn = (answer: Parameters<typeof problemIn>[0]) => {
    const { results } = answer.json() as {
      results: { problem?: { errors?: { pointer: string }[] } }[];
    };
    return results.flatMap(({ problem }) => problem?.errors?.map(({ pointer }) => pointer) ?? []);
  };
  const pointersIn = (answer: Parameters<typeof problemIn>[0]) =>
    problemIn(answer).errors?.map(({ pointer }) => pointer);

  it('as the type of an event that is handed in', async () => {
    const event = { event_type: 'posthorn.delivery.exhausted', payload: 1 };
    expect(pointersIn(await posthorn.api.sendJson('POST', '/events', event))).toEqual(['/event_type']);
    const { id } = await posthorn.api.createSubscription({ target_url: listener.url, receiver_id: 'x' });
    const headers = { 'x-event-type': 'posthorn.delivery.exhausted' };
    const ingested = await posthorn.api.sendJson('POST', `/ingest/${id}`, 1, headers);
    expect(pointersIn(ingested)).toEqual(['/X-Event-Type']);
  });

  it.each([
    ['/event_types/0', { event_types: ['posthorn.delivery.lost'] }],
    ['/receiver_id', { event_types: ['posthorn.*'], receiver_id: 'customer-42' }],
  ])('in a subscription: %s', async (pointer, settings) => {
    const answer = await posthorn.api.sendJson('POST', '/subscriptions', {
      target_url: listener.url,
      ...settings,
    });
    expect(pointersIn(answer)).toEqual([pointer]);
  });

  it.each(['posthorn.delivery.exhausted', 'posthorn.anything', 'Posthorn.Delivery.Exhausted'])(
    'as the type of a test event, an event and an item of a batch: %s',
    async (event_type) => {
      const { id } = await posthorn.api.createSubscription({ target_url: listener.url, receiver_id: 'y' });
      const item = { event_type, payload: 1 };
      const headers = { 'x-event-type': event_type };
      const cloudEvent = { specversion: '1.0', id: '1', source: '/a', type: event_type };
      const structured = { 'content-type': 'application/cloudevents+json' };
      const calls = [
        ['/event_type', `/subscriptions/${id}/test`, { event_type }, {}],
        ['/event_type', '/events', item, {}],
        ['/events/0/event_type', '/events/batch', { events: [item] }, {}],
        ['/events/0/event_type', `/ingest/${id}/batch`, { events: [item] }, {}],
        ['/X-Event-Type', `/ingest/${id}`, 1, headers],
        ['/event_type', `/ingest/${id}?event_type=${event_type}`, 1, {}],
        ['/type', '/events', cloudEvent, structured],
        ['/name', '/event-types', { name: event_type }, {}],
      ] as const;
      for (const [pointer, path, body, more] of calls) {
        const answer = await posthorn.api.sendJson('POST', path, body, more);
        const isBatch = path.endsWith('/batch');
        expect(isBatch ? itemPointersIn(answer) : pointersIn(answer), path).toEqual([pointer]);
      }
    },
  );

  it('in the payload of a test event, given or from the catalogue; its own type is not', async () => {
    const { id } = await posthorn.api.createSubscription({ target_url: listener.url, receiver_id: 'z' });
    const payload = { type: 'posthorn.delivery.exhausted', timestamp: '2026-01-31T09:33:00Z', data: {} };
    await posthorn.api.sendJson('POST', '/event-types', { name: 'looks.operational', example: payload });
    for (const body of [{ payload }, { event_type: 'looks.operational' }]) {
      const answer = await posthorn.api.sendJson('POST', `/subscriptions/${id}/test`, body);
      expect(pointersIn(answer)).toEqual(['/payload/type']);
    }
    const test = { event_type: 'posthorn.test', payload: { type: 'order.created' } };
    expect((await posthorn.api.sendJson('POST', `/subscriptions/${id}/test`, test)).status).toBe(202);
  });
});
