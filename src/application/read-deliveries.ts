import type { Attempt, Delivery } from '../domain/delivery.ts';
import {
  type DeliveryId,
  deliveryIdOf,
  type EventId,
  partsOfDeliveryId,
  type SubscriptionId,
  type TenantId,
} from '../domain/ids.ts';
import type { Reach } from '../domain/principal.ts';
import type { BoundedPage, DeliveryFilter, PageByEvent } from '../ports/storage.ts';
import type { Needs } from './needs.ts';
import { isOfTenant, ownDelivery, ownSubscription } from './reach.ts';

type ReadNeeds = Pick<Needs, 'deliveries' | 'store'>;

export async function readDelivery(
  needs: ReadNeeds,
  reach: Reach,
  id: DeliveryId,
): Promise<{ readonly delivery: Delivery; readonly attempts: readonly Attempt[] } | undefined> {
  const delivery = await ownDelivery(needs, reach, id);
  return delivery && { delivery, attempts: await needs.deliveries.attemptsOf(id) };
}

export interface DeliveryPageRequest {
  readonly reach: Reach;
  readonly subscriptionId: SubscriptionId;
  readonly filter: DeliveryFilter;
  readonly beforeEventId: EventId | undefined;
  readonly limit: number;
}

/** One page of a subscription's deliveries; undefined if no such subscription is within reach. */
export async function listDeliveries(
  needs: ReadNeeds,
  request: DeliveryPageRequest,
): Promise<PageByEvent<Delivery> | undefined> {
  const { reach, subscriptionId, beforeEventId, limit } = request;
  if ((await ownSubscription(needs, reach, subscriptionId)) === undefined) return undefined;
  const filter = { ...request.filter, receiverId: reach.receiverId };
  return needs.deliveries.listOf(subscriptionId, filter, { beforeEventId, limit });
}

export interface DeadLetterPageRequest {
  readonly tenantId: TenantId;
  /** Undefined: all subscriptions. */
  readonly filter: Omit<DeliveryFilter, 'status'> & { readonly subscriptionId: SubscriptionId | undefined };
  readonly beforeId: DeliveryId | undefined;
  readonly limit: number;
}

/**
 * One page of a tenant's exhausted deliveries, also of deleted subscriptions. Empty for a subscription of another
 * tenant.
 */
export async function listDeadLetters(
  { deliveries }: Pick<Needs, 'deliveries'>,
  { tenantId, filter, beforeId, limit }: DeadLetterPageRequest,
): Promise<BoundedPage<Delivery, DeliveryId>> {
  const { subscriptionId, ...rest } = filter;
  const ofExhausted = { ...rest, status: 'exhausted' } as const;
  if (subscriptionId === undefined) {
    return deliveries.listOfTenant(tenantId, ofExhausted, { beforeId, limit });
  }
  const beforeEventId = beforeId && partsOfDeliveryId(beforeId).eventId;
  const { items, nextBefore } = await deliveries.listOf(subscriptionId, ofExhausted, {
    beforeEventId,
    limit,
  });
  // A subscription has one tenant, and so do all its deliveries.
  if (!items.every((delivery) => isOfTenant({ tenantId }, delivery)))
    return { items: [], nextBefore: undefined };
  return { items, nextBefore: nextBefore && deliveryIdOf(nextBefore, subscriptionId) };
}
