import type { DatabaseSync } from 'node:sqlite';
import { type Counting, countDelivery, countEvent, countOpen } from '../../domain/counters.ts';
import type { Delivery } from '../../domain/delivery.ts';
import type { Event } from '../../domain/event.ts';
import type { EventIntake, NewIntake } from '../../ports/storage.ts';
import { deliveryColumns, deliveryPlaceholders, deliveryValues } from './delivery-rows.ts';
import { eventColumns, eventFrom, eventPlaceholders, eventValues } from './event-rows.ts';
import type { GroupCommit } from './group-commit.ts';
import type { Message } from './message-table.ts';
import { insertDeliveryMessage, insertFanOutMessage } from './outgoing-messages.ts';
import type { SqliteQueue } from './queue.ts';
import type { RecentEvents } from './recent-events.ts';

/** Related records and their messages are written in one transaction, so there is no gap to close. */
export class SqliteEventIntake implements EventIntake {
  readonly #commits: GroupCommit;
  readonly #queue: SqliteQueue;
  readonly #retentionHours: number;
  readonly #recent: RecentEvents;
  readonly #counting: Counting;
  readonly #statements;

  constructor(
    database: DatabaseSync,
    commits: GroupCommit,
    queue: SqliteQueue,
    retentionHours: number,
    { recent, counting }: { readonly recent: RecentEvents; readonly counting: Counting },
  ) {
    this.#commits = commits;
    this.#queue = queue;
    this.#retentionHours = retentionHours;
    this.#recent = recent;
    this.#counting = counting;
    this.#statements = {
      find: database.prepare(`SELECT ${eventColumns} FROM events WHERE tenant_id = ? AND id = ?`),
      insertEvent: database.prepare(
        `INSERT INTO events (${eventColumns}) VALUES (${eventPlaceholders}) ON CONFLICT DO NOTHING`,
      ),
      insertDelivery: database.prepare(
        `INSERT INTO deliveries (${deliveryColumns}) VALUES (${deliveryPlaceholders}) ON CONFLICT DO NOTHING`,
      ),
    };
  }

  async keep(event: Event, deliveries: NewIntake['deliveries']): Promise<Event> {
    const messages = await this.#commits.write(() =>
      this.#insertEvent(event) ? this.#insertWork(event, deliveries) : undefined,
    );
    if (messages === undefined) return this.#find(event);
    this.#recent.remember(event);
    this.#admit(messages);
    return event;
  }

  #insertWork(event: Event, deliveries: NewIntake['deliveries']): readonly Message[] {
    return deliveries === 'to fan out'
      ? [insertFanOutMessage(this.#queue, event)]
      : this.#insertDeliveries(deliveries);
  }

  /** All in one commit, because they are written in the same turn of the event loop. */
  keepAll(intakes: readonly NewIntake[]): Promise<readonly Event[]> {
    return Promise.all(intakes.map(({ event, deliveries }) => this.keep(event, deliveries)));
  }

  async addDeliveries(_event: Event, deliveries: readonly Delivery[]): Promise<void> {
    this.#admit(await this.#commits.write(() => this.#insertDeliveries(deliveries)));
  }

  #admit(messages: readonly Message[]): void {
    for (const message of messages) this.#queue.admit(message);
  }

  /** Whether the event is new. */
  #insertEvent(event: Event): boolean {
    const isNew = this.#statements.insertEvent.run(...eventValues(event)).changes > 0;
    if (isNew) countEvent(this.#counting, event);
    return isNew;
  }

  /** Returns the messages of the new deliveries, to be admitted. */
  #insertDeliveries(deliveries: readonly Delivery[]): Message[] {
    return deliveries.flatMap((delivery) => {
      const values = deliveryValues(delivery, this.#retentionHours);
      const isNew = this.#statements.insertDelivery.run(...values).changes > 0;
      if (!isNew) return [];
      countDelivery(this.#counting, delivery);
      countOpen(this.#counting, undefined, delivery);
      // A delivery that is parked from the start gets its message when it is due.
      return delivery.waits === 'queue' ? [insertDeliveryMessage(this.#queue, delivery)] : [];
    });
  }

  #find({ tenantId, id }: Event): Event {
    const row = this.#statements.find.get(tenantId, id);
    if (row === undefined) throw new Error(`event ${id} was there a moment ago`);
    return eventFrom(row);
  }
}
