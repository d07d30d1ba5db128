import { type Attempt, cancelled, type Delivery, isOpen, mayReceive } from '../domain/delivery.ts';
import type { Event } from '../domain/event.ts';
import {
  type DeliveryId,
  deliveryIdOf,
  type EventId,
  partsOfDeliveryId,
  type SubscriptionId,
  type TenantId,
} from '../domain/ids.ts';
import { isWithin, type Reach } from '../domain/principal.ts';
import type { Subscription } from '../domain/subscription.ts';
import {
  type BoundedPage,
  DamagedSubscriptionError,
  type DeliveryFilter,
  type DeliveryReader,
  type ExhaustedFilter,
  type PageByEvent,
  type SubscriptionStore,
} from '../ports/storage.ts';

export interface ReadDeliveriesNeeds {
  readonly deliveries: DeliveryReader;
  readonly store: Pick<SubscriptionStore, 'find'>;
}

/** The subscription of a delivery; undefined: it was deleted; `damaged`: its row cannot be trusted, nor its receiver. */
type FoundSubscription = Subscription | 'damaged' | undefined;

async function subscriptionOf(
  { store }: ReadDeliveriesNeeds,
  id: SubscriptionId,
): Promise<FoundSubscription> {
  try {
    return await store.find(id);
  } catch (error) {
    if (error instanceof DamagedSubscriptionError) return 'damaged';
    throw error;
  }
}

/**
 * The open deliveries of a subscription that was deleted, or has moved to another receiver, read as cancelled at once,
 * although their records are only written when they are next touched.
 */
function asSeen(delivery: Delivery, subscription: FoundSubscription): Delivery {
  if (!isOpen(delivery) || subscription === 'damaged') return delivery;
  if (subscription === undefined) return cancelled(delivery, 'subscription_deleted', delivery.updatedAtMs);
  return mayReceive(subscription, delivery.receiverId)
    ? delivery
    : cancelled(delivery, 'receiver_changed', delivery.updatedAtMs);
}

/** A portal token reaches a delivery if its subscription as well as its event is of the token's receiver. */
function isReached({ receiverId }: Reach, delivery: Delivery, subscription: FoundSubscription): boolean {
  if (receiverId === undefined) return true;
  // The receiver of a deleted or damaged subscription is not known: only its tenant sees the deliveries.
  if (subscription === undefined || subscription === 'damaged') return false;
  return subscription.receiverId === receiverId && delivery.receiverId === receiverId;
}

export async function readDelivery(
  needs: ReadDeliveriesNeeds,
  reach: Reach,
  id: DeliveryId,
): Promise<{ readonly delivery: Delivery; readonly attempts: readonly Attempt[] } | undefined> {
  const delivery = await findDelivery(needs, reach, id);
  return delivery && { delivery, attempts: await needs.deliveries.attemptsOf(id) };
}

/** The delivery as its tenant or its receiver sees it; another's is undefined, like one that never was. */
export async function findDelivery(
  needs: ReadDeliveriesNeeds,
  reach: Reach,
  id: DeliveryId,
): Promise<Delivery | undefined> {
  const [delivery] = await needs.deliveries.findMany([id]);
  if (delivery?.tenantId !== reach.tenantId) return undefined;
  const subscription = await subscriptionOf(needs, partsOfDeliveryId(id).subscriptionId);
  return isReached(reach, delivery, subscription) ? asSeen(delivery, subscription) : undefined;
}

/** The deliveries of one event within reach, to each of the subscriptions that it was for. */
export async function deliveriesOfEvent(
  needs: ReadDeliveriesNeeds,
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

export interface DeliveryPageRequest {
  readonly reach: Reach;
  readonly subscriptionId: SubscriptionId;
  readonly filter: DeliveryFilter;
  readonly beforeEventId: EventId | undefined;
  readonly limit: number;
}

/** One page of a subscription's deliveries; undefined if there is no such subscription within reach. */
export async function listDeliveries(
  needs: ReadDeliveriesNeeds,
  request: DeliveryPageRequest,
): Promise<PageByEvent<Delivery> | undefined> {
  const subscription = await needs.store.find(request.subscriptionId);
  if (subscription === undefined || !isWithin(request.reach, subscription)) return undefined;
  const { beforeEventId, limit, reach } = request;
  const filter = { ...request.filter, receiverId: reach.receiverId };
  return needs.deliveries.listOf(request.subscriptionId, filter, { beforeEventId, limit });
}

export interface DeadLetterPageRequest {
  readonly tenantId: TenantId;
  /** Undefined: of all subscriptions. */
  readonly filter: ExhaustedFilter & { readonly subscriptionId: SubscriptionId | undefined };
  readonly beforeId: DeliveryId | undefined;
  readonly limit: number;
}

/** One page of what is exhausted of a tenant, also of subscriptions that were deleted; none of a subscription that is not its own. */
export async function listDeadLetters(
  { deliveries }: Pick<ReadDeliveriesNeeds, 'deliveries'>,
  { tenantId, filter, beforeId, limit }: DeadLetterPageRequest,
): Promise<BoundedPage<Delivery, DeliveryId>> {
  const { subscriptionId, ...exhaustedFilter } = filter;
  if (subscriptionId === undefined) {
    return deliveries.listExhausted(tenantId, exhaustedFilter, { beforeId, limit });
  }
  const beforeEventId = beforeId && partsOfDeliveryId(beforeId).eventId;
  const ofExhausted = { ...exhaustedFilter, status: 'exhausted' } as const;
  const { items, nextBefore } = await deliveries.listOf(subscriptionId, ofExhausted, {
    beforeEventId,
    limit,
  });
  // A subscription has one tenant, and so have all its deliveries.
  if (items.some((delivery) => delivery.tenantId !== tenantId)) return { items: [], nextBefore: undefined };
  return { items, nextBefore: nextBefore && deliveryIdOf(nextBefore, subscriptionId) };
}
