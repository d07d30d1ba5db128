import type { DatabaseSync } from 'node:sqlite';
import { released } from '../../domain/delivery.ts';
import type { ParkedDeliveries } from '../../ports/storage.ts';
import { deliveryColumns, deliveryFrom, deliveryUpsert, deliveryValues } from './delivery-rows.ts';
import type { GroupCommit } from './group-commit.ts';
import { insertDeliveryMessage } from './outgoing-messages.ts';
import type { SqliteQueue } from './queue.ts';

/** Ticket and message are written in one transaction, so no claim can be left over. */
export class SqliteParkedDeliveries implements ParkedDeliveries {
  readonly #commits: GroupCommit;
  readonly #queue: SqliteQueue;
  readonly #retentionHours: number;
  readonly #statements;
  /** The latest time of a release; infinity before the first one, which then repairs the waits. */
  #latestMs = Number.POSITIVE_INFINITY;

  constructor(database: DatabaseSync, commits: GroupCommit, queue: SqliteQueue, retentionHours: number) {
    this.#commits = commits;
    this.#queue = queue;
    this.#retentionHours = retentionHours;
    this.#statements = {
      due: database.prepare(
        `SELECT ${deliveryColumns} FROM deliveries WHERE due_at_ms <= ? ORDER BY due_at_ms LIMIT ?`,
      ),
      write: database.prepare(deliveryUpsert),
      repair: database.prepare(parkedByALaterClock),
    };
  }

  async release(nowMs: number, untilMs: number, limit: number): Promise<number> {
    await this.#repairAfterStepBack(nowMs);
    if (this.#statements.due.get(untilMs, 1) === undefined) return 0;
    const messages = await this.#commits.write(() =>
      this.#statements.due.all(untilMs, limit).map((row) => {
        const parked = deliveryFrom(row);
        const delivery = released(parked, Math.max(nowMs, parked.dueAtMs ?? nowMs));
        this.#statements.write.run(...deliveryValues(delivery, this.#retentionHours));
        return insertDeliveryMessage(this.#queue, delivery);
      }),
    );
    for (const message of messages) this.#queue.admit(message);
    return messages.length;
  }
  /**
   * Runs at the start, and when the clock was set back. A delivery that was parked by a clock ahead of this one would
   * also wait for the size of the step. It waits on from now for its original time.
   */
  async #repairAfterStepBack(nowMs: number): Promise<void> {
    const isSetBack = nowMs < this.#latestMs - STEP_BACK_MS;
    this.#latestMs = isSetBack ? nowMs : Math.max(this.#latestMs, nowMs);
    if (!isSetBack) return;
    await this.#commits.write(() =>
      this.#statements.repair.run({ now: nowMs, latest: nowMs + STEP_BACK_MS }),
    );
  }
}

const STEP_BACK_MS = 5_000;

/** Except deliveries that wait for a `deliver_at` and have not changed: these count by the clock. */
const parkedByALaterClock =
  'UPDATE deliveries SET due_at_ms = :now + max(0, due_at_ms - updated_at_ms), ' +
  'next_attempt_at_ms = :now + max(0, due_at_ms - updated_at_ms), updated_at_ms = :now ' +
  "WHERE due_at_ms IS NOT NULL AND waits = 'due' AND updated_at_ms > :latest " +
  'AND NOT (attempt_count = 0 AND updated_at_ms = created_at_ms)';
