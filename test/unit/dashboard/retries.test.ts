import { describe, expect, it } from 'vitest';
import { attemptTimes, retriesInWords, waitsOf } from '../../../dashboard/src/format/retries.ts';
import { stripEnds } from '../../../dashboard/src/format/strip-ends.ts';
import { textFromWaits, waitsFromText } from '../../../dashboard/src/format/wait-list.ts';
import { retryLimits } from '../../../src/domain/limits.ts';
import { defaultRetryPolicy, plainDelaySeconds } from '../../../src/domain/retry-policy.ts';

describe('waits of a retry policy', () => {
  it('reads null as the default schedule', () => {
    expect(retriesInWords(null)).toBe('9 attempts within 17 h 42 min');
  });

  it('are those of the service', () => {
    expect(waitsOf(null)).toEqual(defaultRetryPolicy.scheduleSeconds);
    const policy = { base_seconds: 7, factor: 2.5, max_delay_seconds: 3_600, max_attempts: 12 };
    const rules = { baseSeconds: 7, factor: 2.5, maxDelaySeconds: 3_600, maxAttempts: 12 };
    const waits = Array.from({ length: 11 }, (_, index) => plainDelaySeconds(rules, index + 1));
    expect(waitsOf(policy)).toEqual(waits);
    expect(plainDelaySeconds(rules, 12)).toBeUndefined();
  });

  it('stops exponential waits at the longest wait and the last attempt', () => {
    const policy = { base_seconds: 10, factor: 3, max_delay_seconds: 60, max_attempts: 5 };
    expect(waitsOf(policy)).toEqual([10, 30, 60, 60]);
    expect(attemptTimes([10, 30, 60, 60])).toEqual([0, 10, 40, 100, 160]);
  });

  it('names an empty schedule as one attempt', () => {
    expect(retriesInWords({ schedule: [] })).toBe('1 attempt, no retry');
  });

  it('has no waits for an incomplete policy, and ends with an absurd number of attempts', () => {
    expect(waitsOf({ base_seconds: 10 })).toBeUndefined();
    expect(waitsOf({ base_seconds: 1, factor: 1, max_delay_seconds: 1, max_attempts: 1e12 })).toHaveLength(
      retryLimits.attemptsMax - 1,
    );
  });
});

describe('strips of a timeline', () => {
  it('draws a crowded beginning again, larger', () => {
    expect(stripEnds([0, 5, 35, 155, 755, 2_555, 9_755, 27_755, 63_755])).toEqual([63_755, 2_555, 155]);
  });

  it('draws even waits once', () => {
    expect(stripEnds([0, 10, 20, 30])).toEqual([30]);
    expect(stripEnds([0])).toEqual([0]);
  });
});

describe('waits as text', () => {
  it.each([
    ['5 s, 30s, 2 min, 1 h 30 min, 1 d', [5, 30, 120, 5_400, 86_400]],
    ['5; 30\n60', [5, 30, 60]],
    [' , ', []],
  ])('reads %j', (text, seconds) => {
    expect(waitsFromText(text)).toEqual({ ok: true, seconds });
  });

  it.each(['2 mn', 'soon', '-5 s', '1.5 h', '5 s 30'])('names %j as the fault', (text) => {
    expect(waitsFromText(`5 s, ${text}`)).toMatchObject({ ok: false, fault: expect.stringContaining(text) });
  });

  it('writes waits so that they read the same', () => {
    const seconds = [0, 1, 59, 60, 3_661, 90_061, 604_800];
    expect(waitsFromText(textFromWaits(seconds))).toEqual({ ok: true, seconds });
  });
});
