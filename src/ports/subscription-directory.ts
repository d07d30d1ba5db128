import type { SubscriptionId, TenantId } from '../domain/ids.ts';
import type { Route, Subscription } from '../domain/subscription.ts';

/** For so long after a change some process may still go by what was before it. */
export const STALE_MS = 30_000;

/**
 * Subscriptions for reading, through caches: a change is seen at once in the process that made it, and everywhere
 * within 30 seconds.
 */
export interface SubscriptionDirectory {
  find(id: SubscriptionId): Promise<Subscription | undefined>;
  /** All of a tenant's enabled subscriptions for one receiver (`null`: those that name none). */
  routesFor(tenantId: TenantId, receiverId: string | null): Promise<readonly Route[]>;
  /** Tells the caches of a subscription that was just created or changed. */
  changed(subscription: Subscription): Promise<void>;
  /** Tells them of one that was just deleted: the last version that there was. */
  removed(subscription: Subscription): Promise<void>;
}
