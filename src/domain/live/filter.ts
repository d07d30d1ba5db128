import type { Attempt, Delivery, DeliveryStatus } from '../delivery.ts';
import { wantsEventType } from '../event-type-pattern.ts';
import type { SubscriptionId } from '../ids.ts';
import type { Reach } from '../principal.ts';

/** A delivery after a recorded change, and the attempt that led to the change, if there was one. */
export interface LiveChange {
  readonly delivery: Delivery;
  readonly attempt: Attempt | undefined;
}

/** The deliveries that a watcher wants to see. Every given condition must hold; an empty filter takes all. */
export interface LiveFilter {
  readonly subscriptionId?: SubscriptionId | undefined;
  /** Only deliveries whose event is for this receiver. */
  readonly receiverId?: string | undefined;
  /** Patterns as in a subscription: for example `order.*` takes `order.created`. */
  readonly eventTypes?: readonly string[] | undefined;
  /** The status of the delivery after the change. */
  readonly statuses?: readonly DeliveryStatus[] | undefined;
}

export function isWanted(
  { subscriptionId, receiverId, eventTypes, statuses }: LiveFilter,
  delivery: Delivery,
): boolean {
  if (subscriptionId !== undefined && delivery.subscriptionId !== subscriptionId) return false;
  if (receiverId !== undefined && delivery.receiverId !== receiverId) return false;
  if (statuses !== undefined && !statuses.includes(delivery.status)) return false;
  return eventTypes === undefined || wantsEventType(eventTypes, delivery.eventType);
}

/** Whether a delivery is of the tenant and receiver of a watcher. This costs less than a filter, so test it first. */
export const isInReach = ({ tenantId, receiverId }: Reach, delivery: Delivery): boolean =>
  delivery.tenantId === tenantId && (receiverId === undefined || delivery.receiverId === receiverId);

/**
 * Whether a watcher may see a delivery. A portal token sees it if its event is for the token's receiver and its
 * subscription belongs to that receiver, as in `GET /deliveries/{id}`.
 * @param subscriptionReceiverId the receiver of the delivery's subscription now; undefined: deleted, or not known. Only
 *   used for portal tokens.
 */
export const mayWatch = (
  reach: Reach,
  delivery: Delivery,
  subscriptionReceiverId: string | null | undefined,
): boolean =>
  isInReach(reach, delivery) &&
  (reach.receiverId === undefined || subscriptionReceiverId === reach.receiverId);
