import type { DatabaseSync } from 'node:sqlite';
import { released } from '../../domain/delivery.ts';
import type { ParkedDeliveries } from '../../ports/parked-deliveries.ts';
import { deliveryColumns, deliveryFrom, deliveryUpsert, deliveryValues } from './delivery-rows.ts';
import type { GroupCommit } from './group-commit.ts';
import { insertDeliveryMessage } from './outgoing-messages.ts';
import type { SqliteQueue } from './queue.ts';

/** New ticket and queue message in one transaction, so there is no claim that could be left behind. */
export class SqliteParkedDeliveries implements ParkedDeliveries {
  readonly #commits: GroupCommit;
  readonly #queue: SqliteQueue;
  readonly #retentionHours: number;
  readonly #statements;

  constructor(database: DatabaseSync, commits: GroupCommit, queue: SqliteQueue, retentionHours: number) {
    this.#commits = commits;
    this.#queue = queue;
    this.#retentionHours = retentionHours;
    this.#statements = {
      due: database.prepare(
        `SELECT ${deliveryColumns} FROM deliveries WHERE due_at_ms <= ? ORDER BY due_at_ms LIMIT ?`,
      ),
      write: database.prepare(deliveryUpsert),
    };
  }

  async release(nowMs: number, untilMs: number, limit: number): Promise<number> {
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
}
