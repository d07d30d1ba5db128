import type { DatabaseSync } from 'node:sqlite';
import type { Delivery } from '../../domain/delivery.ts';
import type { Event } from '../../domain/event.ts';
import type { EventIntake } from '../../ports/event-intake.ts';
import { deliveryColumns, deliveryPlaceholders, deliveryValues } from './delivery-rows.ts';
import { eventColumns, eventFrom, eventPlaceholders, eventValues } from './event-rows.ts';
import type { GroupCommit } from './group-commit.ts';
import { insertDeliveryMessage } from './outgoing-messages.ts';
import type { Message, SqliteQueue } from './queue.ts';
import { RecentEvents } from './recent-events.ts';

/** Event, deliveries and queue messages in one transaction: there is no gap to close. */
export class SqliteEventIntake implements EventIntake {
  readonly #commits: GroupCommit;
  readonly #queue: SqliteQueue;
  readonly #retentionHours: number;
  readonly #recent: RecentEvents;
  readonly #statements;

  constructor(
    database: DatabaseSync,
    commits: GroupCommit,
    queue: SqliteQueue,
    retentionHours: number,
    recent = new RecentEvents(),
  ) {
    this.#commits = commits;
    this.#queue = queue;
    this.#retentionHours = retentionHours;
    this.#recent = recent;
    this.#statements = {
      find: database.prepare(`SELECT ${eventColumns} FROM events WHERE tenant_id = ? AND id = ?`),
      insertEvent: database.prepare(
        `INSERT INTO events (${eventColumns}) VALUES (${eventPlaceholders}) ON CONFLICT DO NOTHING`,
      ),
      insertDelivery: database.prepare(
        `INSERT INTO deliveries (${deliveryColumns}) VALUES (${deliveryPlaceholders})`,
      ),
    };
  }

  async keep(event: Event, deliveries: readonly Delivery[]): Promise<Event> {
    const messages = await this.#commits.write(() => this.#insert(event, deliveries));
    if (messages === undefined) return this.#find(event);
    this.#recent.remember(event);
    for (const message of messages) this.#queue.admit(message);
    return event;
  }

  /** The messages to admit, or undefined if the event is known already. */
  #insert(event: Event, deliveries: readonly Delivery[]): Message[] | undefined {
    const { changes } = this.#statements.insertEvent.run(...eventValues(event));
    if (changes === 0) return undefined;
    return deliveries.map((delivery) => {
      this.#statements.insertDelivery.run(...deliveryValues(delivery, this.#retentionHours));
      return insertDeliveryMessage(this.#queue, delivery);
    });
  }

  #find({ tenantId, id }: Event): Event {
    const row = this.#statements.find.get(tenantId, id);
    if (row === undefined) throw new Error(`event ${id} was there a moment ago`);
    return eventFrom(row);
  }
}
