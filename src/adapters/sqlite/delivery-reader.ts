import type { DatabaseSync } from 'node:sqlite';
import type { Attempt, Delivery, DeliveryStatus } from '../../domain/delivery.ts';
import { type DeliveryId, type EventId, partsOfDeliveryId, type SubscriptionId } from '../../domain/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeliveryFilter, DeliveryReader } from '../../ports/delivery-reader.ts';
import { Conditions } from './conditions.ts';
import { attemptColumns, attemptFrom, deliveryColumns, deliveryFrom } from './delivery-rows.ts';
import { idAt } from './event-reader.ts';

const isKept = '(expires_at_ms IS NULL OR expires_at_ms > ?)';

/**
 * Few of many: they have an index of their own, which deliveries that succeed at once never touch. SQLite uses it for a
 * query that repeats its condition word for word (https://www.sqlite.org/partialindex.html, section 3).
 */
const isInTrouble = "status IN ('retrying', 'exhausted', 'cancelled')";
const inTrouble: ReadonlySet<DeliveryStatus> = new Set(['retrying', 'exhausted', 'cancelled']);

const hasStatus = (status: DeliveryStatus | undefined): string =>
  status !== undefined && inTrouble.has(status) ? `status = ? AND ${isInTrouble}` : 'status = ?';

export class SqliteDeliveryReader implements DeliveryReader {
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #find;
  readonly #attempts;

  constructor(database: DatabaseSync, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    this.#find = database.prepare(
      `SELECT ${deliveryColumns} FROM json_each(?) AS wanted CROSS JOIN deliveries ` +
        `ON subscription_id = wanted.value ->> 0 AND event_id = wanted.value ->> 1 WHERE ${isKept}`,
    );
    // Attempts have no time of their own: they are kept as long as their delivery.
    this.#attempts = database.prepare(
      `SELECT ${attemptColumns} FROM attempts WHERE delivery_id = ? AND EXISTS ` +
        `(SELECT 1 FROM deliveries WHERE subscription_id = ? AND event_id = ? AND ${isKept}) ORDER BY number`,
    );
  }

  async findMany(ids: readonly DeliveryId[]): Promise<readonly Delivery[]> {
    const keys = ids.map((id) => {
      const { eventId, subscriptionId } = partsOfDeliveryId(id);
      return [subscriptionId, eventId];
    });
    return this.#find.all(JSON.stringify(keys), this.#clock.nowMs()).map(deliveryFrom);
  }

  async attemptsOf(id: DeliveryId): Promise<readonly Attempt[]> {
    const { eventId, subscriptionId } = partsOfDeliveryId(id);
    return this.#attempts.all(id, subscriptionId, eventId, this.#clock.nowMs()).map(attemptFrom);
  }

  async listOf(
    subscriptionId: SubscriptionId,
    filter: DeliveryFilter,
    page: { readonly beforeEventId: EventId | undefined; readonly limit: number },
  ): Promise<readonly Delivery[]> {
    const conditions = new Conditions()
      .and('subscription_id = ?', subscriptionId)
      .and(isKept, this.#clock.nowMs())
      .and(hasStatus(filter.status), filter.status)
      .and('event_type = ?', filter.eventType)
      .and('event_id >= ?', idAt(filter.sinceMs))
      .and('event_id < ?', idAt(filter.untilMs))
      .and('event_id < ?', page.beforeEventId);
    const rows = this.#database
      .prepare(
        `SELECT ${deliveryColumns} FROM deliveries WHERE ${conditions.text} ORDER BY event_id DESC LIMIT ?`,
      )
      .all(...conditions.values, page.limit);
    return rows.map(deliveryFrom);
  }
}
