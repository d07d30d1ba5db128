import type { Delivery } from '../domain/delivery.ts';
import {
  type DeliveryId,
  deliveryIdOf,
  type EventId,
  justAfter,
  lowestDeliveryIdOf,
  partsOfDeliveryId,
  type SubscriptionId,
} from '../domain/ids.ts';
import type { Reach } from '../domain/principal.ts';
import type { BoundedPage, DeliveryFilter } from '../ports/storage.ts';
import type { Needs } from './needs.ts';
import { isOfTenant, ownSubscription, seenByReceiver } from './reach.ts';

type ListNeeds = Pick<Needs, 'deliveries' | 'store'>;

export interface AllDeliveriesRequest {
  readonly reach: Reach;
  readonly filter: DeliveryFilter & { readonly subscriptionId: SubscriptionId | undefined };
  readonly beforeId: DeliveryId | undefined;
  readonly limit: number;
}

type DeliveryPage = BoundedPage<Delivery, DeliveryId>;

const NOTHING: DeliveryPage = { items: [], nextBefore: undefined };

/**
 * The lists of this many subscriptions are merged. A receiver with more of them is found among all deliveries of the
 * tenant, where pages are shorter.
 */
const MERGED_MOST = 8;

/**
 * One page of the deliveries of all subscriptions, newest first. Of one receiver: its events, delivered to
 * subscriptions that belong to it now, as its portal tokens see them.
 */
export async function listAllDeliveries(
  needs: ListNeeds,
  request: AllDeliveriesRequest,
): Promise<DeliveryPage> {
  const { reach, filter, ...page } = request;
  const { subscriptionId, ...rest } = filter;
  const receiverId = reach.receiverId ?? rest.receiverId;
  if (rest.receiverId !== undefined && rest.receiverId !== receiverId) return NOTHING;
  const named = { ...rest, receiverId };
  const { tenantId } = reach;
  if (receiverId === undefined && subscriptionId === undefined)
    return needs.deliveries.listOfTenant(tenantId, named, page);
  const own = await subscriptionsOf(needs, { tenantId, receiverId }, subscriptionId);
  if (own !== 'too many') return mergedLists(needs, own, named, page);
  const found = await needs.deliveries.listOfTenant(tenantId, named, page);
  return { ...found, items: await seenByReceiver(needs, { tenantId, receiverId }, found.items) };
}

/** The subscriptions whose deliveries are listed. */
async function subscriptionsOf(
  needs: ListNeeds,
  reach: Reach,
  id: SubscriptionId | undefined,
): Promise<readonly SubscriptionId[] | 'too many'> {
  const { tenantId, receiverId } = reach;
  if (id !== undefined) return (await isListed(needs, reach, id)) ? [id] : [];
  const filter = { status: undefined, eventType: undefined, receiverId };
  const page = { beforeId: undefined, limit: MERGED_MOST };
  const { items, nextBefore } = await needs.store.list(tenantId, filter, page);
  return nextBefore === undefined ? items.map((subscription) => subscription.id) : 'too many';
}

/** A deleted subscription is known by its deliveries only. Its receiver is unknown, so only its tenant sees them. */
async function isListed(needs: ListNeeds, reach: Reach, id: SubscriptionId): Promise<boolean> {
  if ((await ownSubscription(needs, reach, id)) !== undefined) return true;
  if (reach.receiverId !== undefined) return false;
  const all = { status: undefined, eventType: undefined, sinceMs: undefined, untilMs: undefined };
  const { items } = await needs.deliveries.listOf(id, all, { beforeEventId: undefined, limit: 1 });
  return items.some((delivery) => isOfTenant(reach, delivery));
}

async function mergedLists(
  { deliveries }: ListNeeds,
  ids: readonly SubscriptionId[],
  filter: DeliveryFilter,
  { beforeId, limit }: { readonly beforeId: DeliveryId | undefined; readonly limit: number },
): Promise<DeliveryPage> {
  const pages = await Promise.all(
    ids.map((id) =>
      deliveries.listOf(id, filter, { beforeEventId: beforeId && eventBound(id, beforeId), limit }),
    ),
  );
  // Below this event, a list may have rows that were not read.
  const [lowest] = pages
    .flatMap(({ nextBefore }) => nextBefore ?? [])
    .toSorted()
    .reverse();
  const items = pages
    .flatMap((page) => page.items)
    .filter(({ eventId }) => lowest === undefined || eventId >= lowest)
    .toSorted((one, other) => (one.id > other.id ? -1 : 1));
  if (items.length <= limit) return { items, nextBefore: lowest && lowestDeliveryIdOf(lowest) };
  const taken = items.slice(0, limit);
  return { items: taken, nextBefore: taken.at(-1)?.id };
}

/** A subscription's deliveries below `beforeId` are of events before this one. */
function eventBound(id: SubscriptionId, beforeId: DeliveryId): EventId {
  const { eventId } = partsOfDeliveryId(beforeId);
  return deliveryIdOf(eventId, id) < beforeId ? justAfter(eventId) : eventId;
}
