import {
  CachedSubscriptions,
  ownStore,
  type SubscriptionSource,
} from '../adapters/cache/cached-subscriptions.ts';
import type { SqliteDeliveryPlaces } from '../adapters/sqlite/delivery-places.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { Log } from '../ports/platform.ts';

/** One process makes all changes and reports each of them, so deliveries in line see a change without waiting. */
export class PacedSubscriptions extends CachedSubscriptions {
  readonly #places: SqliteDeliveryPlaces;

  constructor(source: SubscriptionSource, log: Log, places: SqliteDeliveryPlaces) {
    super(source, log, undefined, ownStore);
    this.#places = places;
  }

  /** Deliveries of a disabled subscription are held and not sent, so those in line need not wait for their turn. */
  override async changed(subscription: Subscription): Promise<void> {
    await super.changed(subscription);
    const { id, rateLimit, status } = subscription;
    this.#places.limitChanged(id, status === 'enabled' ? rateLimit : null);
  }

  override async removed(subscription: Subscription): Promise<void> {
    await super.removed(subscription);
    this.#places.limitChanged(subscription.id, null);
  }
}
