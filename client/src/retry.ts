import { ConnectionError, ProblemError } from './errors.ts';

/** When a call is retried, and the wait before it. */

/** Temporary statuses: too many requests, and failures of servers on the way. */
const passingStatuses: readonly number[] = [429, 502, 503, 504];

const FIRST_MOST_MS = 500;
const MOST_MS = 8_000;
/** If Posthorn asks for a longer wait, the error says so, and the caller decides. */
const RETRY_AFTER_SECONDS_MOST = 60;

export const isPassing = (error: unknown): boolean =>
  error instanceof ConnectionError ||
  (error instanceof ProblemError && passingStatuses.includes(error.status));

/** Whether the call may have taken effect although it failed: only a 429 rules that out. */
export const leavesOpen = (error: unknown): boolean =>
  isPassing(error) && !(error instanceof ProblemError && error.status === 429);

/**
 * The wait before a retry: "full jitter", a random time up to a bound that doubles
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/), added to `Retry-After`.
 * @param repeat number of the retry, from 1
 * @param random from 0 to 1
 * @returns milliseconds; undefined if Posthorn asks for a longer wait than a call should have
 */
export function waitMs(error: unknown, repeat: number, random: number): number | undefined {
  const retryAfterSeconds = (error instanceof ProblemError && error.retryAfterSeconds) || 0;
  if (retryAfterSeconds > RETRY_AFTER_SECONDS_MOST) return undefined;
  const boundMs = Math.min(MOST_MS, FIRST_MOST_MS * 2 ** (repeat - 1));
  return Math.round(retryAfterSeconds * 1_000 + random * boundMs);
}

/** @throws the signal's reason, as soon as it is aborted */
export function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', abort, { once: true });
  });
}
