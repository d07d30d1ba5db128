import type { Attempt } from './delivery.ts';
import type { DeliveryId } from './ids.ts';
import { failingLimits } from './limits.ts';

/**
 * Whether deliveries to a subscription keep failing, and which of its state changes the tenant has not been notified of
 * yet. A state change and its notification are one write, so neither exists without the other.
 */
export interface Health {
  /** Since when the subscription is failing; `null`: it is not. */
  readonly failingSinceMs: number | null;
  /** When the subscription last stopped failing. */
  readonly recoveredAtMs: number | null;
  readonly pendingNotices: readonly SubscriptionNotice[];
}

export const goodHealth: Health = { failingSinceMs: null, recoveredAtMs: null, pendingNotices: [] };

/** The attempt that led to a state change. */
export interface Cause {
  readonly deliveryId: DeliveryId;
  readonly eventType: string | null;
  readonly attempt: Omit<Attempt, 'responseExcerpt'>;
}

/** A state change of a subscription that Posthorn made by itself. */
export type SubscriptionNotice =
  | {
      readonly type: 'posthorn.subscription.disabled';
      readonly reason: 'receiver_gone';
      readonly atMs: number;
      readonly cause: Cause;
    }
  | { readonly type: 'posthorn.subscription.failing'; readonly atMs: number; readonly cause: Cause }
  | {
      readonly type: 'posthorn.subscription.recovered';
      readonly failingSinceMs: number;
      readonly atMs: number;
      readonly cause: Cause;
    };

/** A delivery that has failed this often, or for the last time, shows a lasting fault and not a moment's. */
export const isLastingFailure = (attemptNumber: number, isLast: boolean): boolean =>
  isLast || attemptNumber >= failingLimits.attempts;

/**
 * False while the subscription is failing already, and right after a recovery: a receiver that goes up and down is
 * reported only now and then.
 */
export const mayBeginToFail = ({ failingSinceMs, recoveredAtMs }: Health, nowMs: number): boolean =>
  failingSinceMs === null &&
  (recoveredAtMs === null || nowMs - recoveredAtMs >= failingLimits.quietSeconds * 1_000);

/** After a lasting failure. Returns the same health if nothing changes. */
export function failing(health: Health, cause: Cause, nowMs: number): Health {
  if (!mayBeginToFail(health, nowMs)) return health;
  return withNotice(
    { ...health, failingSinceMs: nowMs },
    { type: 'posthorn.subscription.failing', atMs: nowMs, cause },
  );
}

/** After a success. Returns the same health if nothing changes. */
export function recovered(health: Health, cause: Cause, nowMs: number): Health {
  const { failingSinceMs } = health;
  if (failingSinceMs === null) return health;
  return withNotice(
    { ...health, failingSinceMs: null, recoveredAtMs: nowMs },
    { type: 'posthorn.subscription.recovered', failingSinceMs, atMs: nowMs, cause },
  );
}

export const withNotice = (health: Health, notice: SubscriptionNotice): Health => ({
  ...health,
  pendingNotices: [...health.pendingNotices, notice],
});

/** Without the response excerpt: the receiver's response can contain anything. */
export const causeOf = (
  { id, eventType }: { readonly id: DeliveryId; readonly eventType: string | null },
  { responseExcerpt: _, ...attempt }: Attempt,
): Cause => ({ deliveryId: id, eventType, attempt });
