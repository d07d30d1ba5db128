import type { RetryPolicy } from '../../../client/src/posthorn.ts';
import { retryLimits } from '../../../src/domain/limits.ts';
import { defaultRetryPolicy, plainDelaySeconds } from '../../../src/domain/retry-policy.ts';
import { duration } from './times.ts';

/** Retry policies as the API takes them; null is the default schedule. */

/** `9 attempts within 17 h 42 min`, for a line of a page. */
export function retriesInWords(policy: RetryPolicy | null): string {
  const waits = waitsOf(policy);
  return waits === undefined ? 'incomplete' : attemptsInWords(waits);
}

export const attemptsInWords = (waits: readonly number[]): string =>
  waits.length === 0
    ? '1 attempt, no retry'
    : `${waits.length + 1} attempts within ${duration((attemptTimes(waits).at(-1) ?? 0) * 1_000)}`;

/** The seconds from the event to each attempt, the first included. */
export function attemptTimes(waits: readonly number[]): readonly number[] {
  const times = [0];
  for (const wait of waits) times.push((times.at(-1) ?? 0) + wait);
  return times;
}

/** The waits in seconds; undefined if the policy is incomplete or beyond the limits of the API. */
export function waitsOf(policy: RetryPolicy | null): readonly number[] | undefined {
  const rules = policy === null ? defaultRetryPolicy : rulesOf(policy);
  if (rules === undefined) return undefined;
  const waits: number[] = [];
  while (waits.length < retryLimits.attemptsMax) {
    const wait = plainDelaySeconds(rules, waits.length + 1);
    if (wait === undefined) break;
    if (!(wait >= 0)) return undefined;
    waits.push(wait);
  }
  return waits;
}

function rulesOf({ schedule, base_seconds, factor, max_delay_seconds, max_attempts }: RetryPolicy) {
  if (schedule !== undefined) return { scheduleSeconds: schedule };
  if (base_seconds === undefined || factor === undefined) return undefined;
  if (max_delay_seconds === undefined || max_attempts === undefined) return undefined;
  return {
    baseSeconds: base_seconds,
    factor,
    maxDelaySeconds: max_delay_seconds,
    maxAttempts: max_attempts,
  };
}
