import type { SubscriptionId, TenantId } from '../domain/ids.ts';
import type { Subscription } from '../domain/subscription.ts';

/**
 * Subscriptions for reading, through caches: a change is seen at once in the process that made it, and everywhere
 * within 30 seconds.
 */
export interface SubscriptionDirectory {
  find(id: SubscriptionId): Promise<Subscription | undefined>;
  /** All of a tenant's enabled subscriptions for one receiver (`null`: those that name none). */
  routesFor(tenantId: TenantId, receiverId: string | null): Promise<readonly Subscription[]>;
  /** Forgets what is cached of a subscription that was just changed. */
  changed(subscription: Subscription): Promise<void>;
}
