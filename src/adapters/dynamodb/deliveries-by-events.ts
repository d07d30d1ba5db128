import { deliveryIdsOf } from '../../domain/event.ts';
import {
  type DeliveryId,
  justAfter,
  lowestDeliveryIdOf,
  partsOfDeliveryId,
  type TenantId,
  ulidOf,
} from '../../domain/ids.ts';
import type { DeliveryFilter } from '../../ports/storage.ts';
import { eventAttributesInLists, eventFrom } from './event-rows.ts';
import { eventPartition } from './keys.ts';
import { newestFirst } from './merged-shards.ts';
import type { Table } from './table.ts';

/** A place in the list: a delivery to look up, or the end of an event that has none or that the filter leaves out. */
interface Place {
  readonly id: DeliveryId;
  readonly isWanted: boolean;
}

interface Wanted extends DeliveryFilter {
  readonly tenantId: TenantId;
  readonly beforeId: DeliveryId | undefined;
  readonly limit: number;
}

const NO_PAYLOAD = new Uint8Array();

/** The ids of a tenant's deliveries, newest first, from the rows of its events, which live longer. */
export async function* placesOf(
  table: Pick<Table, 'query' | 'queryIndex'>,
  { tenantId, eventType, receiverId, sinceMs, untilMs, beforeId, limit }: Wanted,
): AsyncGenerator<Place, void, undefined> {
  const rows = newestFirst(table, {
    partitionOf: (shard) => eventPartition(tenantId, shard),
    attributes: eventAttributesInLists,
    sinceMs,
    untilMs,
    // The event of that delivery can have more.
    beforeKey: beforeId && ulidOf(justAfter(partsOfDeliveryId(beforeId).eventId)),
    rowsExpected: limit,
  });
  for await (const row of rows) {
    const event = eventFrom(row, tenantId, NO_PAYLOAD);
    const isWanted =
      (eventType === undefined || event.eventType === eventType) &&
      (receiverId === undefined || event.receiverId === receiverId);
    const ids = isWanted ? deliveryIdsOf(event, beforeId) : [];
    for (const id of ids) yield { id, isWanted };
    if (ids.length === 0) yield { id: lowestDeliveryIdOf(event.id), isWanted: false };
  }
}
