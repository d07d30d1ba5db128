import { disabled, type Subscription } from '../domain/subscription.ts';
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

/**
 * The receiver answered 410 Gone: nothing more goes there until its owner enables the subscription again. Returns
 * whether it is disabled now. It is not if its owner has meanwhile deleted it or moved it to another target, which is
 * just what one does with a target that is about to go: the next attempt will show what holds.
 */
export async function disableGoneReceiver(needs: DisableNeeds, attempted: Subscription): Promise<boolean> {
  const { id, targetUrl } = attempted;
  const current = await needs.store.find(id);
  if (current?.targetUrl !== targetUrl) return false;
  if (current.status === 'disabled') return true;
  const gone = disabled(current, 'receiver_gone', needs.clock.nowMs());
  if ((await needs.store.replace(gone)) !== 'replaced') return false;
  await needs.subscriptions.changed(gone);
  needs.log.warn('subscription.disabled', { subscription_id: id, reason: gone.disabledReason });
  return true;
}
