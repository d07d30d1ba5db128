import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryLimits } from '../../src/domain/limits.ts';
import {
  decideRetry,
  type ExponentialRetries,
  plainDelaySeconds,
  type RetryPolicy,
  totalDelaySeconds,
} from '../../src/domain/retry-policy.ts';

const CREATED_MS = 1_700_000_000_000;
const LONGEST_LIFE_MS = 1.2 * 7 * 86_400_000;

const random = fc.oneof(
  fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  fc.constantFrom(0, 0.5, 1 - Number.EPSILON),
);
const retryAfterSeconds = fc.option(
  fc.oneof(fc.nat(9_999_999_999), fc.double({ min: 0, max: 7_200, noNaN: true })),
  {
    nil: undefined,
  },
);

const scheduled = fc
  .array(fc.oneof(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: retryLimits.totalSeconds })), {
    maxLength: retryLimits.scheduleEntries,
  })
  .map((scheduleSeconds) => ({ scheduleSeconds }));
const allowedSchedule = scheduled.filter((policy) => totalDelaySeconds(policy) <= retryLimits.totalSeconds);
const exponential: fc.Arbitrary<ExponentialRetries> = fc.record({
  baseSeconds: fc.integer({ min: 1, max: 3_600 }),
  factor: fc.double({ min: 1, max: retryLimits.factorMax, noNaN: true }),
  maxDelaySeconds: fc.integer({ min: 1, max: 86_400 }),
  maxAttempts: fc.integer({ min: 1, max: retryLimits.attemptsMax }),
});
const policy: fc.Arbitrary<RetryPolicy> = fc.oneof(scheduled, exponential);

const attemptsOf = (of: RetryPolicy): number =>
  'scheduleSeconds' in of ? of.scheduleSeconds.length + 1 : of.maxAttempts;

/** A failed attempt that its policy has a retry for, young enough to be granted it. */
const retried = fc
  .tuple(policy, fc.nat(), random)
  .filter(([of]) => attemptsOf(of) > 1)
  .map(([of, seed, fraction]) => ({
    policy: of,
    attemptsMade: 1 + (seed % (attemptsOf(of) - 1)),
    createdAtMs: CREATED_MS,
    nowMs: CREATED_MS,
    retryAfterSeconds: undefined,
    random: fraction,
  }));

function waitMsOf(failed: Parameters<typeof decideRetry>[0]): number {
  const decision = decideRetry(failed);
  if (decision.outcome === 'exhausted') throw new Error(`expected a retry, not ${decision.reason}`);
  return decision.atMs - failed.nowMs;
}

describe('the wait before a retry', () => {
  it('is the one of the policy, varied by at most a fifth', () => {
    fc.assert(
      fc.property(retried, (failed) => {
        const plain = plainDelaySeconds(failed.policy, failed.attemptsMade)!;
        const waitMs = waitMsOf(failed);
        expect(waitMs).toBeGreaterThanOrEqual(Math.floor(800 * plain));
        expect(waitMs).toBeLessThanOrEqual(Math.ceil(1_200 * plain));
      }),
    );
  });

  it('is whole milliseconds, so that every store keeps it exactly', () => {
    fc.assert(
      fc.property(retried, retryAfterSeconds, (failed, asked) => {
        expect(Number.isSafeInteger(waitMsOf({ ...failed, retryAfterSeconds: asked }))).toBe(true);
      }),
    );
  });

  it('grows with the random number', () => {
    fc.assert(
      fc.property(retried, random, (failed, other) => {
        const [less, more] = [Math.min(failed.random, other), Math.max(failed.random, other)];
        expect(waitMsOf({ ...failed, random: less })).toBeLessThanOrEqual(
          waitMsOf({ ...failed, random: more }),
        );
      }),
    );
  });

  it('is only ever longer for a Retry-After, and no longer than it asks or than the limit', () => {
    fc.assert(
      fc.property(retried, retryAfterSeconds, (failed, asked) => {
        const withoutMs = waitMsOf(failed);
        const withMs = waitMsOf({ ...failed, retryAfterSeconds: asked });
        const askedMs = Math.round(1_000 * Math.min(asked ?? 0, 3_600));
        expect(withMs).toBe(Math.max(withoutMs, askedMs));
      }),
    );
  });
});

describe('the end of the retries', () => {
  it('comes exactly when the attempts of the policy are used up', () => {
    fc.assert(
      fc.property(
        policy,
        fc.integer({ min: 1, max: 120 }),
        random,
        retryAfterSeconds,
        (of, made, fraction, asked) => {
          const decision = decideRetry({
            policy: of,
            attemptsMade: made,
            createdAtMs: CREATED_MS,
            nowMs: CREATED_MS,
            retryAfterSeconds: asked,
            random: fraction,
          });
          const isUsedUp = made >= attemptsOf(of);
          expect(decision.outcome).toBe(isUsedUp ? 'exhausted' : 'retry');
          if (decision.outcome === 'exhausted') expect(decision.reason).toBe('attempts');
        },
      ),
    );
  });

  it('comes exactly when the next attempt would come after the longest life of a delivery', () => {
    const age = fc.oneof(
      fc.integer({ min: 0, max: 2 * LONGEST_LIFE_MS }),
      fc.integer({ min: LONGEST_LIFE_MS - 10_000, max: LONGEST_LIFE_MS }),
    );
    fc.assert(
      fc.property(retried, age, retryAfterSeconds, (failed, ageMs, asked) => {
        const waitMs = waitMsOf({ ...failed, retryAfterSeconds: asked });
        const nowMs = CREATED_MS + ageMs;
        expect(decideRetry({ ...failed, nowMs, retryAfterSeconds: asked })).toEqual(
          ageMs + waitMs > LONGEST_LIFE_MS
            ? { outcome: 'exhausted', reason: 'expired' }
            : { outcome: 'retry', atMs: nowMs + waitMs },
        );
      }),
    );
  });

  it('never cuts an allowed schedule short, with any jitter', () => {
    fc.assert(
      fc.property(allowedSchedule, fc.infiniteStream(random), (of, fractions) => {
        let nowMs = CREATED_MS;
        for (let attemptsMade = 1; attemptsMade < attemptsOf(of); attemptsMade += 1) {
          nowMs += waitMsOf({
            policy: of,
            attemptsMade,
            createdAtMs: CREATED_MS,
            nowMs,
            retryAfterSeconds: undefined,
            random: fractions.next().value,
          });
        }
        const plainMs = 1_000 * totalDelaySeconds(of);
        expect(nowMs - CREATED_MS).toBeGreaterThanOrEqual(0.8 * plainMs);
        expect(nowMs - CREATED_MS).toBeLessThanOrEqual(1.2 * plainMs);
      }),
    );
  });
});

describe('exponential retries', () => {
  it('never wait longer than the longest wait, and never less than the time before', () => {
    fc.assert(
      fc.property(exponential, (of) => {
        let before = 0;
        for (let retry = 1; retry < of.maxAttempts; retry += 1) {
          const delay = plainDelaySeconds(of, retry)!;
          expect(delay).toBeLessThanOrEqual(of.maxDelaySeconds);
          expect(delay).toBeGreaterThanOrEqual(before);
          before = delay;
        }
        expect(plainDelaySeconds(of, of.maxAttempts)).toBeUndefined();
      }),
    );
  });

  it('multiply, until the longest wait is reached', () => {
    fc.assert(
      fc.property(exponential, (of) => {
        let expected = of.baseSeconds;
        for (let retry = 1; retry < of.maxAttempts && expected < of.maxDelaySeconds; retry += 1) {
          expect(plainDelaySeconds(of, retry)).toBeCloseTo(expected, 5);
          expected *= of.factor;
        }
      }),
    );
  });
});

describe('the total of a policy', () => {
  it('is the sum of its waits', () => {
    fc.assert(
      fc.property(policy, (of) => {
        const waits = Array.from(
          { length: attemptsOf(of) - 1 },
          (_, index) => plainDelaySeconds(of, index + 1)!,
        );
        expect(totalDelaySeconds(of)).toBeCloseTo(
          waits.reduce((sum, wait) => sum + wait, 0),
          5,
        );
      }),
    );
  });
});
