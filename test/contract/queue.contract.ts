import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryQueue } from '../../src/ports/queue.ts';

/** A message as it was received. */
export interface Received {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly groupId: string;
  readonly body: string;
  /** From 1. */
  readonly receiveCount: number;
  readonly sentAtMs: number;
}

/** An empty queue with an empty dead-letter queue behind it. */
export interface QueueHarness {
  readonly queue: DeliveryQueue;
  send(message: { groupId: string; body: string; delaySeconds?: number }): Promise<void>;
  /** The visible messages, up to `most` (at most ten); waits a moment for it where the queue is far away. */
  receive(most?: number): Promise<readonly Received[]>;
  delete(receiptHandles: readonly string[]): Promise<void>;
  /** The bodies of the messages on the dead-letter queue. */
  deadLetters(): Promise<readonly string[]>;
  /** Lets time pass, for real where the queue has a clock of its own. */
  passSeconds(seconds: number): Promise<void>;
  close(): Promise<void>;
}

/** The queue must be made with these. */
export const queueSettings = { visibilityTimeoutSeconds: 3, maxReceiveCount: 3 } as const;

/** Counts of messages in flight may be this old. */
const COUNT_AGE_MS = 11_000;

/** The properties of Amazon SQS standard queues that Posthorn relies on, and requires of any other queue. */
export function describeQueueContract(name: string, makeHarness: () => Promise<QueueHarness>): void {
  let harness: QueueHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  const send = (body: string, groupId = 'group') => harness.send({ groupId, body });
  const endOfLease = () => harness.passSeconds(queueSettings.visibilityTimeoutSeconds);

  async function receiveOne(): Promise<Received> {
    const [message, ...more] = await harness.receive();
    if (message === undefined || more.length > 0) throw new Error(`not one message but ${more.length}`);
    return message;
  }

  async function receiveAll(): Promise<readonly Received[]> {
    const all: Received[] = [];
    for (let batch = await harness.receive(); batch.length > 0; batch = await harness.receive()) {
      all.push(...batch);
    }
    return all;
  }

  const bodies = (messages: readonly Received[]) => messages.map(({ body }) => body).sort();

  describe(`a queue, ${name}: receiving`, () => {
    it('gives a message as it was sent', async () => {
      const body = JSON.stringify({ text: 'Zoë → 😀', line: '\n' });
      await send(body, 'sub_1');
      expect(await receiveOne()).toMatchObject({ body, groupId: 'sub_1', receiveCount: 1 });
    });

    it('gives nothing when there is nothing', async () => {
      expect(await harness.receive()).toEqual([]);
    });

    it('gives at most ten at a time, and every message once', async () => {
      const sent = Array.from({ length: 25 }, (_, n) => `message ${n + 10}`);
      for (const body of sent) await send(body);
      const received: Received[] = [];
      for (let batch = await harness.receive(); batch.length > 0; batch = await harness.receive()) {
        expect(batch.length).toBeLessThanOrEqual(10);
        received.push(...batch);
        await harness.delete(batch.map(({ receiptHandle }) => receiptHandle));
      }
      expect(bodies(received)).toEqual(sent);
    });

    it('gives no more than was asked for', async () => {
      for (const body of ['one', 'two', 'three']) await send(body);
      expect(await harness.receive(1)).toHaveLength(1);
    });

    it('gives messages of all groups', async () => {
      for (const group of ['a', 'b', 'c']) await send(`of ${group}`, group);
      expect(bodies(await receiveAll())).toEqual(['of a', 'of b', 'of c']);
    });
  });

  describe(`a queue, ${name}: a received message`, () => {
    it('is unseen until its visibility timeout ends, then comes back and counts', async () => {
      await send('again');
      const first = await receiveOne();
      await harness.passSeconds(queueSettings.visibilityTimeoutSeconds - 2);
      expect(await harness.receive()).toEqual([]);
      await harness.passSeconds(2);
      const second = await receiveOne();
      expect(second).toMatchObject({ messageId: first.messageId, body: 'again', receiveCount: 2 });
      expect(second.sentAtMs).toBe(first.sentAtMs);
      expect(second.receiptHandle).not.toBe(first.receiptHandle);
    });

    it('comes back at the end of its own timeout, not of another’s', async () => {
      await send('first');
      await receiveOne();
      await harness.passSeconds(2);
      await send('second');
      await receiveOne();
      await harness.passSeconds(queueSettings.visibilityTimeoutSeconds - 2);
      expect(await receiveOne()).toMatchObject({ body: 'first' });
      await harness.passSeconds(2);
      expect(await receiveOne()).toMatchObject({ body: 'second' });
    });

    it('never comes back once it is deleted', async () => {
      await send('done');
      await harness.delete([(await receiveOne()).receiptHandle]);
      await endOfLease();
      expect(await harness.receive()).toEqual([]);
      expect(await harness.deadLetters()).toEqual([]);
    });

    it('comes back alone, when the others of its batch are deleted', async () => {
      for (const body of ['one', 'two', 'three']) await send(body);
      const received = await receiveAll();
      await harness.delete(
        received.filter(({ body }) => body !== 'two').map(({ receiptHandle }) => receiptHandle),
      );
      await endOfLease();
      expect(bodies(await receiveAll())).toEqual(['two']);
    });

    it('is not deleted with the receipt handle of an earlier receive', async () => {
      await send('stubborn');
      const { receiptHandle: stale } = await receiveOne();
      await endOfLease();
      await receiveOne();
      await harness.delete([stale]);
      await endOfLease();
      expect(await receiveOne()).toMatchObject({ body: 'stubborn', receiveCount: 3 });
    });

    it('may be deleted twice', async () => {
      await send('done');
      const { receiptHandle } = await receiveOne();
      await harness.delete([receiptHandle]);
      await harness.delete([receiptHandle]);
      await send('next');
      expect(await receiveOne()).toMatchObject({ body: 'next' });
    });
  });

  describe(`a queue, ${name}: changing the visibility of a message`, () => {
    const sleep = (message: Received, seconds: number) =>
      harness.queue.changeVisibility(message.receiptHandle, seconds);

    it('lets it sleep, also beyond the queue’s own timeout', async () => {
      await send('sleepy');
      await sleep(await receiveOne(), queueSettings.visibilityTimeoutSeconds + 3);
      await harness.passSeconds(queueSettings.visibilityTimeoutSeconds + 1);
      expect(await harness.receive()).toEqual([]);
      await harness.passSeconds(2);
      expect(await receiveOne()).toMatchObject({ body: 'sleepy', receiveCount: 2 });
    });

    it('counts from the time of the call, so that it can come sooner', async () => {
      await send('soon');
      await sleep(await receiveOne(), 1);
      await harness.passSeconds(1);
      expect(await receiveOne()).toMatchObject({ receiveCount: 2 });
    });

    it('to nothing makes it visible at once', async () => {
      await send('now');
      await sleep(await receiveOne(), 0);
      await harness.passSeconds(0);
      expect(await receiveOne()).toMatchObject({ receiveCount: 2 });
    });

    it('can be done again: the last one counts', async () => {
      await send('restless');
      const message = await receiveOne();
      await sleep(message, 1);
      await sleep(message, 6);
      await harness.passSeconds(3);
      expect(await harness.receive()).toEqual([]);
      await harness.passSeconds(3);
      expect(await receiveOne()).toMatchObject({ receiveCount: 2 });
    });

    it('lets it be deleted in its sleep', async () => {
      await send('gone');
      const message = await receiveOne();
      await sleep(message, 1);
      await harness.delete([message.receiptHandle]);
      await endOfLease();
      expect(await harness.receive()).toEqual([]);
    });

    it('leaves the others of its batch as they are', async () => {
      for (const body of ['one', 'two']) await send(body);
      const [first] = await receiveAll();
      await sleep(first!, queueSettings.visibilityTimeoutSeconds + 3);
      await endOfLease();
      expect(bodies(await receiveAll())).toEqual(first!.body === 'one' ? ['two'] : ['one']);
    });
  });

  describe(`a queue, ${name}: delays`, () => {
    it('keep a new message unseen', async () => {
      await harness.send({ groupId: 'group', body: 'later', delaySeconds: 3 });
      await send('now');
      expect(bodies(await receiveAll())).toEqual(['now']);
      await harness.passSeconds(1);
      expect(await harness.receive()).toEqual([]);
      await harness.passSeconds(2);
      const received = await receiveAll();
      expect(received.filter(({ body }) => body === 'later')).toMatchObject([{ receiveCount: 1 }]);
    });
  });

  describe(`a queue, ${name}: its dead-letter queue`, () => {
    const receiveAndLetGo = async () => {
      await harness.queue.changeVisibility((await receiveOne()).receiptHandle, 0);
      await harness.passSeconds(0);
    };

    it('gets a message that was received as often as it may be', async () => {
      await send('poison');
      for (let receive = 1; receive <= queueSettings.maxReceiveCount; receive += 1) await receiveAndLetGo();
      expect(await harness.receive()).toEqual([]);
      await expect.poll(() => harness.deadLetters(), { timeout: COUNT_AGE_MS }).toEqual(['poison']);
      await endOfLease();
      expect(await harness.receive()).toEqual([]);
    });

    it('gets no message before that', async () => {
      await send('unlucky');
      for (let receive = 1; receive < queueSettings.maxReceiveCount; receive += 1) await receiveAndLetGo();
      expect(await receiveOne()).toMatchObject({ receiveCount: queueSettings.maxReceiveCount });
      expect(await harness.deadLetters()).toEqual([]);
    });
  });

  describe(`a queue, ${name}: the messages in flight`, () => {
    const expectInFlight = (count: number) =>
      expect.poll(() => harness.queue.messagesInFlight(), { timeout: COUNT_AGE_MS }).toBe(count);

    it('are those received and not deleted, though they sleep', async () => {
      for (const body of ['asleep', 'asleep too', 'deleted']) await send(body);
      // They sleep for longer than the count may lag behind.
      for (const { receiptHandle, body } of await receiveAll()) {
        if (body === 'deleted') await harness.delete([receiptHandle]);
        else await harness.queue.changeVisibility(receiptHandle, 60);
      }
      await send('visible');
      await harness.send({ groupId: 'group', body: 'delayed', delaySeconds: 60 });
      await expectInFlight(2);
    });

    it('are one less when a sleeping one is deleted', async () => {
      for (const body of ['one', 'two']) await send(body);
      const received = await receiveAll();
      for (const { receiptHandle } of received) await harness.queue.changeVisibility(receiptHandle, 60);
      await harness.delete([received[0]!.receiptHandle]);
      await expectInFlight(1);
    });

    it('are none when nothing was received', async () => {
      await send('visible');
      await expectInFlight(0);
    });

    it('do not include messages that are visible again', async () => {
      await send('back');
      await receiveOne();
      await endOfLease();
      await expectInFlight(0);
    });
  });
}
