import type { SubscriptionId, TenantId } from '../domain/ids.ts';
import type { SchemaCheck } from '../domain/json-schema.ts';
import type { ReceiverLimits } from '../domain/receiver.ts';
import type { Recipient, Subscription } from '../domain/subscription.ts';

/** The longest time for which a process can work with an old version after a change. */
export const STALE_MS = 30_000;

/**
 * Reads subscriptions through caches. The process that makes a change sees it at once; all others see it within 30
 * seconds.
 */
export interface SubscriptionDirectory {
  find(id: SubscriptionId): Promise<Subscription | undefined>;
  /** All enabled subscriptions of a tenant for one receiver. `null`: those without a receiver. */
  recipientsFor(tenantId: TenantId, receiverId: string | null): Promise<readonly Recipient[]>;
  /** Tells the caches that a subscription was created or changed. */
  changed(subscription: Subscription): Promise<void>;
  /** Tells the caches that a subscription was deleted. Takes its last version. */
  removed(subscription: Subscription): Promise<void>;
}

/** The longest time for which a shared cache keeps an entry, even if it missed the news of a change. */
export const SHARED_FRESH_MS = 20_000;

/**
 * A cache of subscriptions that several processes share (Redis, on AWS), between the memory of a process and the store.
 * It may lose all entries at any time. It never waits for a connection, and any failure counts as a miss.
 */
export interface SharedSubscriptionCache {
  /** `absent`: the subscription does not exist. Undefined: not cached. */
  get(id: SubscriptionId): Promise<Subscription | 'absent' | undefined>;
  /**
   * Keeps a subscription that was read from the store or written to it, unless the cache has a newer `version`.
   * `absent` counts as older than any version.
   */
  putIfNewer(id: SubscriptionId, subscription: Subscription | 'absent'): Promise<void>;
  /**
   * Keeps that a subscription was deleted. From then on it is `absent`, and older versions cannot replace that entry.
   */
  remove(subscription: Subscription): Promise<void>;
}

/**
 * Reads, through a cache, the schemas that incoming events must match. The process that changes the catalogue sees the
 * change at once; all others see it within 30 seconds.
 */
export interface EnforcedSchemas {
  /** Undefined if the tenant's catalogue does not have the event type, or does not enforce its schema. */
  checkOf(tenantId: TenantId, eventType: string): Promise<SchemaCheck | undefined>;
  /** Tells the cache that an event type was created, changed or deleted. */
  changed(tenantId: TenantId, name: string): void;
}

/**
 * Reads, through a cache, the limits of receivers. The process that changes a receiver sees the change at once; all
 * others see it within 30 seconds.
 */
export interface LimitsOfReceivers {
  /**
   * Undefined if the receiver has no limit. One read answers for all receivers of a tenant, so an event of a receiver
   * without a limit costs no read of its own.
   */
  limitsOf(tenantId: TenantId, receiverId: string): Promise<ReceiverLimits | undefined>;
  /** Tells the cache that a receiver was created, changed or deleted. */
  changed(tenantId: TenantId): void;
}
