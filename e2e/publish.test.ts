import { describe, it } from 'vitest';
import { posthornForFile, uniqueName } from './support/posthorn.ts';

const posthorn = posthornForFile();

describe.concurrent('an event that is published', () => {
  it('goes to every subscription that wants its type, of the same receiver', async ({ expect }) => {
    const receiver = { receiver_id: uniqueName() };
    const exact = await posthorn.subscribe({ ...receiver, event_types: ['order.created'] });
    const pattern = await posthorn.subscribe({ ...receiver, event_types: ['order.*'] });
    const all = await posthorn.subscribe(receiver);
    const otherType = await posthorn.subscribe({ ...receiver, event_types: ['invoice.paid'] });
    const disabled = await posthorn.subscribe(receiver);
    await posthorn.api.setStatus(disabled.id, 'disable');
    const otherReceiver = await posthorn.subscribe();

    const payload = { order: 1001 };
    const { event_id: eventId, deliveries } = await posthorn.api.publish({
      event_type: 'order.created',
      payload,
      ...receiver,
    });
    const wanted = [exact, pattern, all];
    expect(deliveries.map(({ subscription_id: id }) => id).sort()).toEqual(wanted.map(({ id }) => id).sort());
    for (const { task_id: taskId } of deliveries) await posthorn.deliveryIn('delivered', taskId);
    for (const { hook } of wanted) {
      expect(hook.requests.map(({ headers }) => headers['webhook-id'])).toEqual([eventId]);
      expect(JSON.parse(hook.requests[0]!.body.toString())).toEqual(payload);
    }
    for (const { hook } of [otherType, disabled, otherReceiver]) expect(hook.requests).toEqual([]);

    const event = await posthorn.api.event(eventId);
    expect(event).toMatchObject({ event_type: 'order.created', payload: JSON.stringify(payload) });
    expect(event.deliveries.map(({ status }) => status)).toEqual(['delivered', 'delivered', 'delivered']);
  });

  it('is kept also when no subscription matches it', async ({ expect }) => {
    const receiver = { receiver_id: uniqueName() };
    const published = await posthorn.api.publish({ event_type: 'a', payload: null, ...receiver });
    expect(published).toMatchObject({ deliveries: [], deliveries_count: 0 });
    expect(await posthorn.api.event(published.event_id)).toMatchObject({ payload: 'null', deliveries: [] });
  });

  it('twice with the same Idempotency-Key is delivered once', async ({ expect }) => {
    const receiver = { receiver_id: uniqueName() };
    const { id, hook } = await posthorn.subscribe(receiver);
    const key = { 'idempotency-key': uniqueName() };
    const event = { event_type: 'a', payload: 7, ...receiver };
    const first = await posthorn.api.publish(event, key);
    expect(await posthorn.api.publish(event, key)).toEqual(first);
    await posthorn.deliveryIn('delivered', first.deliveries[0]!.task_id);
    expect((await posthorn.api.deliveries(id)).data).toHaveLength(1);
    expect(hook.requests).toHaveLength(1);
  });

  it('is listed with others, newest first, page by page, by type; and so are deliveries', async ({
    expect,
  }) => {
    const receiver = { receiver_id: uniqueName() };
    const { id } = await posthorn.subscribe(receiver);
    const events: string[] = [];
    const deliveries: string[] = [];
    for (const type of ['a', 'b', 'a']) {
      const accepted = await posthorn.api.publish({ event_type: type, payload: type, ...receiver });
      events.unshift(accepted.event_id);
      deliveries.unshift(accepted.deliveries[0]!.task_id);
    }
    const listed = async (query: string) => {
      const page = await posthorn.api.events(`?receiver_id=${receiver.receiver_id}&${query}`);
      return { ids: page.data.map((event) => event.id), cursor: page.next_cursor };
    };
    const first = await listed('limit=2');
    expect(first.ids).toEqual(events.slice(0, 2));
    expect(await listed(`limit=2&cursor=${first.cursor}`)).toEqual({ ids: events.slice(2), cursor: null });
    expect((await listed('event_type=b')).ids).toEqual([events[1]]);

    for (const taskId of deliveries) await posthorn.deliveryIn('delivered', taskId);
    const page = await posthorn.api.deliveries(id, '?limit=2&status=delivered');
    expect(page.data.map((delivery) => delivery.id)).toEqual(deliveries.slice(0, 2));
    const rest = await posthorn.api.deliveries(id, `?limit=2&status=delivered&cursor=${page.next_cursor}`);
    expect(rest.data.map((delivery) => delivery.id)).toEqual(deliveries.slice(2));
    expect((await posthorn.api.deliveries(id, '?event_type=b')).data.map((one) => one.id)).toEqual([
      deliveries[1],
    ]);
  });
});
