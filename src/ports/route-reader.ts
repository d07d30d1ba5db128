import type { SubscriptionId } from '../domain/ids.ts';
import type { Route, Subscription } from '../domain/subscription.ts';

/** What a subscription wants, for those who may not read its secrets. */
export interface RouteReader {
  /** Consistent; undefined when it was deleted. */
  routeOf(id: SubscriptionId): Promise<(Route & Pick<Subscription, 'receiverId'>) | undefined>;
}
