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
export const toleranceMs = (limit: RateLimit): number => paceMs(limit) * (limit.burst - 1);

/**
 * What is left of a limit of deliveries, as a count: so a limit that changes goes on from what was used under the one
 * before. Its time is that of a clock that never steps.
 */
export interface Bucket {
  /** From 0 to the burst. */
  readonly left: number;
  readonly atMs: number;
}

export const fullBucket = ({ burst }: RateLimit, nowMs: number): Bucket => ({ left: burst, atMs: nowMs });

/** For a start: what was sent before it is not known. */
export const emptyBucket = (nowMs: number): Bucket => ({ left: 0, atMs: nowMs });

/** The bucket as it is now. Time that runs backwards adds nothing. */
export function refilled(limit: RateLimit, { left, atMs }: Bucket, nowMs: number): Bucket {
  const gained = Math.max(0, nowMs - atMs) / paceMs(limit);
  return { left: Math.min(limit.burst, left + gained), atMs: nowMs };
}

/** How many may be sent now. */
export const sendable = ({ left }: Bucket): number => Math.floor(left + ROUNDING);

/** The bucket after one was sent: undefined if none may be sent now. */
export const afterSending = (bucket: Bucket): Bucket | undefined =>
  sendable(bucket) < 1 ? undefined : { ...bucket, left: bucket.left - 1 };

/** How long until so many may be sent, in milliseconds. */
export const sendableInMs = (limit: RateLimit, { left }: Bucket, count: number): number =>
  Math.max(0, (count - left) * paceMs(limit));

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

/** No more than a whole burst can be paid ahead. */
export const paidUntilMostMs = (limit: RateLimit, nowMs: number): number =>
  nowMs + paceMs(limit) * limit.burst;

/**
 * A time beyond that beyond that was written by a clock that was ahead of this one: it
 * says that the burst is used up, and no more.
 */
const realPaidUntilMs = (limit: RateLimit, paidUntilMs: number, nowMs: number): number =>
  Math.min(paidUntilMs, paidUntilMostMs(limit, nowMs));

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
