import type { Delivery } from '../domain/delivery.ts';
import type { Event } from '../domain/event.ts';
import type { EventId, SubscriptionId, TenantId } from '../domain/ids.ts';

/** Where a subscription may have missed events. */
export interface MissedScope {
  readonly tenantId: TenantId;
  readonly subscriptionId: SubscriptionId;
  /** Of events from this time on … */
  readonly sinceMs: number;
  /** … and before this one. */
  readonly untilMs: number;
  /** Whether the subscription may have an event at all. Its payload is not read yet: it is empty. */
  readonly isWanted: (event: Event) => boolean;
}

export interface MissedPage {
  /** Without their payloads. */
  readonly events: readonly Event[];
  /** Where the next part begins; `null`: there is none. */
  readonly lastId: EventId | null;
}

/** Deliveries that were never made: of kept events that a subscription has none of. */
export interface MissedDeliveries {
  /**
   * Up to `limit` wanted events without a delivery to the subscription, the oldest first, after one of them. The number of
   * rows that are read is bounded: fewer may be there, even none, although more follow.
   */
  oldest(scope: MissedScope, afterId: EventId | null, limit: number): Promise<MissedPage>;
  /**
   * Keeps each delivery that there is none of yet, lists its subscription among those of its event, and sends its message:
   * `in turn` in a group of recoveries, at its time; `now` in the group of its subscription. Returns how many were new.
   */
  make(deliveries: readonly Delivery[], when: 'in turn' | 'now'): Promise<number>;
}
