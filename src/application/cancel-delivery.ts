import { cancelled, type Delivery, isOpen, remainingWaitMs } from '../domain/delivery.ts';
import type { DeliveryId } from '../domain/ids.ts';
import type { Reach } from '../domain/principal.ts';
import type { Needs } from './needs.ts';
import { ownDelivery } from './reach.ts';

export type CancelResult =
  | {
      readonly outcome: 'cancelled';
      readonly delivery: Delivery;
      /** The delivery was due, so an attempt may have begun, and may still arrive. */
      readonly attemptInFlight: boolean;
    }
  | { readonly outcome: 'not-found' }
  | { readonly outcome: 'not-open'; readonly delivery: Delivery };

/** Closes an open delivery: no further attempt starts. */
export async function cancelDelivery(
  needs: Pick<Needs, 'deliveries' | 'store' | 'outcomes' | 'clock'>,
  reach: Reach,
  id: DeliveryId,
): Promise<CancelResult> {
  const before = await ownDelivery(needs, reach, id);
  if (before === undefined) return { outcome: 'not-found' };
  // The response to the first call may have been lost, so a repeat gets the same one.
  if (before.statusReason === 'by_request')
    return { outcome: 'cancelled', delivery: before, attemptInFlight: false };
  if (!isOpen(before)) return { outcome: 'not-open', delivery: before };
  const nowMs = needs.clock.nowMs();
  const after = cancelled(before, 'by_request', nowMs);
  if ((await needs.outcomes.record({ before, after })) === 'superseded')
    return cancelDelivery(needs, reach, id);
  const isDue = before.waits === 'queue' && remainingWaitMs(before, nowMs) === 0;
  return { outcome: 'cancelled', delivery: after, attemptInFlight: isDue };
}
