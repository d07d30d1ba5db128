import { type Delivery, madeLater } from '../domain/delivery.ts';
import type { Event } from '../domain/event.ts';
import { deliveryIdOf, type EventId, type SubscriptionId } from '../domain/ids.ts';
import type { Reach } from '../domain/principal.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { Needs } from './needs.ts';
import { deliveryOf } from './new-intake.ts';
import { ownDelivery, ownEvent, ownSubscription } from './reach.ts';

export interface SendKeptEventRequest {
  readonly reach: Reach;
  readonly eventId: EventId;
  readonly subscriptionId: SubscriptionId;
}

export type SendKeptEventResult =
  /** Also for a repeat, with the current state of the delivery. */
  | { readonly outcome: 'sending'; readonly delivery: Delivery }
  | { readonly outcome: 'event-not-found' | 'subscription-not-found' | 'subscription-disabled' }
  | { readonly outcome: 'not-now'; readonly why: string };

/**
 * Sends one kept event to one subscription of its receiver. Ignores event types and filters, because a person asks for
 * it. An event has one delivery per subscription, so a repeat finds it, whichever call made it.
 */
export async function sendKeptEvent(
  needs: Pick<Needs, 'events' | 'store' | 'deliveries' | 'missed' | 'clock'>,
  { reach, eventId, subscriptionId }: SendKeptEventRequest,
): Promise<SendKeptEventResult> {
  const event = await ownEvent(needs, reach, eventId);
  if (event === undefined) return { outcome: 'event-not-found' };
  const subscription = await ownSubscription(needs, reach, subscriptionId);
  if (subscription === undefined) return { outcome: 'subscription-not-found' };
  const id = deliveryIdOf(eventId, subscriptionId);
  const before = await ownDelivery(needs, reach, id);
  if (before !== undefined) return { outcome: 'sending', delivery: before };
  const obstacle = obstacleTo(event, subscription);
  if (obstacle !== undefined) return { outcome: 'not-now', why: obstacle };
  if (subscription.status === 'disabled') return { outcome: 'subscription-disabled' };

  const nowMs = needs.clock.nowMs();
  const delivery = madeLater(deliveryOf(event, subscription), nowMs, nowMs);
  if ((await needs.missed.make([delivery], 'now')) > 0) return { outcome: 'sending', delivery };
  // A concurrent repeat was faster, or an old record is about to be deleted.
  const first = await ownDelivery(needs, reach, id);
  return first === undefined
    ? {
        outcome: 'not-now',
        why: 'its previous delivery to the subscription is being deleted. Try again later',
      }
    : { outcome: 'sending', delivery: first };
}

function obstacleTo(event: Event, subscription: Subscription): string | undefined {
  if (event.receiverId !== subscription.receiverId)
    return 'its receiver differs from the receiver of the subscription';
  return event.payloadDeletedAtMs === null ? undefined : 'its payload was deleted';
}
