/** Waits that double from try to try, so that a service in trouble gets fewer calls. */
export interface Backoff {
  /** The longest wait after the first try. */
  readonly firstMs: number;
  /** The longest wait after any try; without it, the waits double without a limit. */
  readonly mostMs?: number;
  /** The share of each wait that randomness may take off: 0 is the exact wait, 1 anything from nothing to all of it. */
  readonly jitter: number;
}

/**
 * How long to wait after a number of tries, from 1.
 *
 * @param fraction random, in [0, 1): processes that failed together do not try again together
 */
export const backoffMs = (
  { firstMs, mostMs = Number.POSITIVE_INFINITY, jitter }: Backoff,
  tries: number,
  fraction: number,
): number => Math.min(mostMs, firstMs * 2 ** (tries - 1)) * (1 - jitter * fraction);
