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

/** What a limit is remembered under: one with other numbers begins afresh. */
export const limitKey = (id: string, { perSecond, burst }: RateLimit): string =>
  `${id} ${perSecond} ${burst}`;

/** What one of them takes of the pace, in milliseconds. */
export const paceMs = ({ perSecond }: RateLimit): number => 1_000 / perSecond;

/** How far ahead of the pace a burst may be. */
const toleranceMs = (limit: RateLimit): number => paceMs(limit) * (limit.burst - 1);

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

export interface Admission {
  /** So many of those who ask may pass now. */
  readonly admitted: number;
  /** So many more might. */
  readonly remaining: number;
  /** When the next one may pass, should none remain, in milliseconds from now. */
  readonly nextInMs: number;
  readonly paidUntilMs: number;
}

/** Lets as many of `count` pass as may pass now; those who may not take no place. */
export function admit(
  limit: RateLimit,
  paidUntilMs: number | undefined,
  nowMs: number,
  count: number,
): Admission {
  const startMs = Math.max(nowMs, realPaidUntilMs(limit, paidUntilMs ?? 0, nowMs));
  const admitted = Math.min(count, freePlaces(limit, startMs, nowMs));
  const endMs = startMs + admitted * paceMs(limit);
  return {
    admitted,
    remaining: freePlaces(limit, endMs, nowMs),
    nextInMs: Math.max(0, endMs - toleranceMs(limit) - nowMs),
    paidUntilMs: admitted === 0 && paidUntilMs !== undefined ? Math.min(paidUntilMs, startMs) : endMs,
  };
}

/**
 * No more than a whole burst can be paid ahead. A time beyond that was written by a clock that was ahead of this one: it
 * says that the burst is used up, and no more.
 */
const realPaidUntilMs = (limit: RateLimit, paidUntilMs: number, nowMs: number): number =>
  Math.min(paidUntilMs, nowMs + paceMs(limit) * limit.burst);

/** Places that come no later than now, if the next one begins at `startMs` of the even pace. */
const freePlaces = (limit: RateLimit, startMs: number, nowMs: number): number =>
  Math.max(0, Math.floor((nowMs + toleranceMs(limit) - startMs) / paceMs(limit) + ROUNDING) + 1);

/** Of what a double cannot hold: less than a place, by far. */
const ROUNDING = 1e-6;

/** How long an unused place is good that a process has taken ahead, in milliseconds. */
export const LEASE_MS = 100;

/**
 * How many places a process may take ahead, so that it does not have to ask for each; 1 where the limit is so tight
 * that what it takes ahead might be missed, or come on top of a burst.
 */
export function leaseSize({ perSecond, burst }: RateLimit): number {
  const spare = burst - (perSecond * LEASE_MS) / 1_000;
  return Math.max(1, Math.floor(Math.min(perSecond / 20, spare / 2)));
}

/** The limit for what is taken ahead: it may be used a little later, when the next burst has begun to fill. */
export const leasedLimit = (limit: RateLimit): RateLimit =>
  leaseSize(limit) === 1
    ? limit
    : { ...limit, burst: limit.burst - Math.ceil((limit.perSecond * LEASE_MS) / 1_000) };
