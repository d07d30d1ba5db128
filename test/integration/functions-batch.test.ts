import type { SQSBatchResponse } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { createDeliverFunction } from '../../functions/deliver.ts';
import { createReleaseFunction } from '../../functions/release.ts';
import type { ReceivedQueueMessage } from '../../src/adapters/sqlite/queue.ts';
import { createSubscription } from '../../src/application/create-subscription.ts';
import { ingestEvent } from '../../src/application/ingest-event.ts';
import type { Delivery } from '../../src/domain/delivery.ts';
import type { SubscriptionId } from '../../src/domain/ids.ts';
import { subscriptionLimits } from '../../src/domain/limits.ts';
import type { RetryPolicy } from '../../src/domain/retry-policy.ts';
import { runtimeForTest } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { contextWith, sqsEvent } from '../support/lambda-events.ts';
import { always, receiverForTest, type Target } from '../support/receiver.ts';

/** The functions behind the queue and the schedule, called as AWS calls them; nothing else takes from the queue. */

const ENOUGH_MS = 120_000;
const TENANT = `ten_${'0'.repeat(26)}` as const;

async function functionsForTest() {
  let nowMs = Date.now();
  const runtime = await runtimeForTest({ nowMs: () => nowMs });
  const receiver = await receiverForTest();

  const subscribe = async (target: Target, retryPolicy: RetryPolicy = { scheduleSeconds: [600] }) => {
    const settings = {
      targetUrl: target.url,
      eventTypes: [],
      description: null,
      metadata: {},
      headers: {},
      retryPolicy,
      timeoutSeconds: subscriptionLimits.timeoutSecondsDefault,
      receiverId: null,
      ingestSecret: null,
    };
    const request = { tenantId: TENANT, settings, signingSecret: undefined, idempotencyKey: undefined };
    const result = await createSubscription(runtime, { ...request, body: new Uint8Array() });
    if (result.outcome !== 'created') throw new Error(result.outcome);
    return result.subscription.id;
  };

  const ingest = async (subscriptionId: SubscriptionId) => {
    const event = { body: Buffer.from('1'), contentType: 'text/plain', eventType: null };
    const nothing = { signature: undefined, idempotencyKey: undefined };
    const result = await ingestEvent(runtime, { tenantId: TENANT, subscriptionId, ...event, ...nothing });
    if (result.outcome !== 'accepted') throw new Error(result.outcome);
    return result.delivery;
  };

  return {
    runtime,
    receiver,
    subscribe,
    ingest,
    pass: (seconds: number) => {
      nowMs += seconds * 1_000;
    },
    stored: async ({ id }: Delivery) => (await runtime.deliveries.findMany([id]))[0],
  };
}

const failedIds = ({ batchItemFailures }: SQSBatchResponse) =>
  batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

const messageFor = (
  delivery: Delivery,
  changes: Partial<ReceivedQueueMessage> = {},
): ReceivedQueueMessage => ({
  messageId: `message-${delivery.id}`,
  receiptHandle: '0-0',
  groupId: delivery.subscriptionId,
  body: JSON.stringify({ deliveryId: delivery.id, tenantId: delivery.tenantId, ticket: delivery.ticket }),
  receiveCount: 1,
  sentAtMs: delivery.createdAtMs,
  ...changes,
});

describe('a batch of messages', () => {
  it('is worked off as far as it goes: only what must stay on the queue is reported', async () => {
    const { runtime, receiver, subscribe, ingest, stored } = await functionsForTest();
    const good = receiver.target();
    const bad = receiver.target(always(500));
    const delivered = await ingest(await subscribe(good));
    const retried = await ingest(await subscribe(bad, { scheduleSeconds: [60] }));
    const exhausted = await ingest(await subscribe(bad, { scheduleSeconds: [] }));
    const deliver = createDeliverFunction(runtime);
    const messages = [
      messageFor(delivered),
      messageFor(retried),
      messageFor(exhausted),
      messageFor(delivered, { messageId: 'no JSON', body: 'hello' }),
      messageFor(delivered, { messageId: 'another shape', body: '{"task":"42"}' }),
      messageFor(delivered, { messageId: 'nothing', body: '' }),
      messageFor(delivered, { messageId: 'null', body: 'null' }),
      messageFor(delivered, {
        messageId: 'bad ticket',
        body: messageFor(delivered).body.replace(':0}', ':"0"}'),
      }),
    ];
    const failed = failedIds(await deliver(sqsEvent(messages), contextWith(ENOUGH_MS)));
    const unreadable = ['no JSON', 'another shape', 'nothing', 'null', 'bad ticket'];
    expect(failed.sort()).toEqual([`message-${retried.id}`, ...unreadable].sort());
    expect(await stored(delivered)).toMatchObject({ status: 'delivered', attemptCount: 1 });
    expect(await stored(retried)).toMatchObject({ status: 'retrying', attemptCount: 1, waits: 'queue' });
    expect(await stored(exhausted)).toMatchObject({ status: 'exhausted', attemptCount: 1 });
    expect(good.requests).toHaveLength(1);
  });

  it('is given back at once, without an attempt, when the time is nearly over', async () => {
    const { runtime, receiver, subscribe, ingest } = await functionsForTest();
    const target = receiver.target();
    const subscriptionId = await subscribe(target);
    for (let count = 0; count < 3; count += 1) await ingest(subscriptionId);
    const deliver = createDeliverFunction(runtime);
    const received = runtime.queue.receive(10);
    expect(received).toHaveLength(3);
    // An attempt may take 10 s, and must be recorded after that.
    const failed = failedIds(await deliver(sqsEvent(received), contextWith(11_000)));
    expect(failed).toEqual(received.map(({ messageId }) => messageId));
    expect(target.requests).toEqual([]);
    // Visibility 0: the queue's own timeout is not waited for.
    const again = await eventually('they are visible again', () => {
      const batch = runtime.queue.receive(10);
      return batch.length > 0 && batch;
    });
    expect(again.map(({ receiveCount }) => receiveCount)).toEqual([2, 2, 2]);
    expect(failedIds(await deliver(sqsEvent(again), contextWith(ENOUGH_MS)))).toEqual([]);
    expect(target.requests).toHaveLength(3);
  });

  it('stays on the queue as a whole when the store is away', async () => {
    const { runtime, receiver, subscribe, ingest } = await functionsForTest();
    const delivery = await ingest(await subscribe(receiver.target()));
    const logged: string[] = [];
    const deliver = createDeliverFunction({
      ...runtime,
      log: { ...runtime.log, error: (occurrence) => logged.push(occurrence) },
      deliveries: {
        findMany: () => Promise.reject(new Error('no store')),
        attemptsOf: () => Promise.reject(new Error('no store')),
        listOf: () => Promise.reject(new Error('no store')),
      },
    });
    const messages = [messageFor(delivery), messageFor(delivery, { messageId: 'second' })];
    const failed = failedIds(await deliver(sqsEvent(messages), contextWith(ENOUGH_MS)));
    expect(failed).toEqual([`message-${delivery.id}`, 'second']);
    expect(logged).toEqual(['batch.failed']);
  });

  it('has one message whose trouble is its own', async () => {
    const { runtime, receiver, subscribe, ingest, stored } = await functionsForTest();
    const subscriptionId = await subscribe(receiver.target());
    const [troubled, fine] = [await ingest(subscriptionId), await ingest(subscriptionId)];
    const logged: string[] = [];
    const deliver = createDeliverFunction({
      ...runtime,
      log: { ...runtime.log, error: (occurrence) => logged.push(occurrence) },
      events: {
        list: () => Promise.resolve([]),
        find: (tenantId, id) =>
          id === troubled.eventId ? Promise.reject(new Error('no event')) : runtime.events.find(tenantId, id),
      },
    });
    const messages = [messageFor(troubled), messageFor(fine)];
    const failed = failedIds(await deliver(sqsEvent(messages), contextWith(ENOUGH_MS)));
    expect(failed).toEqual([`message-${troubled.id}`]);
    expect(await stored(fine)).toMatchObject({ status: 'delivered' });
    expect(await stored(troubled)).toMatchObject({ status: 'pending', attemptCount: 0 });
    expect(logged).toEqual(['delivery.failed_inside']);
  });
});

describe('a message', () => {
  it('of what is delivered already, or with an older ticket, is done without another attempt', async () => {
    const { runtime, receiver, subscribe, ingest, pass } = await functionsForTest();
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
    const { runtime, receiver, subscribe, ingest, pass } = await functionsForTest();
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
    const { runtime, receiver, subscribe, ingest, stored } = await functionsForTest();
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
    const { runtime, receiver, subscribe, ingest } = await functionsForTest();
    const target = receiver.target();
    const delivery = await ingest(await subscribe(target));
    const id = `dlv_${'0'.repeat(26)}${delivery.subscriptionId.slice(4)}` as const;
    const deliver = createDeliverFunction(runtime);
    const result = await deliver(sqsEvent([messageFor({ ...delivery, id })]), contextWith(ENOUGH_MS));
    expect(failedIds(result)).toEqual([]);
    expect(target.requests).toEqual([]);
  });

  it('that was received very often is replaced by a fresh one', async () => {
    const { runtime, receiver, subscribe, ingest, stored } = await functionsForTest();
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
    const { runtime, receiver, subscribe, ingest, stored } = await functionsForTest();
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

describe('what is parked', () => {
  it('is released when it is due, and attempted then', async () => {
    const { runtime, receiver, subscribe, ingest, pass, stored } = await functionsForTest();
    const target = receiver.target(always(500));
    const delivery = await ingest(await subscribe(target, { scheduleSeconds: [3_600] }));
    const [deliver, release] = [createDeliverFunction(runtime), createReleaseFunction(runtime)];
    const [message] = runtime.queue.receive(10);
    // Its message is done with: the wait is too long for the queue.
    expect(failedIds(await deliver(sqsEvent([message!]), contextWith(ENOUGH_MS)))).toEqual([]);
    await runtime.queue.delete([message!.receiptHandle]);
    expect(await stored(delivery)).toMatchObject({ status: 'retrying', waits: 'due', ticket: 1 });
    expect(await release({}, contextWith(ENOUGH_MS))).toEqual({ released: 0 });

    pass(4_500);
    expect(await release({}, contextWith(4_000))).toEqual({ released: 0 });
    expect(await release({}, contextWith(ENOUGH_MS))).toEqual({ released: 1 });
    expect(await release({}, contextWith(ENOUGH_MS))).toEqual({ released: 0 });
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
    const { runtime, receiver, subscribe, ingest, pass } = await functionsForTest();
    const subscriptionId = await subscribe(receiver.target(always(503)), { scheduleSeconds: [600] });
    const deliveries = await Promise.all(Array.from({ length: 1_200 }, () => ingest(subscriptionId)));
    const deliver = createDeliverFunction(runtime);
    for (let start = 0; start < deliveries.length; start += 100) {
      const batch = deliveries.slice(start, start + 100).map((delivery) => messageFor(delivery));
      await deliver(sqsEvent(batch), contextWith(ENOUGH_MS));
    }
    pass(900);
    expect(await createReleaseFunction(runtime)({}, contextWith(ENOUGH_MS))).toEqual({ released: 1_200 });
  });
});
