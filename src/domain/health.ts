import type { Attempt } from './delivery.ts';
import type { DeliveryId } from './ids.ts';
import { failingLimits } from './limits.ts';

/**
 * Whether deliveries to a subscription keep failing, and what its tenant has not been told of it yet. What changes and
 * that it is to be told are one write, so that neither is ever there without the other.
 */
export interface Health {
  /** When it was found that they do; `null`: they do not. */
  readonly failingSinceMs: number | null;
  /** When they last ceased to. */
  readonly recoveredAtMs: number | null;
  readonly untold: readonly SubscriptionNews[];
}

export const goodHealth: Health = { failingSinceMs: null, recoveredAtMs: null, untold: [] };

/** The attempt that something came of. */
export interface Cause {
  readonly deliveryId: DeliveryId;
  readonly eventType: string | null;
  readonly attempt: Omit<Attempt, 'responseExcerpt'>;
}

/** What befell a subscription, without anybody having asked for it. */
export type SubscriptionNews =
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

/** Of a delivery that has failed this often, or for the last time, it is no longer just a bad moment. */
export const isLastingFailure = (attemptNumber: number, isLast: boolean): boolean =>
  isLast || attemptNumber >= failingLimits.attempts;

/** Not while it is failing already, and not right after it has recovered: what goes up and down is told now and then. */
export const mayBeginToFail = ({ failingSinceMs, recoveredAtMs }: Health, nowMs: number): boolean =>
  failingSinceMs === null &&
  (recoveredAtMs === null || nowMs - recoveredAtMs >= failingLimits.quietSeconds * 1_000);

/** After a lasting failure; the same health if there is nothing new in that. */
export function failing(health: Health, cause: Cause, nowMs: number): Health {
  if (!mayBeginToFail(health, nowMs)) return health;
  return withNews(
    { ...health, failingSinceMs: nowMs },
    { type: 'posthorn.subscription.failing', atMs: nowMs, cause },
  );
}

/** After a success; the same health if there is nothing new in that. */
export function recovered(health: Health, cause: Cause, nowMs: number): Health {
  const { failingSinceMs } = health;
  if (failingSinceMs === null) return health;
  return withNews(
    { ...health, failingSinceMs: null, recoveredAtMs: nowMs },
    { type: 'posthorn.subscription.recovered', failingSinceMs, atMs: nowMs, cause },
  );
}

export const withNews = (health: Health, news: SubscriptionNews): Health => ({
  ...health,
  untold: [...health.untold, news],
});

/** What a receiver has answered is not passed on: it may be anything. */
export const causeOf = (
  { id, eventType }: { readonly id: DeliveryId; readonly eventType: string | null },
  { responseExcerpt: _, ...attempt }: Attempt,
): Cause => ({ deliveryId: id, eventType, attempt });
