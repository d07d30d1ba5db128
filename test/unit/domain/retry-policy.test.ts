import { describe, expect, it } from 'vitest';
import { retryLimits } from '../../../src/domain/limits.ts';
import {
  decideRetry,
  defaultRetryPolicy,
  type ExponentialRetries,
  type FailedAttempt,
  giveUpAtMs,
  plainDelaySeconds,
  totalDelaySeconds,
} from '../../../src/domain/retry-policy.ts';

const CREATED_MS = 1_700_000_000_000;
const NO_JITTER = 0.5;
const LONGEST_JITTER = 1 - Number.EPSILON;
const DAY_MS = 24 * 3_600_000;

const failed = (about: Partial<FailedAttempt>): FailedAttempt => ({
  policy: defaultRetryPolicy,
  attemptsMade: 1,
  createdAtMs: CREATED_MS,
  nowMs: CREATED_MS,
  retryAfterSeconds: undefined,
  random: NO_JITTER,
  ...about,
});

/** Seconds until the next attempt, or why there is none. */
function waitAfter(about: Partial<FailedAttempt>): number | string {
  const attempt = failed(about);
  const decision = decideRetry(attempt);
  return decision.outcome === 'retry' ? (decision.atMs - attempt.nowMs) / 1_000 : decision.reason;
}

const doubling: ExponentialRetries = { baseSeconds: 10, factor: 2, maxDelaySeconds: 60, maxAttempts: 6 };

describe('the default schedule', () => {
  it('is nine attempts in about 18 hours', () => {
    expect(defaultRetryPolicy.scheduleSeconds).toEqual([5, 30, 120, 600, 1_800, 7_200, 18_000, 36_000]);
    const hours = totalDelaySeconds(defaultRetryPolicy) / 3_600;
    expect(hours).toBeGreaterThan(17.5);
    expect(hours).toBeLessThan(18.5);
  });

  it('keeps to the limits of a custom one', () => {
    const { scheduleSeconds } = defaultRetryPolicy;
    expect(scheduleSeconds.length).toBeLessThanOrEqual(retryLimits.scheduleEntries);
    expect(Math.min(...scheduleSeconds)).toBeGreaterThanOrEqual(retryLimits.delaySecondsMin);
    expect(totalDelaySeconds(defaultRetryPolicy)).toBeLessThanOrEqual(retryLimits.totalSeconds);
  });

  it('waits as it says, and gives up after the last', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((attemptsMade) => waitAfter({ attemptsMade }));
    expect(waits).toEqual([5, 30, 120, 600, 1_800, 7_200, 18_000, 36_000, 'attempts', 'attempts']);
  });
});

describe('a custom schedule', () => {
  it('has one wait a retry', () => {
    const policy = { scheduleSeconds: [7, 1, 90] };
    expect([1, 2, 3, 4].map((attemptsMade) => waitAfter({ policy, attemptsMade }))).toEqual([
      7,
      1,
      90,
      'attempts',
    ]);
    expect(totalDelaySeconds(policy)).toBe(98);
  });

  it('may be empty: one attempt and no more', () => {
    expect(waitAfter({ policy: { scheduleSeconds: [] } })).toBe('attempts');
    expect(totalDelaySeconds({ scheduleSeconds: [] })).toBe(0);
  });

  it('has as many attempts as any policy may have when it has as many entries as it may', () => {
    const policy = { scheduleSeconds: Array.from({ length: retryLimits.scheduleEntries }, () => 1) };
    const { attemptsMax } = retryLimits;
    expect(waitAfter({ policy, attemptsMade: attemptsMax - 1 })).toBe(1);
    expect(waitAfter({ policy, attemptsMade: attemptsMax })).toBe('attempts');
  });
});

describe('exponential retries', () => {
  it('multiply the wait until it reaches the longest one', () => {
    expect([1, 2, 3, 4, 5, 6].map((attemptsMade) => waitAfter({ policy: doubling, attemptsMade }))).toEqual([
      10,
      20,
      40,
      60,
      60,
      'attempts',
    ]);
    expect(totalDelaySeconds(doubling)).toBe(190);
  });

  it('may be of one attempt', () => {
    expect(waitAfter({ policy: { ...doubling, maxAttempts: 1 } })).toBe('attempts');
  });

  it('may keep the wait as it is', () => {
    expect(plainDelaySeconds({ ...doubling, factor: 1 }, 5)).toBe(10);
  });

  it('stay at the longest wait, however often they multiply', () => {
    const policy = { baseSeconds: 1, factor: retryLimits.factorMax, maxDelaySeconds: 60, maxAttempts: 51 };
    expect(plainDelaySeconds(policy, 50)).toBe(60);
  });

  it('never wait longer than the longest, even at first', () => {
    expect(plainDelaySeconds({ ...doubling, baseSeconds: 100 }, 1)).toBe(60);
  });
});

describe('jitter', () => {
  it('varies a wait by at most a fifth, either way', () => {
    const policy = { scheduleSeconds: [100] };
    expect(waitAfter({ policy, random: 0 })).toBe(80);
    expect(waitAfter({ policy, random: 0.25 })).toBe(90);
    expect(waitAfter({ policy, random: NO_JITTER })).toBe(100);
    expect(waitAfter({ policy, random: LONGEST_JITTER })).toBe(120);
  });

  it('counts from the failed attempt, not from the creation of the delivery', () => {
    const nowMs = CREATED_MS + 123_456;
    expect(decideRetry(failed({ nowMs }))).toEqual({ outcome: 'retry', atMs: nowMs + 5_000 });
  });
});

describe('Retry-After', () => {
  const policy = { scheduleSeconds: [100] };
  const { retryAfterSecondsMax } = retryLimits;

  it('delays the next attempt', () => {
    expect(waitAfter({ policy, retryAfterSeconds: 300 })).toBe(300);
    expect(waitAfter({ policy, retryAfterSeconds: 100.5 })).toBe(100.5);
  });

  it('is not varied by jitter', () => {
    expect(waitAfter({ policy, retryAfterSeconds: 300, random: 0 })).toBe(300);
    expect(waitAfter({ policy, retryAfterSeconds: 300, random: LONGEST_JITTER })).toBe(300);
  });

  it.each([0, 1, 80])('never brings it forward: %d s', (retryAfterSeconds) => {
    expect(waitAfter({ policy, retryAfterSeconds, random: 0 })).toBe(80);
  });

  it('delays by at most the limit', () => {
    expect(waitAfter({ policy, retryAfterSeconds: retryAfterSecondsMax })).toBe(retryAfterSecondsMax);
    expect(waitAfter({ policy, retryAfterSeconds: retryAfterSecondsMax + 1 })).toBe(retryAfterSecondsMax);
    expect(waitAfter({ policy, retryAfterSeconds: 9_999_999_999 })).toBe(retryAfterSecondsMax);
  });

  it('does not shorten a schedule that waits longer than the limit', () => {
    expect(waitAfter({ policy: { scheduleSeconds: [7_200] }, retryAfterSeconds: 9_999 })).toBe(7_200);
  });

  it('grants no attempt that the policy does not have', () => {
    expect(waitAfter({ policy: { scheduleSeconds: [] }, retryAfterSeconds: 10 })).toBe('attempts');
  });
});

describe('the longest life of a delivery', () => {
  it('is seven days and a fifth, since the waits of a schedule of seven days may all be varied upwards', () => {
    const lastMs = CREATED_MS + 1.2 * 7 * DAY_MS;
    expect(giveUpAtMs(CREATED_MS)).toBe(lastMs);
    expect(waitAfter({ nowMs: lastMs - 5_000 })).toBe(5);
    expect(waitAfter({ nowMs: lastMs - 4_999 })).toBe('expired');
  });

  it('lets a schedule of seven days have its last retry, with any jitter', () => {
    const policy = { scheduleSeconds: [retryLimits.totalSeconds] };
    expect(waitAfter({ policy, random: LONGEST_JITTER })).toBe(1.2 * retryLimits.totalSeconds);
  });

  it('is told from the end of the policy', () => {
    expect(waitAfter({ attemptsMade: 9, nowMs: CREATED_MS + 365 * DAY_MS })).toBe('attempts');
    expect(waitAfter({ attemptsMade: 8, nowMs: CREATED_MS + 365 * DAY_MS })).toBe('expired');
  });
});
