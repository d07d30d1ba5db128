import type { DatabaseSync } from 'node:sqlite';
import type { Attempt, Delivery, DeliveryStatus } from '../../domain/delivery.ts';
import {
  type DeliveryId,
  type EventId,
  partsOfDeliveryId,
  type SubscriptionId,
  type TenantId,
} from '../../domain/ids.ts';
import { requestLimits } from '../../domain/limits.ts';
import type { Clock } from '../../ports/platform.ts';
import type { BoundedPage, DeliveryFilter, DeliveryReader, PageByEvent } from '../../ports/storage.ts';
import { boundedPage } from './bounded-list.ts';
import { Conditions } from './conditions.ts';
import { DeliveriesByEvents } from './deliveries-by-events.ts';
import {
  attemptColumns,
  attemptFrom,
  deliveryColumns,
  deliveryFrom,
  inTrouble,
  isInTrouble,
  isKept,
  preparedFind,
} from './delivery-rows.ts';

/** For one of these states, only deliveries with this state are read. */
function conditionsOf(subscriptionId: SubscriptionId, status: DeliveryStatus | undefined) {
  const ofSubscription = new Conditions().and('subscription_id = ?', subscriptionId);
  return status !== undefined && inTrouble.has(status)
    ? { indexed: ofSubscription.and(`${isInTrouble} AND status = ?`, status), wanted: new Conditions() }
    : { indexed: ofSubscription, wanted: new Conditions().and('status = ?', status) };
}

export class SqliteDeliveryReader implements DeliveryReader {
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #rowsExamined: number;
  readonly #find;
  readonly #attempts;
  readonly #byEvents;

  constructor(database: DatabaseSync, clock: Clock, rowsExamined: number = requestLimits.rowsExamined) {
    this.#database = database;
    this.#clock = clock;
    this.#rowsExamined = rowsExamined;
    this.#find = preparedFind(database);
    this.#byEvents = new DeliveriesByEvents(database, rowsExamined);
    // Attempts have no expiry of their own: they are kept as long as their delivery.
    this.#attempts = database.prepare(
      `SELECT ${attemptColumns} FROM attempts WHERE delivery_id = ? AND EXISTS ` +
        `(SELECT 1 FROM deliveries WHERE subscription_id = ? AND event_id = ? AND ${isKept}) ORDER BY number`,
    );
  }

  async findMany(ids: readonly DeliveryId[]): Promise<readonly Delivery[]> {
    return this.#find([...new Set(ids)], this.#clock.nowMs());
  }

  async attemptsOf(id: DeliveryId): Promise<readonly Attempt[]> {
    const { eventId, subscriptionId } = partsOfDeliveryId(id);
    return this.#attempts.all(id, subscriptionId, eventId, this.#clock.nowMs()).map(attemptFrom);
  }

  async listOf(
    subscriptionId: SubscriptionId,
    filter: DeliveryFilter,
    page: { readonly beforeEventId: EventId | undefined; readonly limit: number },
  ): Promise<PageByEvent<Delivery>> {
    const { indexed, wanted } = conditionsOf(subscriptionId, filter.status);
    const { items, nextBefore } = boundedPage<EventId>(this.#database, {
      table: 'deliveries',
      columns: deliveryColumns,
      id: 'event_id',
      prefix: 'evt_',
      indexed,
      wanted: wanted
        .and(isKept, this.#clock.nowMs())
        .and('event_type = ?', filter.eventType)
        .and('receiver_id = ?', filter.receiverId),
      sinceMs: filter.sinceMs,
      untilMs: filter.untilMs,
      before: page.beforeEventId,
      limit: page.limit,
      rowsExamined: this.#rowsExamined,
    });
    return { items: items.map(deliveryFrom), nextBefore };
  }

  async listOfTenant(
    tenantId: TenantId,
    filter: DeliveryFilter,
    page: { readonly beforeId: DeliveryId | undefined; readonly limit: number },
  ): Promise<BoundedPage<Delivery, DeliveryId>> {
    const { status } = filter;
    return status !== undefined && inTrouble.has(status)
      ? this.#listTroubled(tenantId, { ...filter, status }, page)
      : this.#byEvents.page(tenantId, filter, page, this.#clock.nowMs());
  }

  #listTroubled(
    tenantId: TenantId,
    { status, eventType, receiverId, sinceMs, untilMs }: DeliveryFilter & { readonly status: DeliveryStatus },
    page: { readonly beforeId: DeliveryId | undefined; readonly limit: number },
  ): BoundedPage<Delivery, DeliveryId> {
    const { items, nextBefore } = boundedPage<DeliveryId>(this.#database, {
      table: 'deliveries',
      columns: deliveryColumns,
      id: 'id',
      prefix: 'dlv_',
      indexed: new Conditions().and(`${isInTrouble} AND tenant_id = ?`, tenantId).and('status = ?', status),
      wanted: new Conditions()
        .and(isKept, this.#clock.nowMs())
        .and('event_type = ?', eventType)
        .and('receiver_id = ?', receiverId),
      sinceMs,
      untilMs,
      before: page.beforeId,
      limit: page.limit,
      rowsExamined: this.#rowsExamined,
    });
    return { items: items.map(deliveryFrom), nextBefore };
  }
}
