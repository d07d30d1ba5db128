import type { SubscriptionSource } from '../../src/adapters/cache/cached-subscriptions.ts';
import type { SubscriptionId } from '../../src/domain/ids.ts';
import { changed, type Subscription } from '../../src/domain/subscription.ts';
import { aSubscription } from './records.ts';

/** A store that counts its reads, and can be made to keep them waiting, or to fail. */
export class CountingSource implements SubscriptionSource {
  readonly stored = new Map<SubscriptionId, Subscription>();
  finds = 0;
  routeReads: string[] = [];
  gate: Promise<void> = Promise.resolve();
  fault: Error | undefined;

  add(about: Partial<Subscription> = {}): Subscription {
    const subscription = aSubscription(about);
    this.stored.set(subscription.id, subscription);
    return subscription;
  }

  /** Stores the next version, and returns it. */
  change(
    subscription: Subscription,
    changes: Partial<Subscription> = { description: 'changed' },
  ): Subscription {
    const newer = changed(subscription, changes, 1);
    this.stored.set(newer.id, newer);
    return newer;
  }

  async find(id: SubscriptionId): Promise<Subscription | undefined> {
    this.finds += 1;
    return this.#answer(this.stored.get(id));
  }

  async recipientsFor(tenantId: string, receiverId: string | null): Promise<readonly Subscription[]> {
    this.routeReads.push(`${tenantId} ${receiverId}`);
    return this.#answer(
      [...this.stored.values()].filter((one) => one.tenantId === tenantId && one.receiverId === receiverId),
    );
  }

  /** The subscription at the time of the call, even if the answer comes later. */
  async #answer<Result>(result: Result): Promise<Result> {
    await this.gate;
    if (this.fault !== undefined) throw this.fault;
    return result;
  }
}
