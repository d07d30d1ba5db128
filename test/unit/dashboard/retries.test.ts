import { describe, expect, it } from 'vitest';
import { attemptTimes, retriesInWords, waitsOf } from '../../../dashboard/src/format/retries.ts';
import { stripEnds } from '../../../dashboard/src/format/strip-ends.ts';

describe('waits of a retry policy', () => {
  it('reads null as the default schedule', () => {
    expect(retriesInWords(null)).toBe('9 attempts within 17 h 42 min');
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
      51,
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
