import { parkedUntil, placed } from '../domain/delivery.ts';
import { rateLimits } from '../domain/limits.ts';
import type { DeliveryPlaces } from '../ports/delivery-places.ts';
import { type AttemptNeeds, belongsOutsideTheQueue, type ReadyDelivery } from './attempt-delivery.ts';
import { type MessageOutcome, sleepFor } from './message-outcome.ts';

export interface PlaceNeeds extends AttemptNeeds {
  readonly places: DeliveryPlaces;
  /** Resolves after so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
}

/**
 * Waits until the subscription's rate limit lets the attempt through; undefined when it does. A place that comes soon
 * is waited for here: it would cost more to put the message away. For a later one the delivery waits in the queue or
 * outside, with its place written down, so that it is not asked for another one when it comes back.
 */
export async function waitForPlace(
  needs: PlaceNeeds,
  { delivery, subscription }: ReadyDelivery,
): Promise<MessageOutcome | undefined> {
  const { rateLimit, id } = subscription;
  if (rateLimit === null || delivery.hasPlace) return undefined;
  const atMs = await needs.places.take(id, rateLimit);
  const waitMs = atMs - needs.clock.nowMs();
  if (waitMs <= rateLimits.waitInPlaceMs) {
    if (waitMs > 0) await needs.pause(waitMs);
    return undefined;
  }
  const isOutside = await belongsOutsideTheQueue(needs.queue, waitMs / 1_000);
  // Written down in whole milliseconds, as all times are; a pace of 0.7 a second has places between them.
  const dueAtMs = Math.ceil(atMs);
  const withPlace = placed(delivery, dueAtMs);
  const after = isOutside ? parkedUntil(withPlace, dueAtMs) : withPlace;
  const recorded = await needs.outcomes.record({ before: delivery, after });
  return isOutside || recorded === 'superseded' ? { outcome: 'done' } : sleepFor(waitMs);
}
