import { isReservedEventType } from '../domain/event-type-pattern.ts';
import { type Cause, failing, type Health, mayBeginToFail, recovered } from '../domain/health.ts';
import { failingLimits } from '../domain/limits.ts';
import { readChangeWrite } from '../domain/read-change-write.ts';
import { type Subscription, withHealth } from '../domain/subscription.ts';
import type { DeliverNeeds } from './needs.ts';
import { notifyPending } from './notify-tenant.ts';

/**
 * A delivery has failed for long: its subscription is failing, if it is not so already.
 *
 * @param subscription as it was read for the attempt: perhaps an old copy, which is then found out
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
 * A delivery has succeeded: its subscription fails no more, if it did. Nearly always it did not, and nothing is read
 * or written to know that; only of a delivery that has failed for long itself it is known that the copy may be too old.
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

/** What becomes of operational events is not told, so it says nothing either of what will be told. */
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
