import { LRUCache } from 'lru-cache';
import type { SubscriptionId, TenantId } from '../../domain/ids.ts';
import type { Recipient, Subscription } from '../../domain/subscription.ts';
import {
  SHARED_FRESH_MS,
  type SharedSubscriptionCache,
  type SubscriptionDirectory,
} from '../../ports/caches.ts';
import type { Log } from '../../ports/platform.ts';
import { entriesAtMost } from './entries-at-most.ts';

/** The source of subscriptions that no cache has: consistent reads. */
export interface SubscriptionSource {
  find(id: SubscriptionId): Promise<Subscription | undefined>;
  recipientsFor(tenantId: TenantId, receiverId: string | null): Promise<readonly Recipient[]>;
}

/** How much a cache keeps and how long it trusts each entry; 0 ms: until the entry is invalidated or evicted. */
export interface CacheBounds {
  readonly subscriptionsMost: number;
  readonly subscriptionsFreshMs: number;
  /** Lists of recipients, one per tenant and receiver. */
  readonly recipientListsMost: number;
  readonly recipientListsFreshMs: number;
}

/**
 * For a store that other processes write to as well. With the time of the shared cache, a change takes effect within 30
 * s.
 */
const sharedStore: CacheBounds = {
  subscriptionsMost: 10_000,
  subscriptionsFreshMs: 5_000,
  recipientListsMost: 1_000,
  recipientListsFreshMs: 2_000,
};

/** For a store that only this process writes to: each change invalidates its entry, so no entry expires. */
export const ownStore: CacheBounds = {
  subscriptionsMost: 20_000,
  subscriptionsFreshMs: 0,
  recipientListsMost: 20_000,
  recipientListsFreshMs: 0,
};

/** lru-cache keeps no `undefined`. Absent subscriptions are cached too, so that not every event reads them. */
const ABSENT = 'absent';

/**
 * Subscriptions in the memory of this process, in front of a shared cache (if any) and the store. Concurrent requests
 * for the same subscription share one read.
 */
export class CachedSubscriptions implements SubscriptionDirectory {
  readonly #source: SubscriptionSource;
  readonly #shared: SharedSubscriptionCache | undefined;
  readonly #log: Log;
  /**
   * Changed by this process a moment ago: the shared cache can have missed the change and still hold an older version.
   */
  readonly #changedHere = new LRUCache<SubscriptionId, true>({
    ...entriesAtMost(sharedStore.subscriptionsMost),
    ttl: SHARED_FRESH_MS,
  });
  readonly #subscriptions: LRUCache<SubscriptionId, Subscription | typeof ABSENT>;
  readonly #recipients: LRUCache<
    string,
    readonly Recipient[],
    { tenantId: TenantId; receiverId: string | null }
  >;

  constructor(
    source: SubscriptionSource,
    log: Log,
    shared?: SharedSubscriptionCache,
    bounds: CacheBounds = sharedStore,
  ) {
    this.#source = source;
    this.#shared = shared;
    this.#log = log;
    // `ignoreFetchAbort`: a read that a change overtakes is not cached, but still answers the callers that wait for it.
    this.#subscriptions = new LRUCache({
      ...entriesAtMost(bounds.subscriptionsMost),
      ttl: bounds.subscriptionsFreshMs,
      ignoreFetchAbort: true,
      fetchMethod: (id) => this.#read(id),
    });
    this.#recipients = new LRUCache({
      ...entriesAtMost(bounds.recipientListsMost),
      ttl: bounds.recipientListsFreshMs,
      ignoreFetchAbort: true,
      fetchMethod: (_key, _stale, { context }) =>
        this.#source.recipientsFor(context.tenantId, context.receiverId),
    });
  }

  async find(id: SubscriptionId): Promise<Subscription | undefined> {
    // Synchronous lookup first: it costs no promise and nearly always hits.
    const cached = this.#subscriptions.get(id) ?? (await this.#subscriptions.fetch(id));
    return cached === ABSENT ? undefined : cached;
  }

  async recipientsFor(tenantId: TenantId, receiverId: string | null): Promise<readonly Recipient[]> {
    const key = JSON.stringify([tenantId, receiverId]);
    const cached =
      this.#recipients.get(key) ?? (await this.#recipients.fetch(key, { context: { tenantId, receiverId } }));
    if (cached === undefined) throw new Error('the recipients could not be read');
    return cached;
  }

  async changed(subscription: Subscription): Promise<void> {
    this.#forget(subscription.id);
    await this.#quietly('put', (shared) => shared.putIfNewer(subscription.id, subscription));
  }

  async removed(subscription: Subscription): Promise<void> {
    this.#forget(subscription.id);
    await this.#quietly('remove', (shared) => shared.remove(subscription));
  }

  #forget(id: SubscriptionId): void {
    if (this.#shared !== undefined) this.#changedHere.set(id, true);
    this.#subscriptions.delete(id);
    // All lists, because the subscription may have moved from another receiver. Changes are rare, and lists are cheap.
    this.#recipients.clear();
  }

  async #read(id: SubscriptionId): Promise<Subscription | typeof ABSENT> {
    const shared = this.#changedHere.has(id)
      ? undefined
      : await this.#quietly('get', (cache) => cache.get(id));
    if (shared !== undefined) return shared;
    const stored = (await this.#source.find(id)) ?? ABSENT;
    await this.#quietly('put', (cache) => cache.putIfNewer(id, stored));
    return stored;
  }

  /** The shared cache can be slow or down. No request fails because of it. */
  async #quietly<Result>(
    step: string,
    ask: (shared: SharedSubscriptionCache) => Promise<Result>,
  ): Promise<Result | undefined> {
    if (this.#shared === undefined) return undefined;
    try {
      return await ask(this.#shared);
    } catch (error) {
      this.#log.warn('subscription_cache.unavailable', { step, err: error });
      return undefined;
    }
  }
}
