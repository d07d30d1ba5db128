import { describe, expect, it } from 'vitest';
import { problemIn } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { receiverForFile } from '../support/receiver.ts';

/** Payload filters, as a subscription has them, and tried without one. Their meaning: test/unit/domain/payload-filter.test.ts. */

const posthorn = await serviceForFile();
const receiver = await receiverForFile();

const largeOrders = { order: { total: [{ numeric: ['>=', 100] }] } };

/** The subscriptions of one receiver that an event was handed to. */
async function reachedBy(receiverId: string, payload: unknown): Promise<readonly string[]> {
  const event = { event_type: 'order.created', payload, receiver_id: receiverId };
  const { deliveries } = await posthorn.api.publish(event);
  return (deliveries ?? []).map(({ subscription_id: id }) => id);
}

describe('an event', () => {
  it('reaches the subscriptions whose filter its payload matches, and those without one', async () => {
    const of = { target_url: receiver.target().url, receiver_id: 'filters' };
    const all = await posthorn.api.createSubscription(of);
    const large = await posthorn.api.createSubscription({ ...of, filter: largeOrders });
    const german = await posthorn.api.createSubscription({ ...of, filter: { order: { country: ['DE'] } } });
    const both = [all.id, large.id, german.id].sort();
    expect([...(await reachedBy('filters', { order: { total: 250, country: 'DE' } }))].sort()).toEqual(both);
    expect(await reachedBy('filters', { order: { total: 99.5 } })).toEqual([all.id]);
    expect(await reachedBy('filters', 'no object')).toEqual([all.id]);
  });

  it('that is no JSON matches no filter', async () => {
    const { id } = await posthorn.api.createSubscription({
      target_url: receiver.target().url,
      receiver_id: 'bytes',
      filter: { a: [{ exists: false }] },
    });
    const send = (body: string | Uint8Array) =>
      posthorn.api.send('POST', '/events?receiver_id=bytes', {
        headers: { 'content-type': 'application/octet-stream', 'x-event-type': 'a' },
        body,
      });
    for (const body of ['<a/>', Buffer.from([0xff, 0x00])]) {
      expect((await send(body)).json()).toMatchObject({ deliveries_count: 0 });
    }
    // JSON is JSON, with any content type.
    expect((await send('{"b": 1}')).json()).toMatchObject({ deliveries: [{ subscription_id: id }] });
  });

  it('for one subscription is refused when its payload does not match', async () => {
    const { id } = await posthorn.api.createSubscription({
      target_url: receiver.target().url,
      filter: largeOrders,
    });
    const refused = await posthorn.api.send('POST', `/ingest/${id}`, { body: '{"order": {"total": 1}}' });
    expect(problemIn(refused)).toMatchObject({ status: 422, type: 'urn:posthorn:problem:filter-mismatch' });
    expect((await posthorn.api.deliveries(id)).data).toEqual([]);
    const { task_id: taskId } = await posthorn.api.ingest(id, '{"order": {"total": 100}}');
    await posthorn.deliveryWhen('delivered', taskId);
  });

  it('meets the filter that a subscription was changed to', async () => {
    const made = await posthorn.api.createSubscription({
      target_url: receiver.target().url,
      receiver_id: 'changes',
      filter: { order: { country: ['DE'] } },
    });
    expect(await reachedBy('changes', { order: { country: 'FR' } })).toEqual([]);
    const changed = await posthorn.api.changeSubscription(made.id, {
      filter: { order: { country: ['FR'] } },
    });
    // As a whole: a filter that is merged with another would be neither.
    expect(changed.filter).toEqual({ order: { country: ['FR'] } });
    expect(await reachedBy('changes', { order: { country: 'FR' } })).toEqual([made.id]);
    expect((await posthorn.api.changeSubscription(made.id, { filter: null })).filter).toBeNull();
    expect(await reachedBy('changes', 1)).toEqual([made.id]);
  });
});

it.each([
  ['that is no object', ['a'], '/filter'],
  ['that is empty', {}, '/filter'],
  ['with a value outside of a list', { order: { total: 1 } }, '/filter/order/total'],
  ['with an unknown operator', { a: [{ above: 1 }] }, '/filter/a/0/above'],
  ['with a name that has to be escaped', { 'a/b~c': 1 }, '/filter/a~1b~0c'],
])('a filter %s is refused, and the field named', async (_, filter, pointer) => {
  const body = { target_url: 'http://127.0.0.1/', filter };
  const problem = problemIn(await posthorn.api.sendJson('POST', '/subscriptions', body));
  expect(problem.status).toBe(422);
  expect(problem.errors?.map((fault) => fault.pointer)).toContain(pointer);
});

const tried = (about: object) => posthorn.api.sendJson('POST', '/filters/test', about);

describe('POST /filters/test', () => {
  const event = { event_type: 'order.created', payload: { order: { total: 99.5 } } };

  it('reports the matches of an event with a payload and a type', async () => {
    const settings = { filter: largeOrders, event_types: ['order.*'] };
    const matching = { ...settings, ...event, payload: { order: { total: 100 } } };
    expect((await tried(matching)).json()).toEqual({ matches: true, mismatches: [] });
    expect((await tried({ ...settings, ...event, event_type: 'user.created' })).json()).toEqual({
      matches: false,
      mismatches: [
        { pointer: '/event_types', detail: 'None of these patterns matches "user.created".' },
        {
          pointer: '/filter/order/total',
          detail: 'The payload has 99.5 at /order/total, which does not match.',
        },
      ],
    });
  });

  it.each([
    [{}, []],
    [{ filter: null, event_types: null }, []],
    [{ event_types: [] }, []],
    [{ event_types: ['*'], event_type: null }, []],
    [{ event_types: ['order.*'], event_type: null }, [/^The event has no type: only "\*" or an empty list/]],
    [{ event_types: ['*'], event_type: 'posthorn.test' }, [/^"posthorn.test" begins with "posthorn."/]],
    [{ event_types: ['posthorn.*'], event_type: 'posthorn.test' }, []],
  ])('tries %j', async (about, details) => {
    const answer = (await tried({ ...event, ...about })).json();
    expect(answer).toEqual({
      matches: details.length === 0,
      mismatches: details.map((detail) => ({
        pointer: '/event_types',
        detail: expect.stringMatching(detail),
      })),
    });
  });

  it('refuses a filter as a subscription would, and names the place', async () => {
    const filter = { order: { total: [{ numeric: ['>', 'a'] }] } };
    const refused = problemIn(await tried({ filter, payload: {} }));
    const created = { target_url: receiver.target().url, filter };
    const problem = problemIn(await posthorn.api.sendJson('POST', '/subscriptions', created));
    expect(refused).toMatchObject({ status: 422, errors: problem.errors });
    expect(problemIn(await tried({ filter: largeOrders }))).toMatchObject({
      status: 422,
      errors: [{ pointer: '/payload' }],
    });
  });

  it('takes payloads as large as settings', async () => {
    const payload = { order: { lines: 'x'.repeat(200_000), total: 100 } };
    expect((await tried({ filter: largeOrders, payload })).json()).toMatchObject({ matches: true });
    const larger = { order: { lines: 'x'.repeat(300_000) } };
    expect(problemIn(await tried({ filter: largeOrders, payload: larger })).status).toBe(413);
  });
});
