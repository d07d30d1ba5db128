import type { SubscriptionId } from '../domain/ids.ts';
import type { RateLimit } from '../domain/rate-limit.ts';

/** The places under the rate limits of subscriptions, which all processes that deliver share. */
export interface DeliveryPlaces {
  /** Takes the next free one; returns when it is, in Unix milliseconds. Another limit of a subscription begins anew. */
  take(id: SubscriptionId, limit: RateLimit): Promise<number>;
}
