import { isOpen } from '../domain/delivery.ts';
import type { EventId, TenantId } from '../domain/ids.ts';
import type { Clock } from '../ports/platform.ts';
import type { EventPayloads, EventReader } from '../ports/storage.ts';
import { deliveriesOfEvent, type ReadDeliveriesNeeds } from './read-deliveries.ts';

export interface DeletePayloadNeeds extends ReadDeliveriesNeeds {
  readonly events: EventReader;
  readonly payloads: EventPayloads;
  readonly clock: Clock;
  readonly retentionHours: number;
}

/**
 * Deletes what an event carried, with the excerpts of answers, which may repeat it, and keeps what became of it. Not while a delivery of it is open; one that is replayed at
 * the same moment finds no payload any more, and is exhausted.
 */
export async function deletePayload(
  needs: DeletePayloadNeeds,
  tenantId: TenantId,
  id: EventId,
): Promise<'deleted' | 'not-found' | 'still-open'> {
  const event = await needs.events.find(tenantId, id);
  if (event === undefined) return 'not-found';
  const nowMs = needs.clock.nowMs();
  const deliveries = await deliveriesOfEvent(needs, { tenantId }, event);
  // Of a large fan-out some may not be made yet; later, those that are missing have ended and are forgotten.
  const areMadeMs = event.createdAtMs + needs.retentionHours * 3_600_000;
  const areSomeMissing = deliveries.length < event.subscriptionIds.length && nowMs < areMadeMs;
  if (areSomeMissing || deliveries.some(isOpen)) return 'still-open';
  await needs.payloads.delete(tenantId, id, nowMs);
  // Afterwards: an attempt that is recorded between the two is found here, a later one finds that the payload is gone.
  await needs.payloads.eraseExcerpts(
    id,
    deliveries.map((delivery) => delivery.id),
  );
  return 'deleted';
}
