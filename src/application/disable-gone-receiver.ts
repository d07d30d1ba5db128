import type { SubscriptionId } from '../domain/ids.ts';
import { disabled } from '../domain/subscription.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { SubscriptionDirectory } from '../ports/subscription-directory.ts';
import type { SubscriptionStore } from '../ports/subscription-store.ts';

export interface DisableNeeds {
  readonly store: SubscriptionStore;
  readonly subscriptions: SubscriptionDirectory;
  readonly clock: Clock;
  readonly log: Log;
}

/** The receiver answered 410 Gone: nothing more goes there until its owner enables the subscription again. */
export async function disableGoneReceiver(needs: DisableNeeds, id: SubscriptionId): Promise<void> {
  const current = await needs.store.find(id);
  if (current === undefined || current.status === 'disabled') return;
  const gone = disabled(current, 'receiver_gone', needs.clock.nowMs());
  // On a conflict its owner has just changed it: the next 410 will be about what it is now.
  if ((await needs.store.replace(gone)) !== 'replaced') return;
  await needs.subscriptions.changed(gone);
  needs.log.warn('subscription.disabled', { subscription_id: id, reason: gone.disabledReason });
}
