import type { DatabaseSync } from 'node:sqlite';
import type { GroupCommit } from '../adapters/sqlite/group-commit.ts';
import { DELIVERY_QUEUE } from '../adapters/sqlite/outgoing-messages.ts';
import { SqliteQueue } from '../adapters/sqlite/queue.ts';
import { deliverySettings } from '../config/delivery-queue.ts';
import type { Clock } from '../ports/platform.ts';

/** The queue for messages that the deliver function could not process. */
const DEAD_LETTER_QUEUE = 'deliver-dlq';

/** At most 64 attempts of one subscription at a time, and an eighth of the free ones, for example 32 of 256. */
const limits = { total: 2_048, perGroup: 64, shareOfFree: 8 } as const;

/** The delivery queue and its dead-letter queue. */
export function openQueues(database: DatabaseSync, commits: GroupCommit, clock: Clock) {
  const { maxReceiveCount, visibilityTimeoutSeconds } = deliverySettings;
  const both = { deadLetterQueue: DEAD_LETTER_QUEUE, visibilityTimeoutSeconds, limits };
  const queue = new SqliteQueue(database, commits, clock, { ...both, name: DELIVERY_QUEUE, maxReceiveCount });
  const deadLetters = new SqliteQueue(database, commits, clock, {
    ...both,
    name: DEAD_LETTER_QUEUE,
    // The dead-letter queue has no further queue: a message that cannot be recorded stays there and is tried again.
    maxReceiveCount: Number.POSITIVE_INFINITY,
  });
  queue.onDeadLetter((message) => deadLetters.adopt(message));
  return { queue, deadLetters };
}
