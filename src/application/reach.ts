import { cancelled, type Delivery, isOpen, mayReceive } from '../domain/delivery.ts';
import type { Event } from '../domain/event.ts';
import type { EventType } from '../domain/event-type.ts';
import {
  type DeliveryId,
  deliveryIdOf,
  type EventId,
  partsOfDeliveryId,
  type RecoveryId,
  type SubscriptionId,
  type TenantId,
} from '../domain/ids.ts';
import type { Reach } from '../domain/principal.ts';
import type { Receiver } from '../domain/receiver.ts';
import type { Recovery } from '../domain/recovery.ts';
import type { Subscription } from '../domain/subscription.ts';
import { DamagedSubscriptionError } from '../ports/storage.ts';
import type { Needs } from './needs.ts';

/**
 * The records that a caller may touch. Each use case finds a tenant's records here. So a record of another tenant, or
 * of another receiver than a portal token's, looks like a record that does not exist.
 */

/** Whether the caller reaches a record with this tenant and receiver. */
export const isWithin = (
  reach: Reach,
  { tenantId, receiverId }: { readonly tenantId: TenantId; readonly receiverId: string | null },
): boolean =>
  isOfTenant(reach, { tenantId }) && (reach.receiverId === undefined || receiverId === reach.receiverId);

/** For records that only API keys reach. An API key reaches all of its tenant. */
export const isOfTenant = (
  reach: Pick<Reach, 'tenantId'>,
  { tenantId }: { readonly tenantId: TenantId },
): boolean => tenantId === reach.tenantId;

/** Reads past the caches, because a change must build on the stored version. */
export async function ownSubscription(
  { store }: Pick<Needs, 'store'>,
  reach: Reach,
  id: SubscriptionId,
): Promise<Subscription | undefined> {
  const subscription = await store.find(id);
  return subscription !== undefined && isWithin(reach, subscription) ? subscription : undefined;
}

export async function ownEvent(
  { events }: Pick<Needs, 'events'>,
  reach: Reach,
  id: EventId,
): Promise<Event | undefined> {
  const event = await events.find(reach.tenantId, id);
  return event !== undefined && isWithin(reach, event) ? event : undefined;
}

type DeliveryNeeds = Pick<Needs, 'deliveries' | 'store'>;

/** The delivery as its tenant or its receiver sees it. */
export async function ownDelivery(
  needs: DeliveryNeeds,
  reach: Reach,
  id: DeliveryId,
): Promise<Delivery | undefined> {
  const [delivery] = await needs.deliveries.findMany([id]);
  if (delivery === undefined || !isOfTenant(reach, delivery)) return undefined;
  const subscription = await subscriptionOf(needs, partsOfDeliveryId(id).subscriptionId);
  return isReached(reach, delivery, subscription) ? asSeen(delivery, subscription) : undefined;
}

/** The deliveries of one event of the caller, to all subscriptions that it was for. */
export async function ownDeliveriesOf(
  needs: DeliveryNeeds,
  reach: Reach,
  event: Event,
): Promise<readonly Delivery[]> {
  const ids = event.subscriptionIds.map((subscriptionId) => deliveryIdOf(event.id, subscriptionId));
  const deliveries = await needs.deliveries.findMany(ids);
  const seen = await Promise.all(
    deliveries.map(async (delivery) => {
      const subscription = await subscriptionOf(needs, delivery.subscriptionId);
      return isReached(reach, delivery, subscription) ? [asSeen(delivery, subscription)] : [];
    }),
  );
  return seen.flat();
}

/** Those of these deliveries that a receiver sees. */
export async function seenByReceiver(
  needs: Pick<Needs, 'store'>,
  reach: Reach,
  deliveries: readonly Delivery[],
): Promise<readonly Delivery[]> {
  const ids = [...new Set(deliveries.map(({ subscriptionId }) => subscriptionId))];
  const found = await Promise.all(ids.map((id) => subscriptionOf(needs, id)));
  const byId = new Map(ids.map((id, n) => [id, found[n]]));
  return deliveries.filter((delivery) => isReached(reach, delivery, byId.get(delivery.subscriptionId)));
}

type RecoveryNeeds = Pick<Needs, 'recoveries' | 'store'>;

export async function ownRecovery(
  needs: RecoveryNeeds,
  reach: Reach,
  id: RecoveryId,
): Promise<Recovery | undefined> {
  const recovery = await needs.recoveries.find(reach.tenantId, id);
  return recovery && (await ownAmong(needs, reach, [recovery]))[0];
}

/**
 * For a portal token: recoveries of subscriptions that belonged to its receiver when the recovery began, and still do.
 */
export async function ownAmong(
  needs: Pick<Needs, 'store'>,
  reach: Reach,
  recoveries: readonly Recovery[],
): Promise<readonly Recovery[]> {
  const begun = recoveries.filter((recovery) => isWithin(reach, recovery));
  if (reach.receiverId === undefined) return begun;
  const ids = new Set(begun.flatMap(({ subscriptionId }) => subscriptionId ?? []));
  const own = new Set<SubscriptionId | null>();
  for (const id of ids) {
    if ((await ownSubscription(needs, reach, id)) !== undefined) own.add(id);
  }
  return begun.filter(({ subscriptionId }) => own.has(subscriptionId));
}

/** A tenant has one catalogue, which portal tokens may read too. */
export const ownEventType = (
  { eventTypes }: Pick<Needs, 'eventTypes'>,
  { tenantId }: Reach,
  name: string,
): Promise<EventType | undefined> => eventTypes.find(tenantId, name);

/** A portal token reaches the record of its own receiver only. */
export const ownReceiver = async (
  { receivers }: Pick<Needs, 'receivers'>,
  reach: Reach,
  id: string,
): Promise<Receiver | undefined> =>
  isWithin(reach, { tenantId: reach.tenantId, receiverId: id })
    ? receivers.find(reach.tenantId, id)
    : undefined;

/** For callers without credentials: they see only public keys and the answer to a hub. */
export const openSubscription = (
  { subscriptions }: Pick<Needs, 'subscriptions'>,
  id: SubscriptionId,
): Promise<Subscription | undefined> => subscriptions.find(id);

/** Whether the caller may act for a tenant: its own, or one that it created. */
export const isOwnTenant = async (
  { tenants }: Pick<Needs, 'tenants'>,
  reach: Pick<Reach, 'tenantId'>,
  id: TenantId,
): Promise<boolean> => id === reach.tenantId || (await tenants.find(reach.tenantId, id)) !== undefined;

/** The subscription of a delivery; undefined: deleted; `damaged`: its row, and so its receiver, cannot be trusted. */
type FoundSubscription = Subscription | 'damaged' | undefined;

async function subscriptionOf(
  { store }: Pick<Needs, 'store'>,
  id: SubscriptionId,
): Promise<FoundSubscription> {
  try {
    return await store.find(id);
  } catch (error) {
    if (error instanceof DamagedSubscriptionError) return 'damaged';
    throw error;
  }
}

/** A portal token reaches a delivery if both its subscription and its event belong to the token's receiver. */
function isReached({ receiverId }: Reach, delivery: Delivery, subscription: FoundSubscription): boolean {
  if (receiverId === undefined) return true;
  // The receiver of a deleted or damaged subscription is unknown, so only the tenant sees its deliveries.
  if (subscription === undefined || subscription === 'damaged') return false;
  return subscription.receiverId === receiverId && delivery.receiverId === receiverId;
}

/**
 * Shows an open delivery as cancelled at once when its subscription is deleted, or has moved to another receiver. The
 * record is only written when the delivery is processed next.
 */
function asSeen(delivery: Delivery, subscription: FoundSubscription): Delivery {
  if (!isOpen(delivery) || subscription === 'damaged') return delivery;
  if (subscription === undefined) return cancelled(delivery, 'subscription_deleted', delivery.updatedAtMs);
  return mayReceive(subscription, delivery.receiverId)
    ? delivery
    : cancelled(delivery, 'receiver_changed', delivery.updatedAtMs);
}
