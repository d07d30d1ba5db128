import type { Delivery } from '../domain/delivery.ts';
import type { Event } from '../domain/event.ts';
import type { EventId } from '../domain/ids.ts';
import type { Reach } from '../domain/principal.ts';
import type { EventFilter, PageByEvent } from '../ports/storage.ts';
import type { Needs } from './needs.ts';
import { ownDeliveriesOf, ownEvent } from './reach.ts';

export async function readEvent(
  needs: Pick<Needs, 'events' | 'deliveries' | 'store'>,
  reach: Reach,
  id: EventId,
): Promise<{ readonly event: Event; readonly deliveries: readonly Delivery[] } | undefined> {
  const event = await ownEvent(needs, reach, id);
  return event && { event, deliveries: await ownDeliveriesOf(needs, reach, event) };
}

export const listEvents = (
  { events }: Pick<Needs, 'events'>,
  { tenantId, receiverId }: Reach,
  filter: EventFilter,
  page: { readonly beforeId: EventId | undefined; readonly limit: number },
): Promise<PageByEvent<Event>> =>
  events.list(tenantId, { ...filter, receiverId: receiverId ?? filter.receiverId }, page);
