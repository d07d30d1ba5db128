import { type Delivery, isOpen } from './delivery.ts';

/**
 * Rules for recording a change of a delivery over what is stored by then. Another process may have changed the delivery
 * between the read and the write, so each store evaluates these rules in the same transaction or condition as the write.
 */

/** The fields of a stored delivery that decide whether a change may follow. */
export type StoredDelivery = Pick<Delivery, 'status' | 'ticket' | 'attemptCount'>;

/**
 * Whether an outcome may be recorded. An open delivery moves on only under the ticket that the worker acted on. A success
 * counts unless the delivery is cancelled: the receiver has the event, even if a failure was recorded in between.
 *
 * @param stored undefined if the delivery is not recorded yet
 * @param before the delivery as the worker read it
 */
export function mayFollow(
  stored: StoredDelivery | undefined,
  before: StoredDelivery,
  after: Pick<Delivery, 'status'>,
): boolean {
  if (stored === undefined) return true;
  if (after.status === 'delivered') return stored.status !== 'cancelled';
  return isOpen(stored) && stored.ticket === before.ticket;
}

/**
 * Whether the stored delivery is still the one that a person asked to send now. An attempt that sleeps in the queue
 * keeps its ticket, so the number of attempts shows whether one was made in between.
 */
export const isUnchanged = (stored: StoredDelivery | undefined, before: StoredDelivery): boolean =>
  stored !== undefined &&
  isOpen(stored) === isOpen(before) &&
  stored.ticket === before.ticket &&
  stored.attemptCount === before.attemptCount;

/**
 * A delivery is held only for a disabled subscription. If the subscription was enabled or deleted during the attempt,
 * its held deliveries are released already, so this one is due at once.
 */
export const heldOrDue = (after: Delivery, isSubscriptionDisabled: boolean): Delivery =>
  after.waits !== 'held' || isSubscriptionDisabled
    ? after
    : { ...after, waits: 'due', dueAtMs: after.updatedAtMs };

/** A late success may come under an old ticket and after more attempts: neither number ever falls. */
export const overtaking = (after: Delivery, stored: StoredDelivery): Delivery => ({
  ...after,
  ticket: Math.max(after.ticket, stored.ticket),
  attemptCount: Math.max(after.attemptCount, stored.attemptCount),
});
