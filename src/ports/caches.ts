import type { SubscriptionId, TenantId } from '../domain/ids.ts';
import type { SchemaCheck } from '../domain/json-schema.ts';
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

/**
 * What events are held against when they come in, through a cache: a change of the catalogue is seen at once in the
 * process that made it, and everywhere within 30 seconds.
 */
export interface EnforcedSchemas {
  /** Undefined: the tenant's catalogue does not have the type, or does not enforce its schema. */
  checkOf(tenantId: TenantId, eventType: string): Promise<SchemaCheck | undefined>;
  /** Tells the cache of an entry that was just made, changed or deleted. */
  changed(tenantId: TenantId, name: string): void;
}
