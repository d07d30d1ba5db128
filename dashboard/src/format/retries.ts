import type { RetryPolicy } from '../../../client/src/posthorn.ts';
import { duration } from './times.ts';

/** Retry policies as the API takes them; null is the default schedule. A test compares their waits with the service's. */

const DEFAULT_SECONDS = [5, 30, 120, 600, 1_800, 7_200, 18_000, 36_000] as const;
/** The most waits that the API takes. */
const WAITS_MOST = 50;

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

/** The waits in seconds; undefined if the policy is incomplete. At most as many as the API takes. */
export function waitsOf(policy: RetryPolicy | null): readonly number[] | undefined {
  if (policy === null) return DEFAULT_SECONDS;
  if (policy.schedule !== undefined) return policy.schedule.slice(0, WAITS_MOST);
  const { base_seconds: first, factor, max_delay_seconds: longest, max_attempts: attempts } = policy;
  if (first === undefined || factor === undefined) return undefined;
  if (longest === undefined || attempts === undefined) return undefined;
  const count = Math.min(WAITS_MOST, Math.max(0, attempts - 1));
  return Array.from({ length: count }, (_, index) => Math.min(longest, first * factor ** index));
}
