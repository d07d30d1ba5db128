import { systemClock } from '../../src/adapters/node/system-clock.ts';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { GroupCommit } from '../../src/adapters/sqlite/group-commit.ts';
import { type QueueSettings, SqliteQueue } from '../../src/adapters/sqlite/queue.ts';
import { type QueueHarness, queueSettings } from './queue.contract.ts';
import { passSeconds } from './sqlite-harness.ts';

export const DEAD_LETTERS = 'work-dlq';
/** For writes that go along with others. */
export const MOMENT_SECONDS = 0.1;

/** A queue over a folder, and how to put messages on it and end it. */
export function openQueue(folder: string, settings: Partial<QueueSettings> = {}) {
  const database = openDatabase(folder);
  const commits = new GroupCommit(database);
  const queue = new SqliteQueue(database, commits, systemClock, {
    name: 'work',
    deadLetterQueue: DEAD_LETTERS,
    limits: { total: 1_024, perGroup: 64, shareOfFree: 8 },
    ...queueSettings,
    ...settings,
  });
  const send: QueueHarness['send'] = async ({ groupId, body, delaySeconds = 0 }) => {
    const visibleAtMs = systemClock.nowMs() + delaySeconds * 1_000;
    queue.admit(await commits.write(() => queue.insert({ groupId, body, visibleAtMs })));
  };
  let isOpen = true;
  const end = (flush: () => void) => {
    if (!isOpen) return;
    isOpen = false;
    queue.close();
    flush();
    database.close();
  };
  return {
    queue,
    send,
    sendAll: async (groupId: string, ...bodies: string[]) => {
      await Promise.all(bodies.map((body) => send({ groupId, body })));
    },
    /** As the service stops. */
    stop: () => end(() => commits.flush()),
    /** Uncommitted writes are lost. */
    crash: () => end(() => {}),
  };
}

/** Deletions go along with other writes, which takes a moment. */
export async function remove(queue: SqliteQueue, receiptHandles: readonly string[]): Promise<void> {
  await Promise.all([queue.delete(receiptHandles), passSeconds(MOMENT_SECONDS)]);
}

export const bodiesOf = (messages: readonly { readonly body: string }[]) => messages.map(({ body }) => body);
