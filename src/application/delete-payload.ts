import { isOpen } from '../domain/delivery.ts';
import type { EventId } from '../domain/ids.ts';
import type { Reach } from '../domain/principal.ts';
import type { Needs } from './needs.ts';
import { ownDeliveriesOf, ownEvent } from './reach.ts';

/**
 * Deletes what an event carried, with the excerpts of answers, which may repeat it, and keeps what became of it. Not while a delivery of it is open; one that is replayed at
 * the same moment finds no payload any more, and is exhausted.
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
  // Of a large fan-out some may not be made yet; later, those that are missing have ended and are forgotten.
  const areMadeMs = event.createdAtMs + needs.retentionHours * 3_600_000;
  const areSomeMissing = deliveries.length < event.subscriptionIds.length && nowMs < areMadeMs;
  if (areSomeMissing || deliveries.some(isOpen)) return 'still-open';
  await needs.payloads.delete(event.tenantId, id, nowMs);
  // Afterwards: an attempt that is recorded between the two is found here, a later one finds that the payload is gone.
  await needs.payloads.eraseExcerpts(
    id,
    deliveries.map((delivery) => delivery.id),
  );
  return 'deleted';
}
