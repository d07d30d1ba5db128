import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  admit,
  afterSending,
  type Bucket,
  emptyBucket,
  fullBucket,
  type RateLimit,
  refilled,
  sendableInMs,
} from '../../src/domain/rate-limit.ts';

const limits = fc.record({
  perSecond: fc.double({ min: 0.01, max: 10_000, noNaN: true }),
  burst: fc.integer({ min: 1, max: 50 }),
});

/** The events between two attempts. The clock of a bucket is monotonic: after a restart it begins anywhere. */
const happening = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('send' as const), count: fc.integer({ min: 1, max: 60 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 3_000 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('hang' as const), ms: fc.integer({ min: 0, max: 600_000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('change' as const), limit: limits }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('restart' as const),
      clockMs: fc.integer({ min: 0, max: 1e9 }),
    }),
  },
);
type Happening = typeof happening extends fc.Arbitrary<infer One> ? One : never;

/** For times that a double cannot hold exactly. */
const ROUNDING = 1e-3;

interface Sent {
  readonly atMs: number;
  readonly era: number;
}

/** Plays a history; returns the sent attempts, by a time that passes evenly, and the limits in their order. */
function play(first: RateLimit, history: readonly Happening[]) {
  let [limit, realMs, offsetMs] = [first, 0, 0];
  const eras = [first];
  const sent: Sent[] = [];
  const clockMs = () => realMs + offsetMs;
  let bucket: Bucket = fullBucket(limit, clockMs());
  const sendOne = (): boolean => {
    const after = afterSending(refilled(limit, bucket, clockMs()));
    if (after === undefined) return false;
    bucket = after;
    sent.push({ atMs: realMs, era: eras.length - 1 });
    return true;
  };
  for (const one of history) {
    if (one.kind === 'pass' || one.kind === 'hang') realMs += one.ms;
    if (one.kind === 'send') for (let n = 0; n < one.count && sendOne(); n += 1);
    if (one.kind === 'restart') {
      offsetMs = one.clockMs;
      bucket = emptyBucket(clockMs());
    }
    if (one.kind === 'change') {
      bucket = refilled(limit, bucket, clockMs());
      limit = one.limit;
      bucket = { ...bucket, left: Math.min(bucket.left, limit.burst) };
      eras.push(limit);
    }
  }
  return { sent, eras };
}

describe('attempts under any rate limit', () => {
  it('are in any period at most a burst and the rate times the period', () => {
    fc.assert(
      fc.property(limits, fc.array(happening, { maxLength: 60 }), (first, history) => {
        const { sent, eras } = play(first, history);
        for (const [from, start] of sent.entries()) {
          for (const [index, end] of sent.slice(from).entries()) {
            // Over a change, the larger of the limits that were in force.
            const inForce = eras.slice(start.era, end.era + 1);
            const burst = Math.max(...inForce.map((one) => one.burst));
            const perSecond = Math.max(...inForce.map((one) => one.perSecond));
            expect(index + 1).toBeLessThanOrEqual(
              burst + ((end.atMs - start.atMs) * perSecond) / 1_000 + ROUNDING,
            );
          }
        }
      }),
    );
  });

  it('may go on when the bucket says so, and not a millisecond later', () => {
    fc.assert(
      fc.property(limits, fc.integer({ min: 0, max: 60 }), (limit, count) => {
        let bucket = fullBucket(limit, 0);
        for (let n = 0; n < count; n += 1) bucket = afterSending(bucket) ?? bucket;
        const waitMs = sendableInMs(limit, bucket, 1);
        expect(afterSending(refilled(limit, bucket, waitMs))).toBeDefined();
      }),
    );
  });
});

describe('events under any rate limit of ingest', () => {
  it('are in any period at most a burst and the rate times the period, by a clock that goes on', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 120 });
    fc.assert(
      fc.property(limits, gaps, (limit, waits) => {
        const admittedMs: number[] = [];
        let [nowMs, paidUntilMs] = [1_700_000_000_000, undefined as number | undefined];
        for (const wait of waits) {
          nowMs += wait;
          const admission = admit(limit, paidUntilMs, nowMs, 1);
          ({ paidUntilMs } = admission);
          if (admission.admitted === 1) admittedMs.push(nowMs);
        }
        for (const [from, startMs] of admittedMs.entries()) {
          for (const [index, endMs] of admittedMs.slice(from).entries()) {
            expect(index + 1).toBeLessThanOrEqual(
              limit.burst + ((endMs - startMs + 0.01) * limit.perSecond) / 1_000,
            );
          }
        }
      }),
    );
  });

  it('are refused for no longer than a place takes, wherever the clock is set', () => {
    fc.assert(
      fc.property(limits, fc.integer({ min: -1e12, max: 1e12 }), (limit, stepMs) => {
        const startMs = 1_700_000_000_000;
        const { paidUntilMs } = admit(limit, undefined, startMs, limit.burst);
        expect(admit(limit, paidUntilMs, startMs + stepMs, 1).nextInMs).toBeLessThanOrEqual(
          1_000 / limit.perSecond + 1,
        );
      }),
    );
  });
});
