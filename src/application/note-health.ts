import { isReservedEventType } from '../domain/event-type-pattern.ts';
import { type Cause, failing, type Health, mayBeginToFail, recovered } from '../domain/health.ts';
import { failingLimits } from '../domain/limits.ts';
import { readChangeWrite } from '../domain/read-change-write.ts';
import { type Subscription, withHealth } from '../domain/subscription.ts';
import type { DeliverNeeds } from './needs.ts';
import { notifyPending } from './notify-tenant.ts';

/**
 * After a lasting failure of a delivery: marks its subscription as failing, unless it is already.
 *
 * @param subscription as read for the attempt; an old version is found out
 */
export async function noteLastingFailure(
  needs: DeliverNeeds,
  subscription: Subscription,
  cause: Cause,
): Promise<void> {
  const nowMs = needs.clock.nowMs();
  if (isOurs(cause) || !mayBeginToFail(subscription.health, nowMs)) return;
  await changeHealth(needs, subscription, (health) => failing(health, cause, nowMs));
}

/**
 * After a success: its subscription is no longer failing. Nearly always it was not, and no read or write is needed to
 * know that. Only after a delivery that itself failed for long can the cached version be too old.
 */
export async function noteSuccess(
  needs: DeliverNeeds,
  subscription: Subscription,
  cause: Cause,
): Promise<void> {
  const mayBeFailing =
    subscription.health.failingSinceMs !== null || cause.attempt.number > failingLimits.attempts;
  if (isOurs(cause) || !mayBeFailing) return;
  const nowMs = needs.clock.nowMs();
  await changeHealth(needs, subscription, (health) => recovered(health, cause, nowMs));
}

/** Operational events do not change the health of a subscription, because their own failures are never reported. */
const isOurs = ({ eventType }: Cause): boolean => isReservedEventType(eventType);

async function changeHealth(
  needs: DeliverNeeds,
  { id }: Subscription,
  change: (health: Health) => Health,
): Promise<void> {
  const result = await readChangeWrite(async () => {
    const stored = await needs.store.find(id);
    if (stored === undefined) return;
    const health = change(stored.health);
    const isKnown = health === stored.health;
    if (!isKnown && (await needs.store.replace(withHealth(stored, health))) !== 'replaced') return 'conflict';
    return notifyPending(needs, id);
  });
  // The next attempt finds the same health and notes it.
  if (result === 'conflict') needs.log.warn('subscription.health_not_noted', { subscription_id: id });
}
