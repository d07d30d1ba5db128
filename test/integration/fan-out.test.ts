import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import type { ApiClient, SubscriptionInput } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { always, receiverForFile, type Target } from '../support/receiver.ts';

const posthorn = await serviceForFile();
const receiver = await receiverForFile();

/** Each test has a tenant of its own, so that its events meet its own subscriptions only. */
const newTenant = () => posthorn.clientWith(['admin']);

async function subscribe(api: ApiClient, settings: Omit<SubscriptionInput, 'target_url'> = {}) {
  const target = receiver.target();
  return { target, ...(await api.createSubscription({ target_url: target.url, ...settings })) };
}

const idsReceivedBy = (target: Target) => target.requests.map(({ headers }) => headers['webhook-id']);

describe('a published event', () => {
  it('reaches exactly the subscriptions whose patterns want its type', async () => {
    const api = await newTenant();
    const patterns = {
      exact: ['order.created'],
      prefix: ['order.*'],
      'one of several': ['invoice.paid', 'order.created'],
      star: ['*'],
      none: [],
      'another type': ['order.paid'],
      'its own prefix': ['order.created.*'],
      'another case': ['Order.created'],
    };
    const subscriptions = new Map<string, string>();
    for (const [name, eventTypes] of Object.entries(patterns)) {
      subscriptions.set((await subscribe(api, { event_types: eventTypes })).id, name);
    }
    const wanting = async (eventType: string) => {
      const { deliveries } = await api.publish({ event_type: eventType, payload: 1 });
      return deliveries?.map(({ subscription_id: id }) => subscriptions.get(id)).sort();
    };
    expect(await wanting('order.created')).toEqual(['exact', 'none', 'one of several', 'prefix', 'star']);
    expect(await wanting('order.created.late')).toEqual(['its own prefix', 'none', 'prefix', 'star']);
    expect(await wanting('order')).toEqual(['none', 'star']);
    expect(await wanting('orders.created')).toEqual(['none', 'star']);
  });

  it('arrives at each of them under one webhook-id, signed for each with its own secret', async () => {
    const api = await newTenant();
    const subscriptions = [await subscribe(api), await subscribe(api), await subscribe(api)];
    const accepted = await api.publish({ event_type: 'order.created', payload: { order: 1 } });
    expect(accepted).toMatchObject({ event_type: 'order.created', deliveries_count: 3 });
    for (const { target, signing_secret: secret } of subscriptions) {
      const request = await eventually('it arrives', () => target.requests[0]);
      expect(request.headers).toMatchObject({
        'webhook-id': accepted.event_id,
        'x-posthorn-event-type': 'order.created',
      });
      expect(new Webhook(secret).verify(request.body, request.headers as Record<string, string>)).toEqual({
        order: 1,
      });
    }
    await eventually('all are delivered', async () => {
      const { deliveries } = await api.event(accepted.event_id);
      return deliveries.every(({ status }) => status === 'delivered');
    });
    expect(subscriptions.flatMap(({ target }) => idsReceivedBy(target))).toHaveLength(3);
  });

  it('reaches only the subscriptions of its receiver, and without one only those without', async () => {
    const api = await newTenant();
    const ours = await subscribe(api, { receiver_id: 'customer-42' });
    const theirs = await subscribe(api, { receiver_id: 'customer-43' });
    const nobodys = await subscribe(api);
    const reached = async (receiverId: string | null | undefined) => {
      const event = { event_type: 'a', payload: 1, receiver_id: receiverId };
      return (await api.publish(event)).deliveries?.map(({ subscription_id: id }) => id);
    };
    expect(await reached('customer-42')).toEqual([ours.id]);
    expect(await reached('customer-43')).toEqual([theirs.id]);
    expect(await reached('customer-4')).toEqual([]);
    expect(await reached(undefined)).toEqual([nobodys.id]);
    expect(await reached(null)).toEqual([nobodys.id]);

    const raw = { headers: { 'content-type': 'text/plain', 'x-event-type': 'a' }, body: 'hello' };
    const answer = await api.send('POST', '/events?receiver_id=customer-42', raw);
    expect(answer.json()).toMatchObject({ deliveries: [{ subscription_id: ours.id }] });
    await eventually('both events arrive', () => ours.target.requests.length === 2);
  });

  it('passes by a disabled subscription, and one that was deleted', async () => {
    const api = await newTenant();
    const kept = await subscribe(api);
    const disabled = await subscribe(api);
    const deleted = await subscribe(api);
    await api.publish({ event_type: 'a', payload: 1 });
    for (const { target } of [kept, disabled, deleted]) {
      await eventually('the first event arrives', () => target.requests.length === 1);
    }
    await api.disable(disabled.id);
    await api.deleteSubscription(deleted.id);
    const { deliveries, deliveries_count: count } = await api.publish({ event_type: 'a', payload: 2 });
    expect(deliveries).toMatchObject([{ subscription_id: kept.id }]);
    expect(count).toBe(1);
  });

  it('that no subscription matches is accepted and kept all the same', async () => {
    const api = await newTenant();
    await subscribe(api, { event_types: ['order.paid'] });
    const accepted = await api.publish({ event_type: 'order.created', payload: { order: 1 } });
    expect(accepted).toMatchObject({ deliveries: [], deliveries_count: 0 });
    expect(await api.event(accepted.event_id)).toMatchObject({ payload: '{"order":1}', deliveries: [] });
  });

  it('for 150 subscriptions is answered with their number, and delivered to all of them', async () => {
    const api = await newTenant();
    const target = receiver.target();
    const created = await Promise.all(
      Array.from({ length: 150 }, () => api.createSubscription({ target_url: target.url })),
    );
    const accepted = await api.publish({ event_type: 'order.created', payload: 1 });
    expect(accepted).toMatchObject({ deliveries: null, deliveries_count: 150 });
    const event = await eventually('all are delivered', async () => {
      const seen = await api.event(accepted.event_id);
      return seen.deliveries.filter(({ status }) => status === 'delivered').length === 150 && seen;
    });
    expect(event).toMatchObject({ deliveries_count: 150 });
    const reached = event.deliveries.map(({ subscription_id: id }) => id);
    expect(reached.sort()).toEqual(created.map(({ id }) => id).sort());
    expect(idsReceivedBy(target)).toEqual(Array(150).fill(accepted.event_id));
  });

  it('fails for one receiver and not for the others', async () => {
    const api = await newTenant();
    const good = await subscribe(api);
    const bad = await subscribe(api, { retry_policy: { schedule: [] } });
    bad.target.behave(always(500));
    const { event_id: eventId } = await api.publish({ event_type: 'a', payload: 1 });
    const event = await eventually('both are closed', async () => {
      const seen = await api.event(eventId);
      return seen.deliveries.every(({ expires_at: at }) => at !== null) && seen;
    });
    const statusOf = new Map(event.deliveries.map(({ subscription_id: id, status }) => [id, status]));
    expect(statusOf).toEqual(
      new Map([
        [good.id, 'delivered'],
        [bad.id, 'exhausted'],
      ]),
    );
  });
});
