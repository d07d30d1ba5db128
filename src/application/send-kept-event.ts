import { type Delivery, madeLater } from '../domain/delivery.ts';
import type { Event } from '../domain/event.ts';
import { deliveryIdOf, type EventId, type SubscriptionId } from '../domain/ids.ts';
import { isWithin, type Reach } from '../domain/principal.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { Clock } from '../ports/platform.ts';
import type { EventReader, MissedDeliveries } from '../ports/storage.ts';
import { deliveryOf } from './ingest-event.ts';
import { findDelivery, type ReadDeliveriesNeeds } from './read-deliveries.ts';

export interface SendKeptEventNeeds extends ReadDeliveriesNeeds {
  readonly events: Pick<EventReader, 'find'>;
  readonly missed: Pick<MissedDeliveries, 'make'>;
  readonly clock: Clock;
}

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
  needs: SendKeptEventNeeds,
  { reach, eventId, subscriptionId }: SendKeptEventRequest,
): Promise<SendKeptEventResult> {
  const event = await needs.events.find(reach.tenantId, eventId);
  if (event === undefined || !isWithin(reach, event)) return { outcome: 'event-not-found' };
  const subscription = await needs.store.find(subscriptionId);
  if (subscription === undefined || !isWithin(reach, subscription)) {
    return { outcome: 'subscription-not-found' };
  }
  const id = deliveryIdOf(eventId, subscriptionId);
  const before = await findDelivery(needs, reach, id);
  if (before !== undefined) return { outcome: 'sending', delivery: before };
  const obstacle = obstacleTo(event, subscription);
  if (obstacle !== undefined) return { outcome: 'not-now', why: obstacle };
  if (subscription.status === 'disabled') return { outcome: 'subscription-disabled' };

  const nowMs = needs.clock.nowMs();
  const delivery = madeLater(deliveryOf(event, subscription), nowMs, nowMs);
  if ((await needs.missed.make([delivery], 'now')) > 0) return { outcome: 'sending', delivery };
  // A repeat at the same moment was faster; or there is an old record that is about to be deleted.
  const first = await findDelivery(needs, reach, id);
  return first === undefined
    ? { outcome: 'not-now', why: 'its last delivery to the subscription is just being forgotten' }
    : { outcome: 'sending', delivery: first };
}

function obstacleTo(event: Event, subscription: Subscription): string | undefined {
  if (event.receiverId !== subscription.receiverId) return 'it is for another receiver than the subscription';
  return event.payloadDeletedAtMs === null ? undefined : 'its payload was deleted';
}
