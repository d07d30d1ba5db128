import type { DatabaseSync } from 'node:sqlite';
import { type Counting, countDelivery, countOpen } from '../../domain/counters.ts';
import type { Delivery } from '../../domain/delivery.ts';
import type { Event } from '../../domain/event.ts';
import { type EventId, lowestUlidAt } from '../../domain/ids.ts';
import { requestLimits } from '../../domain/limits.ts';
import type { MissedDeliveries, MissedPage, MissedScope } from '../../ports/storage.ts';
import { deliveryColumns, deliveryPlaceholders, deliveryValues } from './delivery-rows.ts';
import { eventColumnsInLists, eventFrom, listSubscription } from './event-rows.ts';
import type { GroupCommit } from './group-commit.ts';
import type { Message } from './message-table.ts';
import { insertDeliveryMessage, insertRecoveryMessage } from './outgoing-messages.ts';
import type { SqliteQueue } from './queue.ts';
import type { RecentEvents } from './recent-events.ts';

export interface SqliteMissedNeeds {
  readonly database: DatabaseSync;
  readonly commits: GroupCommit;
  readonly queue: SqliteQueue;
  readonly recent: RecentEvents;
  readonly counting: Counting;
  readonly retentionHours: number;
  /** For one page. */
  readonly rowsExamined?: number;
}

export class SqliteMissedDeliveries implements MissedDeliveries {
  readonly #needs: SqliteMissedNeeds;
  readonly #statements;

  constructor(needs: SqliteMissedNeeds) {
    const { database } = needs;
    const events = (bound: string) =>
      `SELECT ${eventColumnsInLists} FROM events WHERE tenant_id = ? AND id ${bound} ? AND id < ? ORDER BY id LIMIT ?`;
    this.#needs = needs;
    this.#statements = {
      from: database.prepare(events('>=')),
      after: database.prepare(events('>')),
      exists: database.prepare('SELECT 1 FROM deliveries WHERE subscription_id = ? AND event_id = ?'),
      insert: database.prepare(
        `INSERT INTO deliveries (${deliveryColumns}) VALUES (${deliveryPlaceholders}) ON CONFLICT DO NOTHING`,
      ),
      list: database.prepare(listSubscription),
    };
  }

  async oldest(scope: MissedScope, afterId: EventId | null, limit: number): Promise<MissedPage> {
    const { tenantId, sinceMs, untilMs } = scope;
    const statement = afterId === null ? this.#statements.from : this.#statements.after;
    const start = afterId ?? `evt_${lowestUlidAt(sinceMs)}`;
    const { rowsExamined = requestLimits.rowsExamined } = this.#needs;
    const rows = statement.all(tenantId, start, `evt_${lowestUlidAt(untilMs)}`, rowsExamined);
    const events: Event[] = [];
    for (const row of rows) {
      const event = eventFrom(row);
      if (this.#isMissed(scope, event)) events.push(event);
      if (events.length === limit) return { events, lastId: event.id };
    }
    const last = rows.length === rowsExamined ? (rows.at(-1)?.['id'] as EventId) : null;
    return { events, lastId: last };
  }

  /** An event that lists the subscription had a delivery, even if the record of the delivery has expired. */
  #isMissed({ subscriptionId, isWanted }: MissedScope, event: Event): boolean {
    return (
      !event.subscriptionIds.includes(subscriptionId) &&
      isWanted(event) &&
      this.#statements.exists.get(subscriptionId, event.id) === undefined
    );
  }

  /** All in one transaction with their messages. */
  async make(deliveries: readonly Delivery[], when: 'in turn' | 'now'): Promise<number> {
    if (deliveries.length === 0) return 0;
    const { commits, queue, recent } = this.#needs;
    const made = await commits.write(() => deliveries.flatMap((one) => this.#insert(one, when)));
    for (const { delivery, message } of made) {
      recent.forget(delivery.eventId);
      if (message !== undefined) queue.admit(message);
    }
    return made.length;
  }

  #insert(
    delivery: Delivery,
    when: 'in turn' | 'now',
  ): readonly { readonly delivery: Delivery; readonly message: Message | undefined }[] {
    const { queue, counting, retentionHours } = this.#needs;
    const isNew = this.#statements.insert.run(...deliveryValues(delivery, retentionHours)).changes > 0;
    if (!isNew) return [];
    countDelivery(counting, delivery);
    countOpen(counting, undefined, delivery);
    const { subscriptionId, tenantId, eventId } = delivery;
    this.#statements.list.run(subscriptionId, tenantId, eventId);
    const insertMessage = when === 'now' ? insertDeliveryMessage : insertRecoveryMessage;
    // A delivery that is parked from the start gets its message when it is due.
    return [{ delivery, message: delivery.waits === 'queue' ? insertMessage(queue, delivery) : undefined }];
  }
}
