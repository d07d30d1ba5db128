import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { vi } from 'vitest';
import { pinoLog } from '../../src/adapters/pino/log.ts';
import type { SqliteQueue } from '../../src/adapters/sqlite/queue.ts';
import type { QueueMessage } from '../../src/domain/queue-message.ts';
import { openEmbeddedRuntime } from '../../src/runtime/embedded.ts';
import { RETENTION_HOURS } from '../support/records.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { StorageHarness } from './storage-harness.ts';

const START_MS = Date.parse('2026-02-01T12:00:00Z');
const DELETION_SECONDS = 0.1;

export interface SqliteHarness extends StorageHarness {
  readonly folder: string;
  readonly runtime: ReturnType<typeof openEmbeddedRuntime>;
  /** The rows of a query, read from outside over a connection of its own. */
  look(sql: string): readonly Record<string, unknown>[];
}

/** Stops time: it passes only when a test says so. Turns of the event loop stay real, since commits wait for them. */
export function stopTime(): void {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'performance'], now: START_MS });
}

export const passSeconds = async (seconds: number): Promise<void> => {
  await vi.advanceTimersByTimeAsync(seconds * 1_000);
};

/** The adapters as the embedded service puts them together, over a folder of the test's own. */
export async function openSqliteHarness(): Promise<SqliteHarness> {
  stopTime();
  const folder = temporaryFolder();
  const runtime = openEmbeddedRuntime({
    dataDir: folder,
    retentionHours: RETENTION_HOURS,
    allowHttpTargets: false,
    allowedTargetCidrs: [],
    version: 'test',
    log: pinoLog('silent', { write: () => {} }),
  });
  const look = lookInto(folder);
  return {
    ...runtime,
    routes: runtime.store,
    folder,
    runtime,
    look,
    nowMs: () => runtime.clock.nowMs(),
    passSeconds,
    takeMessages: () => takeMessages(runtime.queue),
    announcements: async () => [],
    close: async () => {
      await runtime.close();
      vi.useRealTimers();
    },
  };
}

/** The messages of all that is visible now. Deletions go along with other writes, which takes a moment. */
async function takeMessages(queue: SqliteQueue): Promise<readonly QueueMessage[]> {
  const messages: QueueMessage[] = [];
  const deletions: Promise<void>[] = [];
  for (let batch = queue.receive(10); batch.length > 0; batch = queue.receive(10)) {
    messages.push(...batch.map(({ body }) => JSON.parse(body) as QueueMessage));
    deletions.push(queue.delete(batch.map(({ receiptHandle }) => receiptHandle)));
  }
  await Promise.all([...deletions, passSeconds(DELETION_SECONDS)]);
  return messages;
}

/** Other connections see committed rows only. */
export function lookInto(folder: string): (sql: string) => readonly Record<string, unknown>[] {
  return (sql) => {
    const database = new DatabaseSync(join(folder, 'posthorn.db'), { readOnly: true });
    try {
      return database.prepare(sql).all();
    } finally {
      database.close();
    }
  };
}
