import { ConnectionError, ProblemError } from './errors.ts';

/** When a call is made again, and how long is waited before. */

/** Refusals that pass: too many requests, and whatever stands between here and Posthorn. */
const passingStatuses: readonly number[] = [429, 502, 503, 504];

const FIRST_MOST_MS = 500;
const MOST_MS = 8_000;
/** Whoever is told to wait longer is told so by the error, and decides for himself. */
const RETRY_AFTER_SECONDS_MOST = 60;

export const isPassing = (error: unknown): boolean =>
  error instanceof ConnectionError ||
  (error instanceof ProblemError && passingStatuses.includes(error.status));

/** Whether what was asked may have been done all the same: only a 429 says that it was not. */
export const leavesOpen = (error: unknown): boolean =>
  isPassing(error) && !(error instanceof ProblemError && error.status === 429);

/**
 * The wait before a repeat: "full jitter", anything between nothing and a bound that doubles
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/), after what `Retry-After` asks for.
 *
 * @param repeat which repeat it is, from 1
 * @param random from 0 to 1
 * @returns milliseconds; undefined when Posthorn asks for more patience than a call should have
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
