import type { DatabaseSync } from 'node:sqlite';
import { type Counting, countOpen, countOutcome } from '../../domain/counters.ts';
import { type Attempt, type Delivery, deliveryExpiresAtMs } from '../../domain/delivery.ts';
import { heldOrDue, isUnchanged, mayFollow, type StoredDelivery } from '../../domain/delivery-transitions.ts';
import { eventExpiresAtMs } from '../../domain/event.ts';
import type { DeliveryChange, DeliveryOutcomes } from '../../ports/storage.ts';
import {
  attemptColumns,
  attemptPlaceholders,
  attemptValues,
  deliveryUpsert,
  deliveryValues,
} from './delivery-rows.ts';
import type { ErasedExcerpts } from './erased-excerpts.ts';
import type { GroupCommit } from './group-commit.ts';
import type { Message } from './message-table.ts';
import { insertDeliveryMessage } from './outgoing-messages.ts';
import type { SqliteQueue } from './queue.ts';

type Recorded = 'recorded' | 'superseded';

/**
 * Each change with its attempt and its message in one transaction. Exhausted deliveries are not announced on a queue,
 * because no process would read it: `GET /dead-letters` lists them, and operational events report them.
 */
export class SqliteDeliveryOutcomes implements DeliveryOutcomes {
  readonly #commits: GroupCommit;
  readonly #queue: SqliteQueue;
  readonly #retentionHours: number;
  readonly #erased: ErasedExcerpts;
  readonly #counting: Counting;
  readonly #statements;

  constructor(
    database: DatabaseSync,
    commits: GroupCommit,
    queue: SqliteQueue,
    {
      retentionHours,
      erased,
      counting,
    }: { readonly retentionHours: number; readonly erased: ErasedExcerpts; readonly counting: Counting },
  ) {
    this.#commits = commits;
    this.#queue = queue;
    this.#retentionHours = retentionHours;
    this.#erased = erased;
    this.#counting = counting;
    this.#statements = {
      find: database.prepare(
        'SELECT status, ticket, attempt_count AS attemptCount FROM deliveries ' +
          'WHERE subscription_id = ? AND event_id = ?',
      ),
      isDisabled: database.prepare(
        "SELECT 1 FROM subscriptions WHERE id = ? AND status = 'disabled' AND deleted_at_ms IS NULL",
      ),
      write: database.prepare(deliveryUpsert),
      // A repeated attempt has the number of the attempt whose record was lost.
      attempt: database.prepare(
        `INSERT OR REPLACE INTO attempts (${attemptColumns}) VALUES (${attemptPlaceholders})`,
      ),
      keepEvent: database.prepare(
        'UPDATE events SET expires_at_ms = max(expires_at_ms, ?) WHERE tenant_id = ? AND id = ?',
      ),
    };
  }

  record({ before, after, attempt }: DeliveryChange): Promise<Recorded> {
    return this.#commits.write((): Recorded => {
      const stored = this.#stored(before);
      if (!mayFollow(stored, before, after)) return 'superseded';
      this.#write(this.#heldOrDue(after));
      countOutcome(this.#counting, stored?.status, after, attempt);
      countOpen(this.#counting, stored?.status, after);
      if (attempt !== undefined) {
        this.#statements.attempt.run(...attemptValues(after, this.#recordable(after, attempt)));
      }
      return 'recorded';
    });
  }

  #recordable({ eventId }: Delivery, attempt: Attempt): Attempt {
    return this.#erased.has(eventId) ? { ...attempt, responseExcerpt: null } : attempt;
  }

  /** There are no announcements. */
  async announceAgain(): Promise<void> {}

  async sendNow({ before, after }: DeliveryChange): Promise<Recorded> {
    const message = await this.#commits.write((): Message | undefined => {
      const stored = this.#stored(before);
      if (!isUnchanged(stored, before)) return undefined;
      this.#write(after);
      countOpen(this.#counting, stored?.status, after);
      return insertDeliveryMessage(this.#queue, after);
    });
    if (message === undefined) return 'superseded';
    this.#queue.admit(message);
    return 'recorded';
  }

  #heldOrDue(after: Delivery): Delivery {
    if (after.waits !== 'held') return after;
    return heldOrDue(after, this.#statements.isDisabled.get(after.subscriptionId) !== undefined);
  }

  #stored({ subscriptionId, eventId }: Delivery): StoredDelivery | undefined {
    return this.#statements.find.get(subscriptionId, eventId) as StoredDelivery | undefined;
  }

  /**
   * A record outlives its event only after a long time of attempts. Then the event is kept longer, so that a replay
   * finds it.
   */
  #write(after: Delivery): void {
    this.#statements.write.run(...deliveryValues(after, this.#retentionHours));
    const recordExpiresAtMs = deliveryExpiresAtMs(after, this.#retentionHours) ?? 0;
    if (recordExpiresAtMs <= eventExpiresAtMs(after.createdAtMs, this.#retentionHours)) return;
    const expiresAtMs = eventExpiresAtMs(after.updatedAtMs, this.#retentionHours);
    this.#statements.keepEvent.run(expiresAtMs, after.tenantId, after.eventId);
  }
}
