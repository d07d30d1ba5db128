/**
 * Rate limits as a GCRA (generic cell rate algorithm, ITU-T I.371): of a limit there is only one number to remember,
 * the time by which all that was let through would have passed at an even pace. In any period of t seconds at most
 * `burst + perSecond × t` pass.
 */

export interface RateLimit {
  /** On average; below 1 as well, such as 0.1 for six a minute. */
  readonly perSecond: number;
  /** So many may pass at the same moment, after a pause. */
  readonly burst: number;
}

/** What one of them takes of the pace, in milliseconds. */
export const paceMs = ({ perSecond }: RateLimit): number => 1_000 / perSecond;

/** How far ahead of the pace a burst may be. */
export const toleranceMs = (limit: RateLimit): number => paceMs(limit) * (limit.burst - 1);

/**
 * Takes the next free place, which may be in the future.
 * @param paidUntilMs what was remembered of the limit; undefined: nothing, so that a whole burst is free
 */
export function takePlace(
  limit: RateLimit,
  paidUntilMs: number | undefined,
  nowMs: number,
): { readonly atMs: number; readonly paidUntilMs: number } {
  const startMs = Math.max(nowMs, paidUntilMs ?? 0);
  return { atMs: placeMs(limit, startMs, nowMs), paidUntilMs: startMs + paceMs(limit) };
}

/** When the place is that begins at `startMs` of the even pace: a burst may come earlier. */
export const placeMs = (limit: RateLimit, startMs: number, nowMs: number): number =>
  Math.max(nowMs, startMs - toleranceMs(limit));
