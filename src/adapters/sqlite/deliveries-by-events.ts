import type { DatabaseSync } from 'node:sqlite';
import type { Delivery } from '../../domain/delivery.ts';
import { deliveryIdsOf } from '../../domain/event.ts';
import {
  type DeliveryId,
  type EventId,
  justAfter,
  lowestDeliveryIdOf,
  lowestUlidAt,
  partsOfDeliveryId,
  type SubscriptionId,
  type TenantId,
} from '../../domain/ids.ts';
import type { BoundedPage, DeliveryFilter } from '../../ports/storage.ts';
import { preparedFind, type Row } from './delivery-rows.ts';
import { idsIn } from './event-rows.ts';

/** A place in the list: a delivery to look up, or the end of an event that has none or that the filter leaves out. */
interface Place {
  readonly id: DeliveryId;
  readonly isWanted: boolean;
}

/** Sorts after every id of an event. */
const HIGHEST = 'evt_~';

/**
 * A tenant's deliveries without an index of their own, which each new delivery would have to pay for: the tenant's
 * events, newest first, and the deliveries of each. An event's row is kept for as long as its deliveries.
 */
export class DeliveriesByEvents {
  readonly #events;
  readonly #find;
  readonly #rowsExamined: number;

  constructor(database: DatabaseSync, rowsExamined: number) {
    this.#rowsExamined = rowsExamined;
    this.#find = preparedFind(database);
    this.#events = database.prepare(
      'SELECT id, event_type, receiver_id, subscription_ids FROM events ' +
        'WHERE tenant_id = ? AND id >= ? AND id < ? ORDER BY id DESC',
    );
  }

  /** Reads no more rows of events, and no more of deliveries, than a page may read. */
  page(
    tenantId: TenantId,
    filter: DeliveryFilter,
    { beforeId, limit }: { readonly beforeId: DeliveryId | undefined; readonly limit: number },
    nowMs: number,
  ): BoundedPage<Delivery, DeliveryId> {
    const found: Delivery[] = [];
    let examined = 0;
    for (const places of inBatches(this.#places(tenantId, filter, beforeId), limit + 1, this.#rowsExamined)) {
      const wanted = places.filter(({ isWanted }) => isWanted).map(({ id }) => id);
      found.push(...this.#find(wanted, nowMs).filter(hasStatus(filter)).sort(newestFirst));
      if (found.length > limit) {
        const items = found.slice(0, limit);
        return { items, nextBefore: items.at(-1)?.id };
      }
      examined += places.length;
      if (examined === this.#rowsExamined) return { items: found, nextBefore: places.at(-1)?.id };
    }
    return { items: found, nextBefore: undefined };
  }

  *#places(
    tenantId: TenantId,
    { eventType, receiverId, sinceMs, untilMs }: DeliveryFilter,
    before: DeliveryId | undefined,
  ): Generator<Place, void, undefined> {
    const from = `evt_${lowestUlidAt(sinceMs ?? 0)}`;
    for (const row of this.#events.iterate(tenantId, from, endOf(untilMs, before))) {
      const event = eventIn(row);
      const isWanted =
        (eventType === undefined || row['event_type'] === eventType) &&
        (receiverId === undefined || row['receiver_id'] === receiverId);
      const ids = isWanted ? deliveryIdsOf(event, before) : [];
      for (const id of ids) yield { id, isWanted };
      if (ids.length === 0) yield { id: lowestDeliveryIdOf(event.id), isWanted: false };
    }
  }
}

const eventIn = (row: Row): { id: EventId; subscriptionIds: readonly SubscriptionId[] } => ({
  id: row['id'] as EventId,
  subscriptionIds: idsIn(row['subscription_ids'] as string),
});

/** Events below this id: those before a time, up to and with the event of a delivery. */
function endOf(untilMs: number | undefined, before: DeliveryId | undefined): string {
  const ends = [
    untilMs === undefined ? HIGHEST : `evt_${lowestUlidAt(untilMs)}`,
    before === undefined ? HIGHEST : justAfter(partsOfDeliveryId(before).eventId),
  ];
  return ends.sort()[0] ?? HIGHEST;
}

const hasStatus =
  ({ status }: DeliveryFilter) =>
  (delivery: Delivery): boolean =>
    status === undefined || delivery.status === status;

const newestFirst = (one: Delivery, other: Delivery): number => (one.id > other.id ? -1 : 1);

/** @param most of all batches together */
function* inBatches<Item>(items: Iterable<Item>, size: number, most: number): Generator<readonly Item[]> {
  let batch: Item[] = [];
  let count = 0;
  for (const item of items) {
    batch.push(item);
    count += 1;
    if (batch.length < size && count < most) continue;
    yield batch;
    if (count === most) return;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
