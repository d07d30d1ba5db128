import { isOpen } from '../domain/delivery.ts';
import type { EventId } from '../domain/ids.ts';
import type { Reach } from '../domain/principal.ts';
import type { Needs } from './needs.ts';
import { ownDeliveriesOf, ownEvent } from './reach.ts';

/**
 * Deletes the payload of an event, and the response excerpts, which can repeat it. Deliveries and attempts stay.
 * Refused while a delivery of the event is open. A delivery that is replayed at the same moment finds no payload and
 * becomes exhausted.
 */
export async function deletePayload(
  needs: Pick<Needs, 'events' | 'payloads' | 'deliveries' | 'store' | 'clock' | 'retentionHours'>,
  reach: Reach,
  id: EventId,
): Promise<'deleted' | 'not-found' | 'still-open'> {
  const event = await ownEvent(needs, reach, id);
  if (event === undefined) return 'not-found';
  const nowMs = needs.clock.nowMs();
  const deliveries = await ownDeliveriesOf(needs, reach, event);
  // The deliveries of a large fan-out can be still to come. After the retention time, missing deliveries are closed and
  // deleted.
  const areMadeMs = event.createdAtMs + needs.retentionHours * 3_600_000;
  const areSomeMissing = deliveries.length < event.subscriptionIds.length && nowMs < areMadeMs;
  if (areSomeMissing || deliveries.some(isOpen)) return 'still-open';
  await needs.payloads.delete(event.tenantId, id, nowMs);
  // Erased last: attempts recorded before this are found here, and later attempts find the payload deleted.
  await needs.payloads.eraseExcerpts(
    id,
    deliveries.map((delivery) => delivery.id),
  );
  return 'deleted';
}
