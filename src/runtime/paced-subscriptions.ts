import {
  CachedSubscriptions,
  ownStore,
  type SubscriptionSource,
} from '../adapters/cache/cached-subscriptions.ts';
import type { SqliteDeliverySlots } from '../adapters/sqlite/delivery-slots.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { Log } from '../ports/platform.ts';

/** One process makes all changes and reports each of them, so deliveries in line see a change without waiting. */
export class PacedSubscriptions extends CachedSubscriptions {
  readonly #slots: SqliteDeliverySlots;

  constructor(source: SubscriptionSource, log: Log, slots: SqliteDeliverySlots) {
    super(source, log, undefined, ownStore);
    this.#slots = slots;
  }

  /** Deliveries of a disabled subscription are held and not sent, so those in line need not wait for their turn. */
  override async changed(subscription: Subscription): Promise<void> {
    await super.changed(subscription);
    const { id, rateLimit, status } = subscription;
    this.#slots.limitChanged(id, status === 'enabled' ? rateLimit : null);
  }

  override async removed(subscription: Subscription): Promise<void> {
    await super.removed(subscription);
    this.#slots.limitChanged(subscription.id, null);
  }
}
