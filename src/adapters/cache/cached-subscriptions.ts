import { LRUCache } from 'lru-cache';
import type { SubscriptionId, TenantId } from '../../domain/ids.ts';
import type { Subscription } from '../../domain/subscription.ts';
import type { Log } from '../../ports/log.ts';
import type { SharedSubscriptionCache } from '../../ports/subscription-cache.ts';
import type { SubscriptionDirectory } from '../../ports/subscription-directory.ts';

/** Where the directory reads what no cache has: consistent reads. */
export interface SubscriptionSource {
  find(id: SubscriptionId): Promise<Subscription | undefined>;
  routesFor(tenantId: TenantId, receiverId: string | null): Promise<readonly Subscription[]>;
}

/** How long this process believes what it has read. Together with the shared cache's 20 s it stays below 30 s. */
const FRESH_MS = 5_000;
const ROUTES_FRESH_MS = 2_000;
const SUBSCRIPTIONS_MOST = 10_000;
const ROUTES_MOST = 1_000;

/** lru-cache keeps no `undefined`, and "there is none" must be remembered too, or it would be asked for at every event. */
const ABSENT = 'absent';

/**
 * Subscriptions in this process's memory, before a cache that processes may share, before the store. However many ask
 * for one at the same moment, it is read once.
 */
export class CachedSubscriptions implements SubscriptionDirectory {
  readonly #source: SubscriptionSource;
  readonly #shared: SharedSubscriptionCache | undefined;
  readonly #log: Log;
  readonly #subscriptions: LRUCache<SubscriptionId, Subscription | typeof ABSENT>;
  readonly #routes: LRUCache<
    string,
    readonly Subscription[],
    { tenantId: TenantId; receiverId: string | null }
  >;

  constructor(source: SubscriptionSource, log: Log, shared?: SharedSubscriptionCache) {
    this.#source = source;
    this.#shared = shared;
    this.#log = log;
    // `ignoreFetchAbort`: a read that a change overtakes is not kept, but still answers those who asked before.
    this.#subscriptions = new LRUCache({
      max: SUBSCRIPTIONS_MOST,
      ttl: FRESH_MS,
      ignoreFetchAbort: true,
      fetchMethod: (id) => this.#read(id),
    });
    this.#routes = new LRUCache({
      max: ROUTES_MOST,
      ttl: ROUTES_FRESH_MS,
      ignoreFetchAbort: true,
      fetchMethod: (_key, _stale, { context }) =>
        this.#source.routesFor(context.tenantId, context.receiverId),
    });
  }

  async find(id: SubscriptionId): Promise<Subscription | undefined> {
    // A plain look first: it costs no promise, and nearly always it is enough.
    const cached = this.#subscriptions.get(id) ?? (await this.#subscriptions.fetch(id));
    return cached === ABSENT ? undefined : cached;
  }

  async routesFor(tenantId: TenantId, receiverId: string | null): Promise<readonly Subscription[]> {
    const key = JSON.stringify([tenantId, receiverId]);
    const cached =
      this.#routes.get(key) ?? (await this.#routes.fetch(key, { context: { tenantId, receiverId } }));
    if (cached === undefined) throw new Error('the routes could not be read');
    return cached;
  }

  async changed(subscription: Subscription): Promise<void> {
    this.#forget(subscription.id);
    await this.#quietly('invalidate', (shared) => shared.invalidate(subscription.id));
    // Whoever asked meanwhile may have been given what the shared cache still had.
    this.#forget(subscription.id);
  }

  #forget(id: SubscriptionId): void {
    this.#subscriptions.delete(id);
    // Also those of the receiver that it may just have been moved away from: changes are rare, lists are cheap.
    this.#routes.clear();
  }

  async #read(id: SubscriptionId): Promise<Subscription | typeof ABSENT> {
    const shared = await this.#quietly('get', (cache) => cache.get(id));
    if (shared !== undefined) return shared;
    const stored = (await this.#source.find(id)) ?? ABSENT;
    await this.#quietly('put', (cache) => cache.putIfNewer(id, stored));
    return stored;
  }

  /** The shared cache may be slow or away: nothing fails with it. */
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
