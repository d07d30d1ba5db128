import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { QueueSettings } from '../../src/adapters/sqlite/queue.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { queueSettings } from './queue.contract.ts';
import { passSeconds, stopTime } from './sqlite-harness.ts';
import { bodiesOf, MOMENT_SECONDS, openQueue, remove } from './sqlite-queue-harness.ts';

let folder: string;
let open: ReturnType<typeof openQueue>;

const start = (settings?: Partial<QueueSettings>) => {
  open = openQueue(folder, settings);
  return open.queue;
};
const sendAll = (groupId: string, ...bodies: string[]) => open.sendAll(groupId, ...bodies);

beforeEach(() => {
  stopTime();
  folder = temporaryFolder();
});
afterEach(() => {
  open.stop();
  vi.useRealTimers();
});

describe('the SQLite queue, over a restart', () => {
  it('keeps messages that were not deleted, all visible at once: leased, asleep or delayed', async () => {
    const queue = start();
    await sendAll('a', 'leased', 'asleep', 'visible', 'deleted');
    await open.send({ groupId: 'a', body: 'delayed', delaySeconds: 600 });
    for (const { body, receiptHandle } of queue.receive(10)) {
      if (body === 'asleep') await queue.changeVisibility(receiptHandle, 600);
      if (body === 'deleted') await remove(queue, [receiptHandle]);
    }
    open.crash();
    expect(bodiesOf(start().receive(10)).sort()).toEqual(['asleep', 'delayed', 'leased', 'visible']);
  });

  it('keeps sent messages and drops deleted ones, down to the last write, when it stops in order', async () => {
    const queue = start();
    await sendAll('a', 'one', 'two');
    const [one] = queue.receive(1);
    const deletion = queue.delete([one!.receiptHandle]);
    open.stop();
    await deletion;
    expect(bodiesOf(start().receive(10))).toEqual(['two']);
  });

  it('keeps the groups, and the order in each', async () => {
    start();
    await sendAll('a', 'a1', 'a2');
    await sendAll('b', 'b1');
    open.stop();
    const queue = start();
    expect([queue.receive(10), queue.receive(10)].map(bodiesOf)).toEqual([['a1', 'a2'], ['b1']]);
  });

  it('remembers how often a message came back', async () => {
    const queue = start();
    await sendAll('a', 'fails');
    await queue.changeVisibility(queue.receive(10)[0]!.receiptHandle, 1);
    await passSeconds(1 + MOMENT_SECONDS);
    queue.receive(10);
    await passSeconds(queueSettings.visibilityTimeoutSeconds + MOMENT_SECONDS);
    open.crash();
    expect(start().receive(10)).toMatchObject([{ body: 'fails', receiveCount: 3 }]);
  });

  it('gives a new message no number that an old one had: its receipt handle would fit', async () => {
    const queue = start();
    await sendAll('a', 'old');
    const [old] = queue.receive(10);
    await remove(queue, [old!.receiptHandle]);
    open.stop();
    const next = start();
    await sendAll('a', 'new');
    expect(next.receive(10)[0]!.messageId).not.toBe(old!.messageId);
  });

  it('takes no message of another queue', async () => {
    start();
    await sendAll('a', 'mine');
    open.stop();
    expect(start({ name: 'other' }).receive(10)).toEqual([]);
  });

  it('leaves dead letters where they are', async () => {
    const queue = start({ maxReceiveCount: 1 });
    await sendAll('a', 'poison');
    await queue.changeVisibility(queue.receive(10)[0]!.receiptHandle, 0);
    await passSeconds(0);
    expect(queue.receive(10)).toEqual([]);
    open.stop();
    expect(start().receive(10)).toEqual([]);
  });
});
