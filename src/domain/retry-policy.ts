import { retryLimits } from './limits.ts';

/** One wait per retry, in seconds: `[5, 30]` makes at most three attempts. */
export interface ScheduledRetries {
  readonly scheduleSeconds: readonly number[];
}

/** `base × factor^n` seconds before retry n + 1, never above `maxDelaySeconds`, `maxAttempts` attempts in all. */
export interface ExponentialRetries {
  readonly baseSeconds: number;
  readonly factor: number;
  readonly maxDelaySeconds: number;
  readonly maxAttempts: number;
}

export type RetryPolicy = ScheduledRetries | ExponentialRetries;

/** 5 s, 30 s, 2 min, 10 min, 30 min, 2 h, 5 h, 10 h: nine attempts in about 18 hours. */
export const defaultRetryPolicy: ScheduledRetries = {
  scheduleSeconds: [5, 30, 120, 600, 1_800, 7_200, 18_000, 36_000],
};

/** Each wait varies by this share, so that deliveries that failed together do not come back together. */
const JITTER = 0.2;

export type RetryDecision =
  | { readonly outcome: 'retry'; readonly atMs: number }
  | { readonly outcome: 'exhausted'; readonly reason: ExhaustedReason };

/**
 * `attempts`: the policy has no further attempt. `expired`: the next attempt would come after the longest life of a
 * delivery. `payload_deleted`: the payload was deleted. `internal_fault`: Posthorn failed at the message again and
 * again.
 */
export type ExhaustedReason = 'attempts' | 'expired' | 'payload_deleted' | 'internal_fault';

/** The wait before retry number `retry` (from 1), without jitter; undefined if the policy has no such retry. */
export function plainDelaySeconds(policy: RetryPolicy, retry: number): number | undefined {
  if ('scheduleSeconds' in policy) return policy.scheduleSeconds[retry - 1];
  if (retry >= policy.maxAttempts) return undefined;
  return Math.min(policy.maxDelaySeconds, policy.baseSeconds * policy.factor ** (retry - 1));
}

/** The sum of all waits of a policy, in seconds. */
export function totalDelaySeconds(policy: RetryPolicy): number {
  let total = 0;
  for (let retry = 1; ; retry += 1) {
    const delay = plainDelaySeconds(policy, retry);
    if (delay === undefined) return total;
    total += delay;
  }
}

export interface FailedAttempt {
  readonly policy: RetryPolicy;
  /** Attempts made so far, the failed one included. */
  readonly attemptsMade: number;
  readonly createdAtMs: number;
  readonly nowMs: number;
  /** The receiver's `Retry-After`. It can only delay the attempt, and only up to a limit. */
  readonly retryAfterSeconds: number | undefined;
  /** A random number in [0, 1). */
  readonly random: number;
}

/** The time of the next attempt after a failed one, or that none follows. */
export function decideRetry(failed: FailedAttempt): RetryDecision {
  const plain = plainDelaySeconds(failed.policy, failed.attemptsMade);
  if (plain === undefined) return { outcome: 'exhausted', reason: 'attempts' };
  const varied = plain * (1 - JITTER + 2 * JITTER * failed.random);
  const asked = Math.min(failed.retryAfterSeconds ?? 0, retryLimits.retryAfterSecondsMax);
  const atMs = failed.nowMs + Math.round(1_000 * Math.max(varied, asked));
  if (atMs > giveUpAtMs(failed.createdAtMs)) return { outcome: 'exhausted', reason: 'expired' };
  return { outcome: 'retry', atMs };
}

/**
 * When a delivery is given up under any policy: after the longest sum of waits that a policy may have, and the jitter
 * of the last wait.
 */
export const giveUpAtMs = (createdAtMs: number): number =>
  createdAtMs + retryLimits.totalSeconds * 1_000 * (1 + JITTER);
