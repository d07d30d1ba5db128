import { isReservedEventType } from '../domain/event-type-pattern.ts';
import { type Cause, withNotice } from '../domain/health.ts';
import { disabled, type Subscription } from '../domain/subscription.ts';
import type { DeliverNeeds } from './needs.ts';
import { notifyPending } from './notify-tenant.ts';

/**
 * The receiver answered 410 Gone: nothing more goes there until its owner enables the subscription again. Returns
 * whether it is disabled now. It is not if its owner has meanwhile deleted it or moved it to another target, which is
 * just what one does with a target that is about to go: the next attempt will show what holds.
 *
 * Its tenant is told, but not if it was an operational event that found the receiver gone.
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
  // With its notice: who reads it from a cache tells them, if we die before we do.
  await needs.subscriptions.changed(gone);
  needs.log.warn('subscription.disabled', { subscription_id: id, reason: gone.disabledReason });
  await notifyPending(needs, id);
  return true;
}
