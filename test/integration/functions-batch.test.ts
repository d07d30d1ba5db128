import { describe, expect, it } from 'vitest';
import { createDeliverFunction } from '../../functions/deliver.ts';
import { failedIds, messageFor, queueForTest } from '../support/delivery-queue.ts';
import { eventually } from '../support/eventually.ts';
import { contextWith, sqsEvent } from '../support/lambda-events.ts';
import { always } from '../support/receiver.ts';

/** The deliver function, called with batches as SQS hands them over. */

const ENOUGH_MS = 120_000;

const away = () => Promise.reject(new Error('away'));

describe('a batch of messages', () => {
  it('is worked off as far as it goes: only what must stay on the queue is reported', async () => {
    const { runtime, receiver, subscribe, ingest, stored } = await queueForTest();
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
    const { runtime, receiver, subscribe, ingest } = await queueForTest();
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

  it('stays on the queue as a whole when the store is away, and comes again soon', async () => {
    const { runtime, receiver, subscribe, ingest } = await queueForTest();
    const delivery = await ingest(await subscribe(receiver.target()));
    const logged: string[] = [];
    const asleep: number[] = [];
    const deliver = createDeliverFunction({
      ...runtime,
      log: { ...runtime.log, error: (occurrence) => logged.push(occurrence) },
      deliveries: {
        findMany: () => Promise.reject(new Error('no store')),
        attemptsOf: () => Promise.reject(new Error('no store')),
        listOf: () => Promise.reject(new Error('no store')),
        listOfTenant: () => Promise.reject(new Error('no store')),
      },
      queue: {
        changeVisibility: async (_handle, seconds) => void asleep.push(seconds),
        giveBack: away,
        messagesInFlight: async () => 0,
      },
    });
    const messages = [messageFor(delivery), messageFor(delivery, { messageId: 'second' })];
    const failed = failedIds(await deliver(sqsEvent(messages), contextWith(ENOUGH_MS)));
    expect(failed).toEqual([`message-${delivery.id}`, 'second']);
    expect(logged).toEqual(['message.failed', 'message.failed']);
    expect(asleep).toEqual([30, 30]);
  });

  it('stays on the queue also when its message cannot be told to come again', async () => {
    const { runtime, receiver, subscribe, ingest } = await queueForTest();
    const delivery = await ingest(await subscribe(receiver.target()));
    const deliver = createDeliverFunction({
      ...runtime,
      log: { ...runtime.log, error: () => {} },
      subscriptions: {
        ...runtime.subscriptions,
        find: away,
        recipientsFor: away,
        changed: away,
        removed: away,
      },
      queue: { changeVisibility: away, giveBack: away, messagesInFlight: away },
    });
    const failed = failedIds(await deliver(sqsEvent([messageFor(delivery)]), contextWith(ENOUGH_MS)));
    expect(failed).toEqual([`message-${delivery.id}`]);
  });

  it('has one message whose trouble is its own', async () => {
    const { runtime, receiver, subscribe, ingest, stored } = await queueForTest();
    const subscriptionId = await subscribe(receiver.target());
    const [troubled, fine] = [await ingest(subscriptionId), await ingest(subscriptionId)];
    const logged: string[] = [];
    const deliver = createDeliverFunction({
      ...runtime,
      log: { ...runtime.log, error: (occurrence) => logged.push(occurrence) },
      events: {
        list: () => Promise.resolve({ items: [], nextBefore: undefined }),
        find: (tenantId, id) =>
          id === troubled.eventId ? Promise.reject(new Error('no event')) : runtime.events.find(tenantId, id),
      },
    });
    const messages = [messageFor(troubled), messageFor(fine)];
    const failed = failedIds(await deliver(sqsEvent(messages), contextWith(ENOUGH_MS)));
    expect(failed).toEqual([`message-${troubled.id}`]);
    expect(await stored(fine)).toMatchObject({ status: 'delivered' });
    expect(await stored(troubled)).toMatchObject({ status: 'pending', attemptCount: 0 });
    expect(logged).toEqual(['message.failed']);
  });
});
