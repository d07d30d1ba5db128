import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { QueueSettings, SqliteQueue } from '../../src/adapters/sqlite/queue.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { describeQueueContract, queueSettings } from './queue.contract.ts';
import { lookInto, passSeconds, stopTime } from './sqlite-harness.ts';
import { bodiesOf, DEAD_LETTERS, MOMENT_SECONDS, openQueue, remove } from './sqlite-queue-harness.ts';

beforeEach(stopTime);
afterEach(() => {
  vi.useRealTimers();
});

describeQueueContract('SQLite', async () => {
  const folder = temporaryFolder();
  const { queue, send, stop } = openQueue(folder);
  return {
    queue,
    send,
    receive: async (most = 10) => queue.receive(most),
    delete: (receiptHandles) => remove(queue, receiptHandles),
    deadLetters: async () => {
      await passSeconds(MOMENT_SECONDS);
      const rows = lookInto(folder)(`SELECT body FROM messages WHERE queue = '${DEAD_LETTERS}' ORDER BY id`);
      return rows.map((row) => row['body'] as string);
    },
    passSeconds,
    close: async () => stop(),
  };
});

describe('the SQLite queue', () => {
  let folder: string;
  let open: ReturnType<typeof openQueue>;
  const start = (settings?: Partial<QueueSettings>) => {
    open = openQueue(folder, settings);
    return open.queue;
  };
  const sendAll = (groupId: string, ...bodies: string[]) => open.sendAll(groupId, ...bodies);

  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => open.stop());

  describe('gives out batches', () => {
    it('of ten at most, for any requested number', async () => {
      const queue = start();
      await sendAll('a', ...Array.from({ length: 25 }, (_, n) => `a${n}`));
      expect([queue.receive(25), queue.receive(25), queue.receive(25)].map(({ length }) => length)).toEqual([
        10, 10, 5,
      ]);
    });

    it('of one group each, the groups taking turns, each in the order of sending', async () => {
      const queue = start();
      await sendAll('a', 'a1', 'a2', 'a3', 'a4', 'a5');
      await sendAll('b', 'b1');
      await sendAll('c', 'c1', 'c2');
      const batches = Array.from({ length: 6 }, () => bodiesOf(queue.receive(2)));
      expect(batches).toEqual([['a1', 'a2'], ['b1'], ['c1', 'c2'], ['a3', 'a4'], ['a5'], []]);
    });

    it('of a group only up to its own limit; a message that ends, or sleeps, makes room', async () => {
      const queue = start({ limits: { total: 100, perGroup: 2, shareOfFree: 1 } });
      await sendAll('a', 'a1', 'a2', 'a3', 'a4');
      const [first, second] = queue.receive(10);
      expect(queue.receive(10)).toEqual([]);
      await remove(queue, [first!.receiptHandle]);
      expect(bodiesOf(queue.receive(10))).toEqual(['a3']);
      await queue.changeVisibility(second!.receiptHandle, 60);
      expect(bodiesOf(queue.receive(10))).toEqual(['a4']);
    });

    it('so that many hung groups leave room for a new one', async () => {
      const queue = start({ limits: { total: 64, perGroup: 16, shareOfFree: 4 } });
      const groups = Array.from({ length: 12 }, (_, n) => `hung ${n}`);
      for (const group of groups) await sendAll(group, ...Array.from({ length: 20 }, () => group));
      while (queue.receive(10).length > 0);
      await sendAll('new', 'newcomer');
      expect(bodiesOf(queue.receive(10))).toEqual(['newcomer']);
    });
  });

  describe('says when there may be something to receive', () => {
    /** A worker that works nothing off: it takes all that it can get whenever it is told to look. */
    function listenTo(queue: SqliteQueue): string[] {
      const received: string[] = [];
      queue.onReady(() => {
        for (let batch = queue.receive(10); batch.length > 0; batch = queue.receive(10)) {
          received.push(...bodiesOf(batch));
        }
      });
      return received;
    }
    const onePlace = { limits: { total: 1, perGroup: 1, shareOfFree: 1 } };

    it('when a message was sent, or its delay is over', async () => {
      const received = listenTo(start());
      await open.send({ groupId: 'a', body: 'later', delaySeconds: 5 });
      await sendAll('a', 'now');
      expect(received).toEqual(['now']);
      await passSeconds(5);
      expect(received).toContain('later');
    });

    it('when a lease or a sleep ends', async () => {
      const queue = start();
      await sendAll('a', 'sleeper');
      await queue.changeVisibility(queue.receive(10)[0]!.receiptHandle, 5);
      await sendAll('b', 'leased');
      queue.receive(10);
      const received = listenTo(queue);
      await passSeconds(4);
      expect(received).toEqual(['leased']);
      await passSeconds(1);
      expect(received).toEqual(['leased', 'sleeper']);
    });

    it('when a deletion made room', async () => {
      const queue = start(onePlace);
      await sendAll('a', 'first', 'second');
      const [first] = queue.receive(10);
      const received = listenTo(queue);
      await remove(queue, [first!.receiptHandle]);
      expect(received).toEqual(['second']);
    });

    it('when a message that went to sleep made room', async () => {
      const queue = start(onePlace);
      await sendAll('a', 'first', 'second');
      const [first] = queue.receive(10);
      const received = listenTo(queue);
      await queue.changeVisibility(first!.receiptHandle, 60);
      expect(received).toEqual(['second']);
    });

    it('when the next message went to the dead-letter queue instead', async () => {
      const queue = start({ maxReceiveCount: 1 });
      await sendAll('a', 'poison');
      await queue.changeVisibility(queue.receive(10)[0]!.receiptHandle, 1);
      await passSeconds(1);
      await sendAll('b', 'behind it');
      const received = listenTo(queue);
      expect(queue.receive(10)).toEqual([]);
      expect(received).toEqual(['behind it']);
    });
  });

  describe('takes a message back after a fault of the store', () => {
    it('visible at once, under a new receipt handle, and without a count of the receive', async () => {
      const queue = start();
      await sendAll('a', 'one');
      const handles = new Set<string>();
      for (let receive = 0; receive < 10 * queueSettings.maxReceiveCount; receive += 1) {
        const [message] = queue.receive(10);
        expect(message).toMatchObject({ body: 'one', receiveCount: 1 });
        handles.add(message!.receiptHandle);
        await queue.giveBack(message!.receiptHandle);
      }
      expect(handles.size).toBe(10 * queueSettings.maxReceiveCount);
      expect(await queue.messagesInFlight()).toBe(0);
    });

    it('unless its receipt handle is an old one', async () => {
      const queue = start();
      await sendAll('a', 'one');
      const { receiptHandle } = queue.receive(10)[0]!;
      await queue.giveBack(receiptHandle);
      queue.receive(10);
      await queue.giveBack(receiptHandle);
      await remove(queue, [receiptHandle]);
      expect(await queue.messagesInFlight()).toBe(1);
    });
  });

  describe('counts in flight', () => {
    it('leased and sleeping messages', async () => {
      const queue = start();
      await sendAll('a', 'leased', 'asleep', 'visible');
      const [, asleep] = queue.receive(2);
      await queue.changeVisibility(asleep!.receiptHandle, 60);
      expect(await queue.messagesInFlight()).toBe(2);
      await passSeconds(queueSettings.visibilityTimeoutSeconds);
      expect(await queue.messagesInFlight()).toBe(1);
    });
  });

  describe('ignores a receipt handle', () => {
    it('of a lease that has ended: the message belongs to another receive now', async () => {
      const queue = start();
      await sendAll('a', 'one');
      const { receiptHandle } = queue.receive(10)[0]!;
      await passSeconds(queueSettings.visibilityTimeoutSeconds);
      await queue.changeVisibility(receiptHandle, 600);
      await remove(queue, [receiptHandle]);
      expect(await queue.messagesInFlight()).toBe(0);
      open.stop();
      expect(bodiesOf(start().receive(10))).toEqual(['one']);
    });

    it.each(['', 'x', '1', '1-', '1-2', '2-1', '-1-1'])('that it never gave out: %j', async (handle) => {
      const queue = start();
      await sendAll('a', 'one');
      queue.receive(10);
      await queue.changeVisibility(handle, 600);
      await remove(queue, [handle]);
      await passSeconds(queueSettings.visibilityTimeoutSeconds);
      expect(bodiesOf(queue.receive(10))).toEqual(['one']);
    });
  });
});
