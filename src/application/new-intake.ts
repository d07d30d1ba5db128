import { type Delivery, newDelivery } from '../domain/delivery.ts';
import { type Event, type NewEvent, newEvent } from '../domain/event.ts';
import type { EventId } from '../domain/ids.ts';
import { fanOutLimits } from '../domain/limits.ts';
import type { Recipient, Subscription } from '../domain/subscription.ts';
import type { NewIntake } from '../ports/storage.ts';
import { type MaybeRepeated, reserveOnce } from './idempotency.ts';
import type { Needs } from './needs.ts';

/** Makes the events that come in, and their deliveries, whichever way they come. */

/** Reserves the id of a new event under its idempotency key; a repeat gets the id of the first call. */
export async function reserveEventId(
  needs: Pick<Needs, 'idempotencyKeys' | 'clock' | 'randomness'>,
  about: Omit<MaybeRepeated, 'value'>,
): Promise<{ readonly id: EventId; readonly isRepeat: boolean } | 'conflict'> {
  const value = needs.randomness.ulid(needs.clock.nowMs());
  const reservation = await reserveOnce(needs, { ...about, value });
  if (reservation.outcome === 'conflict') return 'conflict';
  return { id: `evt_${reservation.value}`, isRepeat: reservation.outcome === 'repeat' };
}

/** An event for one subscription, for example one that was ingested at its address. */
export function eventFor(
  subscription: Pick<Subscription, 'id' | 'tenantId' | 'receiverId' | 'targetUrl'>,
  about: Omit<NewEvent, 'tenantId' | 'receiverId' | 'subscriptionIds' | 'isPublished'>,
  retentionHours: number,
): { readonly event: Event; readonly delivery: Delivery } {
  const { id, tenantId, receiverId } = subscription;
  const event = newEvent({ ...about, tenantId, receiverId, subscriptionIds: [id] }, retentionHours);
  return { event, delivery: deliveryOf(event, subscription) };
}

/** An event for all subscriptions that want it. The deliveries of a large fan-out are made later. */
export function publishedEvent(
  wanting: readonly Recipient[],
  about: Omit<NewEvent, 'subscriptionIds' | 'isPublished'>,
  retentionHours: number,
): NewIntake {
  const subscriptionIds = wanting.map(({ id }) => id);
  const event = newEvent({ ...about, subscriptionIds, isPublished: true }, retentionHours);
  const isLarge = wanting.length > fanOutLimits.deliveriesListed;
  return { event, deliveries: isLarge ? 'to fan out' : wanting.map((one) => deliveryOf(event, one)) };
}

/** The delivery of an event to one of its subscriptions. */
export const deliveryOf = (event: Event, subscription: Pick<Recipient, 'id' | 'targetUrl'>): Delivery =>
  newDelivery({
    tenantId: event.tenantId,
    eventId: event.id,
    subscriptionId: subscription.id,
    eventType: event.eventType,
    receiverId: event.receiverId,
    deliverAtMs: event.deliverAtMs,
    targetUrl: subscription.targetUrl,
  });
