import { describe, expect, it } from 'vitest';
import {
  admit,
  afterSending,
  type Bucket,
  emptyBucket,
  fullBucket,
  type RateLimit,
  refilled,
  sendable,
  sendableInMs,
} from '../../../src/domain/rate-limit.ts';

const START = 1_000_000;
const limit: RateLimit = { perSecond: 10, burst: 3 };

/** How many may be sent at once, and the bucket after them. */
function sendAll(bucket: Bucket): readonly [number, Bucket] {
  let [count, left] = [0, bucket];
  for (let next = afterSending(left); next !== undefined; next = afterSending(left)) {
    left = next;
    count += 1;
  }
  return [count, left];
}

describe('a bucket of a rate limit', () => {
  it('lets a burst go at once, and then one after another at an even pace', () => {
    const [burst, used] = sendAll(fullBucket(limit, START));
    expect(burst).toBe(3);
    expect(sendableInMs(limit, used, 1)).toBe(100);
    expect(sendable(refilled(limit, used, START + 99))).toBe(0);
    expect(sendAll(refilled(limit, used, START + 100))[0]).toBe(1);
    expect(sendAll(refilled(limit, used, START + 250))[0]).toBe(2);
  });

  it('has a burst and no more after a long pause', () => {
    const [, used] = sendAll(fullBucket(limit, START));
    expect(sendAll(refilled(limit, used, START + 3_600_000))[0]).toBe(3);
  });

  it('is empty after a start, and fills at its pace', () => {
    expect(sendable(emptyBucket(START))).toBe(0);
    expect(sendable(refilled(limit, emptyBucket(START), START + 200))).toBe(2);
  });

  it('gains nothing from time that runs backwards', () => {
    const [, used] = sendAll(fullBucket(limit, START));
    const back = refilled(limit, used, START - 60_000);
    expect(sendable(back)).toBe(0);
    expect(sendable(refilled(limit, back, START - 60_000 + 100))).toBe(1);
  });
});

describe('admission', () => {
  it('is not refused for the size of a step of the clock', () => {
    const { paidUntilMs } = admit(limit, undefined, START, 3);
    const after = START - 3_600_000;
    const { nextInMs } = admit(limit, paidUntilMs, after, 1);
    expect(nextInMs).toBeLessThanOrEqual(100);
    const { paidUntilMs: real } = admit(limit, paidUntilMs, after, 1);
    expect(admit(limit, real, after + 100, 1)).toMatchObject({ admitted: 1 });
  });
});
