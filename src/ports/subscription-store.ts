import type { SubscriptionId, TenantId } from '../domain/ids.ts';
import type { Subscription, SubscriptionStatus } from '../domain/subscription.ts';
import type { BoundedPage } from './page-by-event.ts';

/** What is stored of a subscription is not what Posthorn has stored: nothing is sent by it. */
export class DamagedSubscriptionError extends Error {
  override readonly name = 'DamagedSubscriptionError';
  constructor(id: SubscriptionId, reason: string) {
    super(`the row of ${id} is damaged: ${reason}`);
  }
}

export interface SubscriptionFilter {
  readonly status: SubscriptionStatus | undefined;
  /** Only subscriptions that want this event type. */
  readonly eventType: string | undefined;
  readonly receiverId: string | undefined;
}

export interface SubscriptionPage {
  /** Only those with an id below this one, newest first. */
  readonly beforeId: SubscriptionId | undefined;
  readonly limit: number;
}

/** Where subscriptions are kept. What a function reads on its hot path comes from `SubscriptionDirectory` instead. */
export interface SubscriptionStore {
  /**
   * Keeps a new one. `exists`: one of this id is there already (the call is a repeat); `full`: the tenant has as many
   * for this receiver as an event can reach.
   */
  add(subscription: Subscription): Promise<'added' | 'exists' | 'full'>;
  /**
   * Replaces one whose stored version is the one before. `conflict`: somebody else changed or deleted it first;
   * `full`: it moves to a receiver that has as many as an event can reach. What an enabled one had on hold becomes due.
   */
  replace(subscription: Subscription): Promise<'replaced' | 'conflict' | 'full'>;
  /** Leaves a tombstone; what it had on hold becomes due, so that it is cancelled when next touched. */
  remove(subscription: Subscription, nowMs: number): Promise<'removed' | 'conflict'>;
  /**
   * A consistent read, past every cache. A deleted one is undefined.
   * @throws DamagedSubscriptionError
   */
  find(id: SubscriptionId): Promise<Subscription | undefined>;
  /**
   * A page of them, for which a bounded number of rows is read. Only the subscriptions of the page are decrypted; a
   * damaged one is left out, and logged.
   */
  list(
    tenantId: TenantId,
    filter: SubscriptionFilter,
    page: SubscriptionPage,
  ): Promise<BoundedPage<Subscription, SubscriptionId>>;
}
