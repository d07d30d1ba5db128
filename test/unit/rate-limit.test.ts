import { describe, expect, it } from 'vitest';
import { type RateLimit, takePlace } from '../../src/domain/rate-limit.ts';

/** When each of those that ask at these times gets its place. */
function placesOf(limit: RateLimit, ...askedAtMs: readonly number[]): number[] {
  let paidUntilMs: number | undefined;
  return askedAtMs.map((nowMs) => {
    const place = takePlace(limit, paidUntilMs, nowMs);
    ({ paidUntilMs } = place);
    return place.atMs;
  });
}

const START = 1_000_000;

describe('places under a rate limit', () => {
  it('are free at once for a burst, and then come at an even pace', () => {
    const limit = { perSecond: 10, burst: 3 };
    const asked = Array.from({ length: 6 }, () => START);
    expect(placesOf(limit, ...asked)).toEqual([0, 0, 0, 100, 200, 300].map((ms) => START + ms));
  });

  it('come one by one without a burst', () => {
    expect(placesOf({ perSecond: 2, burst: 1 }, START, START, START)).toEqual([
      START,
      START + 500,
      START + 1_000,
    ]);
  });

  it('may be far apart', () => {
    expect(placesOf({ perSecond: 0.1, burst: 1 }, START, START)).toEqual([START, START + 10_000]);
  });

  it('are there again after a pause, as many as a burst has and no more', () => {
    const limit = { perSecond: 10, burst: 2 };
    const later = START + 60_000;
    expect(placesOf(limit, START, START, START, later, later, later)).toEqual([
      START,
      START,
      START + 100,
      later,
      later,
      later + 100,
    ]);
  });

  it('are never before they are asked for', () => {
    expect(placesOf({ perSecond: 1, burst: 5 }, START, START + 17)).toEqual([START, START + 17]);
  });
});
