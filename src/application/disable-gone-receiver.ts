import { isReservedEventType } from '../domain/event-type-pattern.ts';
import { type Cause, withNotice } from '../domain/health.ts';
import { disabled, type Subscription } from '../domain/subscription.ts';
import type { DeliverNeeds } from './needs.ts';
import { notifyPending } from './notify-tenant.ts';

/**
 * The receiver answered 410 Gone: no more attempts until its owner enables the subscription again. Returns whether the
 * subscription is disabled now. It is not if its owner has deleted it or changed its target in the meantime, as owners
 * do when a target is about to go. The next attempt then uses the new state.
 *
 * The tenant is notified, unless an operational event met the 410.
 */
export async function disableGoneReceiver(
  needs: DeliverNeeds,
  attempted: Subscription,
  cause: Cause,
): Promise<boolean> {
  const { id, targetUrl } = attempted;
  const current = await needs.store.find(id);
  if (current?.targetUrl !== targetUrl) return false;
  if (current.status === 'disabled') return true;
  const atMs = needs.clock.nowMs();
  const notice = { type: 'posthorn.subscription.disabled', reason: 'receiver_gone', atMs, cause } as const;
  const isOurs = isReservedEventType(cause.eventType);
  const health = isOurs ? current.health : withNotice(current.health, notice);
  const gone = disabled({ ...current, health }, 'receiver_gone', atMs);
  if ((await needs.store.replace(gone)) !== 'replaced') return false;
  // The cached version has its notice: the next reader sends it if this process dies first.
  await needs.subscriptions.changed(gone);
  needs.log.warn('subscription.disabled', { subscription_id: id, reason: gone.disabledReason });
  await notifyPending(needs, id);
  return true;
}
