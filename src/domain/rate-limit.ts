/**
 * Rate limits as a GCRA (generic cell rate algorithm, ITU-T I.371). A limit needs only one stored number: the time by
 * which all admitted calls would have passed at an even pace. In any t seconds at most `burst + perSecond × t` calls
 * pass. For example 10 a second with a burst of 5 lets 5 pass at once, and then one every 100 ms.
 */

export interface RateLimit {
  /** On average; can be below 1, for example 0.1 for six a minute. */
  readonly perSecond: number;
  /** How many may pass at the same moment, after a pause. */
  readonly burst: number;
}

/** The key of a stored limit. A limit with other numbers starts from the beginning. */
export const limitKey = (id: string, { perSecond, burst }: RateLimit): string =>
  `${id} ${perSecond} ${burst}`;

/** The milliseconds between two calls at an even pace. */
export const paceMs = ({ perSecond }: RateLimit): number => 1_000 / perSecond;

/** How far a burst may be ahead of the pace. */
export const toleranceMs = (limit: RateLimit): number => paceMs(limit) * (limit.burst - 1);

/**
 * The remaining deliveries of a limit, as a count: when the limit changes, the count carries over to the new limit.
 * `atMs` is of a clock that never jumps.
 */
export interface Bucket {
  /** From 0 to the burst. */
  readonly left: number;
  readonly atMs: number;
}

export const fullBucket = ({ burst }: RateLimit, nowMs: number): Bucket => ({ left: burst, atMs: nowMs });

/** For a start, when earlier sends are not known. */
export const emptyBucket = (nowMs: number): Bucket => ({ left: 0, atMs: nowMs });

/** The bucket as of now. Time that runs backwards adds nothing. */
export function refilled(limit: RateLimit, { left, atMs }: Bucket, nowMs: number): Bucket {
  const gained = Math.max(0, nowMs - atMs) / paceMs(limit);
  return { left: Math.min(limit.burst, left + gained), atMs: nowMs };
}

/** How many may be sent now. */
export const sendable = ({ left }: Bucket): number => Math.floor(left + ROUNDING);

/** The bucket after one send; undefined if none may be sent now. */
export const afterSending = (bucket: Bucket): Bucket | undefined =>
  sendable(bucket) < 1 ? undefined : { ...bucket, left: bucket.left - 1 };

/** How many milliseconds until this many may be sent. */
export const sendableInMs = (limit: RateLimit, { left }: Bucket, count: number): number =>
  Math.max(0, (count - left) * paceMs(limit));

export interface Admission {
  /** How many of the callers may pass now. */
  readonly admitted: number;
  /** How many more could pass. */
  readonly remaining: number;
  /** When the next call may pass if none remain, in milliseconds from now. */
  readonly nextInMs: number;
  readonly paidUntilMs: number;
}

/** Admits as many of `count` as may pass now. The others take no slot. */
export function admit(
  limit: RateLimit,
  paidUntilMs: number | undefined,
  nowMs: number,
  count: number,
): Admission {
  const startMs = Math.max(nowMs, realPaidUntilMs(limit, paidUntilMs ?? 0, nowMs));
  const admitted = Math.min(count, freeSlots(limit, startMs, nowMs));
  const endMs = startMs + admitted * paceMs(limit);
  return {
    admitted,
    remaining: freeSlots(limit, endMs, nowMs),
    nextInMs: Math.max(0, endMs - toleranceMs(limit) - nowMs),
    paidUntilMs: admitted === 0 && paidUntilMs !== undefined ? Math.min(paidUntilMs, startMs) : endMs,
  };
}

/** At most a whole burst can be paid ahead. */
export const paidUntilMostMs = (limit: RateLimit, nowMs: number): number =>
  nowMs + paceMs(limit) * limit.burst;

/** A later time was written by a clock ahead of this one. It counts as a used-up burst, and no more. */
const realPaidUntilMs = (limit: RateLimit, paidUntilMs: number, nowMs: number): number =>
  Math.min(paidUntilMs, paidUntilMostMs(limit, nowMs));

/** The slots up to now, if the next one begins at `startMs` of the even pace. */
const freeSlots = (limit: RateLimit, startMs: number, nowMs: number): number =>
  Math.max(0, Math.floor((nowMs + toleranceMs(limit) - startMs) / paceMs(limit) + ROUNDING) + 1);

/** A tolerance for the rounding of doubles, far less than a slot. */
const ROUNDING = 1e-6;

/** How many milliseconds a process may keep a slot that it took ahead. */
export const LEASE_MS = 100;

/**
 * How many slots a process may take ahead, so that it does not ask for each. 1 if the limit is tight: slots taken
 * ahead could be missed, or could add to a burst.
 */
export function leaseSize({ perSecond, burst }: RateLimit): number {
  const spare = burst - (perSecond * LEASE_MS) / 1_000;
  return Math.max(1, Math.floor(Math.min(perSecond / 20, spare / 2)));
}

/** The limit for slots taken ahead. They can be used a little later, when the next burst has begun to fill. */
export const leasedLimit = (limit: RateLimit): RateLimit =>
  leaseSize(limit) === 1
    ? limit
    : { ...limit, burst: limit.burst - Math.ceil((limit.perSecond * LEASE_MS) / 1_000) };
