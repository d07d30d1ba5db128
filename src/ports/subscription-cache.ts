import type { SubscriptionId } from '../domain/ids.ts';
import type { Subscription } from '../domain/subscription.ts';

/** A shared cache keeps nothing for longer, whether it was told of a change or not. */
export const SHARED_FRESH_MS = 20_000;

/**
 * A cache of subscriptions that several processes share (Redis, on AWS), between a process's own memory and the
 * store. It may lose everything at any time. What it cannot do at once it does not do, and a failure of it is a miss.
 */
export interface SharedSubscriptionCache {
  /** `absent`: known not to exist; undefined: not cached. */
  get(id: SubscriptionId): Promise<Subscription | 'absent' | undefined>;
  /**
   * Keeps what was read from the store or written to it, unless something newer (by `version`) is there. To be absent
   * is older than every version.
   */
  putIfNewer(id: SubscriptionId, subscription: Subscription | 'absent'): Promise<void>;
  /** Keeps that it was deleted: from then on it is absent, and no version of it comes back. */
  remove(subscription: Subscription): Promise<void>;
}
