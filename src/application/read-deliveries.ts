import { type Attempt, cancelled, type Delivery, isOpen } from '../domain/delivery.ts';
import type { Event } from '../domain/event.ts';
import {
  type DeliveryId,
  deliveryIdOf,
  type EventId,
  partsOfDeliveryId,
  type SubscriptionId,
  type TenantId,
} from '../domain/ids.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { DeliveryFilter, DeliveryReader } from '../ports/delivery-reader.ts';
import type { PageByEvent } from '../ports/page-by-event.ts';
import type { SubscriptionStore } from '../ports/subscription-store.ts';

export interface ReadDeliveriesNeeds {
  readonly deliveries: DeliveryReader;
  readonly store: Pick<SubscriptionStore, 'find'>;
}

/**
 * A deleted subscription's open deliveries read as cancelled at once, although their records are only written when
 * they are next touched.
 */
const asSeen = (delivery: Delivery, subscription: Subscription | undefined): Delivery =>
  isOpen(delivery) && subscription === undefined
    ? cancelled(delivery, 'subscription_deleted', delivery.updatedAtMs)
    : delivery;

export async function readDelivery(
  needs: ReadDeliveriesNeeds,
  tenantId: TenantId,
  id: DeliveryId,
): Promise<{ readonly delivery: Delivery; readonly attempts: readonly Attempt[] } | undefined> {
  const delivery = await findDelivery(needs, tenantId, id);
  return delivery && { delivery, attempts: await needs.deliveries.attemptsOf(id) };
}

/** The delivery as its tenant sees it; another tenant's is undefined, like one that never was. */
export async function findDelivery(
  needs: ReadDeliveriesNeeds,
  tenantId: TenantId,
  id: DeliveryId,
): Promise<Delivery | undefined> {
  const [delivery] = await needs.deliveries.findMany([id]);
  if (delivery?.tenantId !== tenantId) return undefined;
  return asSeen(delivery, await needs.store.find(partsOfDeliveryId(id).subscriptionId));
}

/** The deliveries of one event, to each of the subscriptions that it was for. */
export async function deliveriesOfEvent(
  needs: ReadDeliveriesNeeds,
  event: Event,
): Promise<readonly Delivery[]> {
  const ids = event.subscriptionIds.map((subscriptionId) => deliveryIdOf(event.id, subscriptionId));
  const deliveries = await needs.deliveries.findMany(ids);
  return Promise.all(
    deliveries.map(async (delivery) => asSeen(delivery, await needs.store.find(delivery.subscriptionId))),
  );
}

export interface DeliveryPageRequest {
  readonly tenantId: TenantId;
  readonly subscriptionId: SubscriptionId;
  readonly filter: DeliveryFilter;
  readonly beforeEventId: EventId | undefined;
  readonly limit: number;
}

/** One page of a subscription's deliveries; undefined if the tenant has no such subscription. */
export async function listDeliveries(
  needs: ReadDeliveriesNeeds,
  request: DeliveryPageRequest,
): Promise<PageByEvent<Delivery> | undefined> {
  const subscription = await needs.store.find(request.subscriptionId);
  if (subscription?.tenantId !== request.tenantId) return undefined;
  const { beforeEventId, limit } = request;
  return needs.deliveries.listOf(request.subscriptionId, request.filter, { beforeEventId, limit });
}
