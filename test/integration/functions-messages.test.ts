import { describe, expect, it } from 'vitest';
import { createDeliverFunction } from '../../functions/deliver.ts';
import { createReleaseFunction } from '../../functions/release.ts';
import type { Delivery } from '../../src/domain/delivery.ts';
import { failedIds, messageFor, queueForTest } from '../support/delivery-queue.ts';
import { contextWith, sqsEvent } from '../support/lambda-events.ts';
import { always } from '../support/receiver.ts';

/** The effect of one message, and deliveries that wait outside the queue. */

const ENOUGH_MS = 120_000;

describe('a message', () => {
  it('of what is delivered already, or with an older ticket, is done without another attempt', async () => {
    const { runtime, receiver, subscribe, ingest, pass } = await queueForTest();
    const target = receiver.target();
    const failing = receiver.target(always(500));
    const delivered = await ingest(await subscribe(target));
    const parked = await ingest(await subscribe(failing));
    const deliver = createDeliverFunction(runtime);
    const messages = sqsEvent([messageFor(delivered), messageFor(parked)]);
    await deliver(messages, contextWith(ENOUGH_MS));
    pass(3_600);
    expect(failedIds(await deliver(messages, contextWith(ENOUGH_MS)))).toEqual([]);
    expect(target.requests).toHaveLength(1);
    expect(failing.requests).toHaveLength(1);
  });

  it('that comes too early sleeps on', async () => {
    const { runtime, receiver, subscribe, ingest, pass } = await queueForTest();
    const target = receiver.target(always(500));
    const delivery = await ingest(await subscribe(target, { scheduleSeconds: [60, 60] }));
    const deliver = createDeliverFunction(runtime);
    const message = sqsEvent([messageFor(delivery)]);
    await deliver(message, contextWith(ENOUGH_MS));
    pass(40);
    expect(failedIds(await deliver(message, contextWith(ENOUGH_MS)))).toHaveLength(1);
    expect(target.requests).toHaveLength(1);
    pass(60);
    await deliver(message, contextWith(ENOUGH_MS));
    expect(target.requests).toHaveLength(2);
  });

  it('that is faster than the record of its delivery is delivered all the same', async () => {
    const { runtime, receiver, subscribe, ingest, stored } = await queueForTest();
    const target = receiver.target();
    const known = await ingest(await subscribe(target));
    const other = await subscribe(target);
    const ids = { subscriptionId: other, id: known.id.slice(0, 30) + other.slice(4) } as Pick<
      Delivery,
      'id' | 'subscriptionId'
    >;
    const recordless = { ...known, ...ids };
    expect(await stored(recordless)).toBeUndefined();
    const deliver = createDeliverFunction(runtime);
    expect(failedIds(await deliver(sqsEvent([messageFor(recordless)]), contextWith(ENOUGH_MS)))).toEqual([]);
    expect(await stored(recordless)).toMatchObject({ status: 'delivered', attemptCount: 1 });
    expect(target.requests.map(({ headers }) => headers['webhook-id'])).toEqual([known.eventId]);
  });

  it('of an event that never was is done', async () => {
    const { runtime, receiver, subscribe, ingest } = await queueForTest();
    const target = receiver.target();
    const delivery = await ingest(await subscribe(target));
    const id = `dlv_${'0'.repeat(26)}${delivery.subscriptionId.slice(4)}` as const;
    const deliver = createDeliverFunction(runtime);
    const result = await deliver(sqsEvent([messageFor({ ...delivery, id })]), contextWith(ENOUGH_MS));
    expect(failedIds(result)).toEqual([]);
    expect(target.requests).toEqual([]);
  });

  it('that was received very often is replaced by a fresh one', async () => {
    const { runtime, receiver, subscribe, ingest, stored } = await queueForTest();
    const target = receiver.target();
    const delivery = await ingest(await subscribe(target));
    const [original] = runtime.queue.receive(10);
    const deliver = createDeliverFunction(runtime);
    const worn = { ...original!, receiveCount: 21 };
    expect(failedIds(await deliver(sqsEvent([worn]), contextWith(ENOUGH_MS)))).toEqual([]);
    await runtime.queue.delete([original!.receiptHandle]);
    expect(target.requests).toEqual([]);
    expect(await stored(delivery)).toMatchObject({ status: 'pending', waits: 'due', ticket: 1 });

    await createReleaseFunction(runtime)({}, contextWith(ENOUGH_MS));
    const [fresh] = runtime.queue.receive(10);
    expect(fresh).toMatchObject({ receiveCount: 1 });
    await deliver(sqsEvent([fresh!]), contextWith(ENOUGH_MS));
    expect(await stored(delivery)).toMatchObject({ status: 'delivered', attemptCount: 1 });
  });
});

describe('a 410', () => {
  it('that meets a change of the subscription is a failure like any other: nothing is held', async () => {
    const { runtime, receiver, subscribe, ingest, stored } = await queueForTest();
    const delivery = await ingest(await subscribe(receiver.target(always(410))));
    const { store } = runtime;
    const deliver = createDeliverFunction({
      ...runtime,
      store: {
        add: (subscription) => store.add(subscription),
        replace: () => Promise.resolve('conflict'),
        remove: (subscription, nowMs) => store.remove(subscription, nowMs),
        find: (id) => store.find(id),
        list: (...request) => store.list(...request),
      },
    });
    await deliver(sqsEvent([messageFor(delivery)]), contextWith(ENOUGH_MS));
    expect(await stored(delivery)).toMatchObject({ status: 'retrying', waits: 'due', attemptCount: 1 });
  });
});

describe('a parked delivery', () => {
  it('is released when it is due, and attempted then', async () => {
    const { runtime, receiver, subscribe, ingest, pass, stored } = await queueForTest();
    const target = receiver.target(always(500));
    const delivery = await ingest(await subscribe(target, { scheduleSeconds: [3_600] }));
    const [deliver, release] = [createDeliverFunction(runtime), createReleaseFunction(runtime)];
    const [message] = runtime.queue.receive(10);
    // Its message is done with: the wait is too long for the queue.
    expect(failedIds(await deliver(sqsEvent([message!]), contextWith(ENOUGH_MS)))).toEqual([]);
    await runtime.queue.delete([message!.receiptHandle]);
    expect(await stored(delivery)).toMatchObject({ status: 'retrying', waits: 'due', ticket: 1 });
    expect(await release({}, contextWith(ENOUGH_MS))).toEqual({ released: 0, recovered: 0 });

    pass(4_500);
    expect(await release({}, contextWith(4_000))).toEqual({ released: 0, recovered: 0 });
    expect(await release({}, contextWith(ENOUGH_MS))).toEqual({ released: 1, recovered: 0 });
    expect(await release({}, contextWith(ENOUGH_MS))).toEqual({ released: 0, recovered: 0 });
    target.behave(always(200));
    const [fresh] = runtime.queue.receive(10);
    expect(JSON.parse(fresh!.body)).toMatchObject({ deliveryId: delivery.id, ticket: 2 });
    await deliver(sqsEvent([fresh!]), contextWith(ENOUGH_MS));
    expect(await stored(delivery)).toMatchObject({ status: 'delivered', attemptCount: 2 });
    // The message of before comes again: it is worthless.
    expect(failedIds(await deliver(sqsEvent([message!]), contextWith(ENOUGH_MS)))).toEqual([]);
    expect(target.requests).toHaveLength(2);
  });

  it('by the thousand is released page by page', async () => {
    const { runtime, receiver, subscribe, ingest, pass } = await queueForTest();
    const subscriptionId = await subscribe(receiver.target(always(503)), { scheduleSeconds: [600] });
    const deliveries = await Promise.all(Array.from({ length: 1_200 }, () => ingest(subscriptionId)));
    const deliver = createDeliverFunction(runtime);
    for (let start = 0; start < deliveries.length; start += 100) {
      const batch = deliveries.slice(start, start + 100).map((delivery) => messageFor(delivery));
      await deliver(sqsEvent(batch), contextWith(ENOUGH_MS));
    }
    pass(900);
    expect(await createReleaseFunction(runtime)({}, contextWith(ENOUGH_MS))).toEqual({
      released: 1_200,
      recovered: 0,
    });
  });
});
