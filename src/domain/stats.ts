import type { CountedFact } from './counters.ts';
import { MINUTE_MS } from './counters.ts';
import { statsLimits } from './limits.ts';
import { percentile, type TimeBuckets } from './time-buckets.ts';

/** Statistics over time, made from counters. */

export const statsDimensions = ['status', 'event_type', 'subscription'] as const;
/** The property of the counted things that series are made by. */
export type StatsDimension = (typeof statsDimensions)[number];

/** A time range cut into steps. All three are whole steps since the Unix epoch, so two calls have the same points. */
export interface StatsRange {
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  readonly stepMs: number;
}

/** The counts of one fact in one step and series. */
export interface CounterSum {
  readonly atMs: number;
  /** The subscription, event type or answer; `null`: none, or one series for all. */
  readonly series: string | null;
  /** One of the small series that are summed up in one. */
  readonly isOther: boolean;
  readonly fact: CountedFact;
  readonly count: number;
}

export interface StatsNumbers {
  readonly events: number;
  readonly deliveries: number;
  readonly attempts: number;
  readonly delivered: number;
  readonly failedAttempts: number;
  readonly exhausted: number;
  readonly cancelled: number;
  /** Milliseconds from the event's arrival to the end of the attempt that delivered; null: none was delivered. */
  readonly timeToDeliveryMs: { readonly p50: number; readonly p95: number } | null;
}

interface StatsPoint extends StatsNumbers {
  readonly atMs: number;
}

export interface StatsSeries {
  readonly key: string | null;
  readonly isOther: boolean;
  readonly points: readonly StatsPoint[];
  readonly totals: StatsNumbers;
}

/** Open deliveries at this moment. */
export interface OpenDeliveries {
  readonly pending: number;
  readonly retrying: number;
  /** How many of them wait for their subscription to be enabled. */
  readonly held: number;
  /** False: `held` is a lower bound. */
  readonly isExact: boolean;
}

/** The figures of a tenant, or of one receiver, over a time range. */
export interface StatsOverTime {
  readonly range: StatsRange;
  readonly series: readonly StatsSeries[];
  /** Null where open deliveries are not counted. */
  readonly open: OpenDeliveries | null;
}

const USUAL_MINUTES = [1, 2, 5, 15, 30];
const HOUR_MINUTES = 60;
const HOUR_MS = HOUR_MINUTES * MINUTE_MS;
/** Counters are also kept by quarter of an hour, since a long range has too many minutes to read. */
export const QUARTER_MS = statsLimits.quarterMinutes * MINUTE_MS;

const isReadByQuarter = (rangeMs: number): boolean => rangeMs > statsLimits.hoursByMinute * HOUR_MS;

/** Whether a range has to be read by quarters of an hour, and cannot with this step. */
export const needsQuarters = (rangeMs: number, stepMs: number): boolean =>
  stepMs % QUARTER_MS !== 0 && (isReadByQuarter(rangeMs) || stepMs > HOUR_MS);

/** The smallest usual step (1, 2, 5, 15, 30 or 60 minutes) that makes few points of a range. */
export function defaultStepMs(rangeMs: number): number {
  const fits = (minutes: number) =>
    rangeMs <= minutes * MINUTE_MS * statsLimits.pointsDefault &&
    !needsQuarters(rangeMs, minutes * MINUTE_MS);
  return (USUAL_MINUTES.find(fits) ?? HOUR_MINUTES) * MINUTE_MS;
}

/** The smallest step with which a range has no more points than an answer may have. */
export const smallestStepMs = (rangeMs: number): number =>
  Math.ceil(rangeMs / ((statsLimits.points - 1) * MINUTE_MS)) * MINUTE_MS;

/** The range of whole steps around a time range. */
export const alignedRange = (fromMs: number, toMs: number, stepMs: number): StatsRange => ({
  fromMs: Math.floor(fromMs / stepMs) * stepMs,
  toMs: Math.ceil(toMs / stepMs) * stepMs,
  stepMs,
});

export const pointsIn = ({ fromMs, toMs, stepMs }: StatsRange): number => (toMs - fromMs) / stepMs;

class Tally {
  readonly #counts = new Map<CountedFact, number>();

  add(fact: CountedFact, n: number): void {
    this.#counts.set(fact, (this.#counts.get(fact) ?? 0) + n);
  }

  get volume(): number {
    return [...this.#counts.values()].reduce((sum, n) => sum + n, 0);
  }

  numbers(): StatsNumbers {
    const of = (fact: CountedFact) => this.#counts.get(fact) ?? 0;
    const times = this.#times();
    const delivered = [...times.values()].reduce((sum, n) => sum + n, 0);
    const p50 = percentile(times, 0.5);
    const p95 = percentile(times, 0.95);
    return {
      events: of('event'),
      deliveries: of('delivery'),
      attempts: of('failed') + of('succeeded') + delivered,
      delivered,
      failedAttempts: of('failed'),
      exhausted: of('exhausted'),
      cancelled: of('cancelled'),
      timeToDeliveryMs: p50 === null || p95 === null ? null : { p50, p95 },
    };
  }

  #times(): TimeBuckets {
    const times = new Map<number, number>();
    for (const [fact, n] of this.#counts) {
      if (fact.startsWith(TIMED)) times.set(Number(fact.slice(TIMED.length)), n);
    }
    return times;
  }
}

const TIMED = 'delivered:';

interface Tallies {
  readonly series: string | null;
  readonly isOther: boolean;
  readonly all: Tally;
  readonly steps: Map<number, Tally>;
}

/**
 * Series of equal length, a point for each step: largest series first, the summed-up ones last. Without `by` there is one
 * series, also if nothing was counted.
 */
export function statsSeries(
  range: StatsRange,
  by: StatsDimension | undefined,
  sums: readonly CounterSum[],
): readonly StatsSeries[] {
  const found = talliesOf(sums);
  if (by === undefined && found.length === 0) found.push(emptyTallies(null, false));
  found.sort(
    (one, other) => Number(one.isOther) - Number(other.isOther) || other.all.volume - one.all.volume,
  );
  const nothing = new Tally().numbers();
  return found.map(({ series, isOther, all, steps }) => ({
    key: series,
    isOther,
    points: Array.from({ length: pointsIn(range) }, (_, n) => {
      const atMs = range.fromMs + n * range.stepMs;
      return { atMs, ...(steps.get(atMs)?.numbers() ?? nothing) };
    }),
    totals: all.numbers(),
  }));
}

function talliesOf(sums: readonly CounterSum[]): Tallies[] {
  const found = new Map<string, Tallies>();
  for (const { series, isOther, atMs, fact, count } of sums) {
    const name = JSON.stringify([series, isOther]);
    const tallies = found.get(name) ?? emptyTallies(series, isOther);
    found.set(name, tallies);
    const step = tallies.steps.get(atMs) ?? new Tally();
    tallies.steps.set(atMs, step);
    tallies.all.add(fact, count);
    step.add(fact, count);
  }
  return [...found.values()];
}

const emptyTallies = (series: string | null, isOther: boolean): Tallies => ({
  series,
  isOther,
  all: new Tally(),
  steps: new Map(),
});
