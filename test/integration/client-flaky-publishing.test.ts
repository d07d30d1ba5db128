import { describe, expect, it } from 'vitest';
import { ConnectionError } from '../../client/src/posthorn.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { faults, once, tenantBehind, tooMany } from '../support/flaky-proxy.ts';
import { receiverForFile } from '../support/receiver.ts';

/** The client over a failing network: every safe call is done, and done once. */

const service = await serviceForFile();
const receiver = await receiverForFile();

describe('a published event', () => {
  it('is kept once, and arrives once, with any two faults', async () => {
    const all = Object.values(faults);
    const pairs = all.flatMap((first) => all.map((second) => [first, second] as const));
    const pairOf = (body: Buffer) => pairs[JSON.parse(body.toString()).payload.pair];
    const { proxy, posthorn, direct } = await tenantBehind(
      service,
      (nth, { body }) => pairOf(body)?.[nth - 1],
    );
    const target = receiver.target();
    const subscription = await direct.subscriptions.create({ target_url: target.url });

    // Every other one with a key of its own; the rest have keys that the client makes up.
    const published = await Promise.all(
      pairs.map((_, pair) =>
        posthorn.events.publish(
          { event_type: 'flaky.published', payload: { pair } },
          pair % 2 === 0 ? { idempotencyKey: `pair-${pair}` } : {},
        ),
      ),
    );
    const ids = published.map(({ event_id }) => event_id).sort();
    expect(new Set(ids).size).toBe(pairs.length);
    expect((await direct.events.list().take(1_000)).map(({ id }) => id).sort()).toEqual(ids);
    await eventually('all arrive', () => target.requests.length >= ids.length);
    await eventually('no delivery is open', async () => {
      const { deliveries } = await direct.subscriptions.stats(subscription.id);
      return deliveries.delivered === ids.length;
    });
    expect(target.requests.map(({ headers }) => headers['webhook-id']).sort()).toEqual(ids);
    expect(target.requests.map(({ body }) => JSON.parse(body.toString()).pair).sort((a, b) => a - b)).toEqual(
      pairs.map((_, pair) => pair),
    );

    expect(proxy.requests).toHaveLength(3 * pairs.length);
    const keys = Map.groupBy(proxy.requests, ({ headers }) => headers['idempotency-key']);
    expect([...keys.values()].map(({ length }) => length)).toEqual(pairs.map(() => 3));
    expect(keys.has('pair-0') && keys.has('pair-2')).toBe(true);
  });

  it('waits as long as Retry-After asks for', async () => {
    const { proxy, posthorn } = await tenantBehind(service, once(tooMany));
    await posthorn.events.publish({ event_type: 'flaky.waits', payload: 1 });
    const [first, second] = proxy.requests;
    // A timer may be early by the millisecond that it is rounded to.
    expect(second!.arrivedAtMs - first!.arrivedAtMs).toBeGreaterThanOrEqual(999);
  });

  it('is there once, when the answer never comes', async () => {
    const { posthorn, direct } = await tenantBehind(service, once({ lost: 'hang' }));
    const event = { event_type: 'flaky.hangs', payload: 1 };
    const { event_id } = await posthorn.events.publish(event, { timeoutSeconds: 1 });
    expect((await direct.events.list().take(9)).map(({ id }) => id)).toEqual([event_id]);
  });

  it('is given up after as many repeats as there may be, and can be published again with its key', async () => {
    let isDown = true;
    const { proxy, posthorn, direct } = await tenantBehind(service, () =>
      isDown ? { lost: 'hang up' } : undefined,
    );
    const event = { event_type: 'flaky.down', payload: 1 };
    const publish = () => posthorn.events.publish(event, { idempotencyKey: 'a', maxRetries: 1 });
    await expect(publish()).rejects.toThrow(ConnectionError);
    expect(proxy.requests).toHaveLength(2);
    isDown = false;
    const { event_id } = await publish();
    expect((await direct.events.list().take(9)).map(({ id }) => id)).toEqual([event_id]);
  });

  it('as a CloudEvent is there once by its source and id, of which no key makes another event', async () => {
    const { proxy, posthorn, direct } = await tenantBehind(service, once({ lost: 'hang up' }));
    const event = { specversion: '1.0', id: 'A-1', source: '/shop', type: 'order.created' } as const;
    const first = await posthorn.events.publishCloudEvent(event);
    expect(await direct.events.publishCloudEvent(event)).toEqual(first);
    expect((await direct.events.list().take(9)).map(({ id }) => id)).toEqual([first.event_id]);
    expect(proxy.requests.map(({ headers }) => headers['idempotency-key'])).toEqual([undefined, undefined]);
  });
});
