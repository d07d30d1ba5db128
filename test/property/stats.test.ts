import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CounterBook, groupOf } from '../../src/domain/counter-book.ts';
import { CounterSums } from '../../src/domain/counter-sums.ts';
import type { CountedFact, CountingKind } from '../../src/domain/counters.ts';
import { statsLimits } from '../../src/domain/limits.ts';
import {
  alignedRange,
  defaultStepMs,
  needsQuarters,
  pointsIn,
  smallestStepMs,
  statsDimensions,
  statsSeries,
} from '../../src/domain/stats.ts';
import { percentile, timeBucketOf, timeBuckets } from '../../src/domain/time-buckets.ts';

const MINUTE_MS = 60_000;
const DAYS_MS = 37 * 86_400_000;

const histogramOf = (times: readonly number[]): ReadonlyMap<number, number> => {
  const buckets = new Map<number, number>();
  for (const ms of times) buckets.set(timeBucketOf(ms), (buckets.get(timeBucketOf(ms)) ?? 0) + 1);
  return buckets;
};

const nearestRank = (times: readonly number[], share: number): number =>
  times.toSorted((one, other) => one - other)[Math.max(0, Math.ceil(times.length * share) - 1)] ?? Number.NaN;

const someTimes = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: DAYS_MS })),
  {
    minLength: 1,
    maxLength: 200,
  },
);

describe('a histogram of times', () => {
  it('has percentiles that are at most 10 % off, or half a millisecond', () => {
    fc.assert(
      fc.property(someTimes, fc.double({ min: 0.01, max: 1, noNaN: true }), (times, share) => {
        const exact = nearestRank(times, share);
        const read = percentile(histogramOf(times), share) ?? Number.NaN;
        expect(Math.abs(read - exact)).toBeLessThanOrEqual(Math.max(1, exact * 0.1 + 0.5));
      }),
    );
  });

  it('merges: the sum of two is the histogram of all their times', () => {
    fc.assert(
      fc.property(someTimes, someTimes, (some, others) => {
        const merged = new Map(histogramOf(some));
        for (const [bucket, n] of histogramOf(others)) merged.set(bucket, (merged.get(bucket) ?? 0) + n);
        expect(merged).toEqual(histogramOf([...some, ...others]));
      }),
    );
  });

  it('has a bounded number of buckets, in the order of their times, and none without times', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e15, noNaN: true }),
        fc.double({ min: 0, max: 1e15 }),
        (ms, more) => {
          expect(timeBuckets).toContain(timeBucketOf(ms));
          expect(timeBucketOf(ms + more)).toBeGreaterThanOrEqual(timeBucketOf(ms));
        },
      ),
    );
    expect(percentile(new Map(), 0.5)).toBeNull();
    expect(percentile(new Map([[3, 0]]), 0.5)).toBeNull();
  });
});

const ranges = fc
  .record({
    fromMs: fc.integer({ min: 0, max: 4e12 }),
    lengthMs: fc.integer({ min: 1, max: 73 * 3_600_000 }),
  })
  .map(({ fromMs, lengthMs }) => ({ fromMs, toMs: fromMs + lengthMs }));

describe('the steps of a range', () => {
  it('are whole and cover the range; the default makes few points, the smallest as many as allowed', () => {
    fc.assert(
      fc.property(ranges, ({ fromMs, toMs }) => {
        for (const [stepMs, most] of [
          [defaultStepMs(toMs - fromMs), statsLimits.pointsDefault + 1],
          [smallestStepMs(toMs - fromMs), statsLimits.points],
        ] as const) {
          const range = alignedRange(fromMs, toMs, stepMs);
          expect(stepMs % MINUTE_MS).toBe(0);
          expect(needsQuarters(toMs - fromMs, defaultStepMs(toMs - fromMs))).toBe(false);
          expect(range.fromMs % stepMs).toBe(0);
          expect(range.toMs % stepMs).toBe(0);
          expect(range.fromMs).toBeGreaterThan(fromMs - stepMs);
          expect(range.fromMs).toBeLessThanOrEqual(fromMs);
          expect(range.toMs).toBeGreaterThanOrEqual(toMs);
          expect(range.toMs).toBeLessThan(toMs + stepMs);
          expect(pointsIn(range)).toBeLessThanOrEqual(most);
        }
      }),
    );
  });
});

const kinds: readonly CountingKind[] = ['event', 'delivery', 'outcome', 'open'];
const facts: readonly CountedFact[] = [
  'event',
  'delivery',
  'failed',
  'delivered:7',
  'delivered:31',
  'exhausted',
];
const counts = fc.record({
  kind: fc.constantFrom(...kinds),
  minute: fc.integer({ min: 100, max: 130 }),
  about: fc.record({
    tenantId: fc.constantFrom('ten_1' as const, 'ten_2' as const),
    subscriptionId: fc.constantFrom('' as const, 'sub_1' as const, 'sub_2' as const, 'sub_3' as const),
    eventType: fc.constantFrom(null, 'a', 'b'),
    receiverId: fc.constantFrom(null, undefined, 'x', 'x\ty'),
  }),
  answer: fc.constantFrom('', '2xx', 'timeout'),
  fact: fc.constantFrom(...facts),
  n: fc.integer({ min: 1, max: 5 }),
});

/** `counts` of the same group and fact, summed up. */
const summed = (all: readonly (readonly [string, readonly (readonly [string, number])[]])[]) => {
  const sums: Record<string, number> = {};
  for (const [key, group] of all) {
    for (const [fact, n] of group) sums[`${key} ${fact}`] = (sums[`${key} ${fact}`] ?? 0) + n;
  }
  return sums;
};

describe('a book of counters', () => {
  it('has the sum of all counts that were kept, by the fields that they were counted by', () => {
    const steps = fc.array(fc.record({ counts: fc.array(counts, { maxLength: 12 }), isKept: fc.boolean() }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(steps, (commits) => {
        const book = new CounterBook();
        const expected: Record<string, number> = {};
        const journal: ReturnType<CounterBook['added']> = [];
        for (const { counts: some, isKept } of commits) {
          for (const { kind, minute, about, answer, fact, n } of some) {
            book.add(kind, minute, about, answer, fact, n);
            const eventType = kind === 'open' ? '' : (about.eventType ?? '');
            const { tenantId, subscriptionId, receiverId } = about;
            const key = [minute, tenantId, subscriptionId, eventType, answer, receiverId ?? ''].join('\t');
            if (isKept) expected[`${key} ${fact}`] = (expected[`${key} ${fact}`] ?? 0) + n;
          }
          if (isKept) {
            journal.push(...book.added());
            book.keep();
          } else book.drop();
          expect(book.isChanged).toBe(false);
        }
        expect(summed(book.all())).toEqual(expected);
        const restored = new CounterBook();
        restored.addAll(JSON.parse(JSON.stringify(journal)) as typeof journal);
        expect(summed(restored.all())).toEqual(expected);
      }),
    );
  });
});

describe('series', () => {
  const range = alignedRange(100 * MINUTE_MS, 130 * MINUTE_MS, 5 * MINUTE_MS);

  it('add up to the same totals, by every property and number of steps', () => {
    fc.assert(
      fc.property(
        fc.array(counts, { maxLength: 60 }),
        fc.constantFrom(undefined, ...statsDimensions),
        fc.integer({ min: 0, max: 3 }),
        (all, by, seriesMost) => {
          const wanted = all.filter(({ minute }) => minute < 130);
          const sums = new CounterSums(range, by);
          const one = new CounterSums(range, undefined);
          for (const { minute, about, answer, fact, n } of wanted) {
            const { tenantId, subscriptionId, eventType, receiverId } = about;
            const group = groupOf(
              [minute, tenantId, subscriptionId, eventType ?? '', answer, receiverId ?? ''].join('\t'),
            );
            sums.add(group, fact, n);
            one.add(group, fact, n);
          }
          const series = statsSeries(range, by, sums.sums(seriesMost));
          const [total] = statsSeries(range, undefined, one.sums(seriesMost));
          for (const name of ['events', 'deliveries', 'attempts', 'delivered', 'exhausted'] as const) {
            const sum = series.reduce((so, { totals }) => so + totals[name], 0);
            expect(sum).toBe(total?.totals[name]);
            for (const { points, totals } of series) {
              expect(points).toHaveLength(6);
              expect(points.reduce((so, point) => so + point[name], 0)).toBe(totals[name]);
            }
          }
          const named = series.filter(({ key, isOther }) => key !== null && !isOther);
          if (by !== undefined) expect(named.length).toBeLessThanOrEqual(seriesMost);
          expect(series.filter(({ isOther }) => isOther).length).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
