import { describe, expect, it } from 'vitest';
import { backoffMs } from '../../../src/domain/backoff.ts';

describe('backoffMs', () => {
  it('doubles the wait after each try', () => {
    const waits = [1, 2, 3, 4].map((tries) => backoffMs({ firstMs: 50, jitter: 0 }, tries, 0.9));
    expect(waits).toEqual([50, 100, 200, 400]);
  });

  it('never waits longer than the limit, however many tries there were', () => {
    const waits = [1, 3, 4, 2_000].map((tries) =>
      backoffMs({ firstMs: 50, mostMs: 250, jitter: 0 }, tries, 0),
    );
    expect(waits).toEqual([50, 200, 250, 250]);
  });

  it('takes off a random share of each wait, up to the jitter', () => {
    const halfMs = (fraction: number) => backoffMs({ firstMs: 100, mostMs: 150, jitter: 0.5 }, 2, fraction);
    expect([halfMs(0), halfMs(0.5), halfMs(1)]).toEqual([150, 112.5, 75]);
    expect(backoffMs({ firstMs: 100, jitter: 1 }, 1, 0.75)).toBe(25);
  });
});
