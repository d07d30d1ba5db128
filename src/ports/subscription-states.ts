import type { SubscriptionId } from '../domain/ids.ts';
import type { SubscriptionStatus } from '../domain/subscription.ts';

/** A deleted one belongs to no receiver any more. */
export interface SubscriptionState {
  readonly status: SubscriptionStatus | 'deleted';
  readonly receiverId: string | null;
}

/** Whether subscriptions take deliveries, for those who need not know more of them. */
export interface SubscriptionStates {
  /** Consistent. */
  stateOf(id: SubscriptionId): Promise<SubscriptionState>;
}
