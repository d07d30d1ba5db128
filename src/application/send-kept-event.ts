import { type Delivery, madeLater } from '../domain/delivery.ts';
import type { Event } from '../domain/event.ts';
import { deliveryIdOf, type EventId, type SubscriptionId } from '../domain/ids.ts';
import type { Reach } from '../domain/principal.ts';
import type { Subscription } from '../domain/subscription.ts';
import { deliveryOf } from './ingest-event.ts';
import type { Needs } from './needs.ts';
import { ownDelivery, ownEvent, ownSubscription } from './reach.ts';

export interface SendKeptEventRequest {
  readonly reach: Reach;
  readonly eventId: EventId;
  readonly subscriptionId: SubscriptionId;
}

export type SendKeptEventResult =
  /** Also of a repeat: then it is the delivery as it is by now. */
  | { readonly outcome: 'sending'; readonly delivery: Delivery }
  | { readonly outcome: 'event-not-found' | 'subscription-not-found' | 'subscription-disabled' }
  | { readonly outcome: 'not-now'; readonly why: string };

/**
 * Sends one kept event to one subscription of its receiver. Types and filters are not asked: a person wants it. There is
 * one delivery of an event to a subscription, so a repeat finds it, however it was made.
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
  // A repeat at the same moment was faster; or there is an old record that is about to be deleted.
  const first = await ownDelivery(needs, reach, id);
  return first === undefined
    ? { outcome: 'not-now', why: 'its last delivery to the subscription is just being forgotten' }
    : { outcome: 'sending', delivery: first };
}

function obstacleTo(event: Event, subscription: Subscription): string | undefined {
  if (event.receiverId !== subscription.receiverId) return 'it is for another receiver than the subscription';
  return event.payloadDeletedAtMs === null ? undefined : 'its payload was deleted';
}
