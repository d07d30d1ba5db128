import type { SubscriptionId } from '../domain/ids.ts';
import type { Subscription } from '../domain/subscription.ts';

/**
 * A cache of subscriptions that several processes share (Redis, on AWS), between a process's own memory and the
 * store. It may lose everything at any time, and a failure of it is a miss.
 */
export interface SharedSubscriptionCache {
  /** `absent`: known not to exist; undefined: not cached. */
  get(id: SubscriptionId): Promise<Subscription | 'absent' | undefined>;
  /** Keeps it only if nothing newer (by `version`) is there. */
  putIfNewer(id: SubscriptionId, subscription: Subscription | 'absent'): Promise<void>;
  invalidate(id: SubscriptionId): Promise<void>;
}
