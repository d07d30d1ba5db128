import type { SubscriptionId } from '../domain/ids.ts';
import type { SubscriptionStatus } from '../domain/subscription.ts';

/** Whether subscriptions take deliveries, for those who need not know more of them. */
export interface SubscriptionStates {
  /** Consistent. */
  stateOf(id: SubscriptionId): Promise<SubscriptionStatus | 'deleted'>;
}
