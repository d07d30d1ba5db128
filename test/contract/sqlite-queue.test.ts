import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/adapters/node/system-clock.ts';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { GroupCommit } from '../../src/adapters/sqlite/group-commit.ts';
import { type QueueSettings, SqliteQueue } from '../../src/adapters/sqlite/queue.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { describeQueueContract, type QueueHarness, queueSettings } from './queue.contract.ts';
import { lookInto, passSeconds, stopTime } from './sqlite-harness.ts';

const DEAD_LETTERS = 'work-dlq';
const MOMENT_SECONDS = 0.1;

interface OpenQueue {
  readonly database: DatabaseSync;
  readonly queue: SqliteQueue;
  send(groupId: string, ...bodies: string[]): Promise<void>;
  sendOne(message: { groupId: string; body: string; delaySeconds?: number }): Promise<void>;
  /** Without a moment in which what is not yet written could be: like a crash, but with the files closed. */
  stop(): void;
}

function openQueue(folder: string, settings: Partial<QueueSettings> = {}): OpenQueue {
  const database = openDatabase(folder);
  const commits = new GroupCommit(database);
  const queue = new SqliteQueue(database, commits, systemClock, {
    name: 'work',
    deadLetterQueue: DEAD_LETTERS,
    limits: { total: 1_024, perGroup: 64, shareOfFree: 8 },
    ...queueSettings,
    ...settings,
  });
  const sendOne = async ({ groupId, body, delaySeconds = 0 }: Parameters<QueueHarness['send']>[0]) => {
    const visibleAtMs = systemClock.nowMs() + delaySeconds * 1_000;
    queue.admit(await commits.write(() => queue.insert({ groupId, body, visibleAtMs })));
  };
  return {
    database,
    queue,
    sendOne,
    send: async (groupId, ...bodies) => {
      for (const body of bodies) await sendOne({ groupId, body });
    },
    stop: () => {
      queue.close();
      database.close();
    },
  };
}
