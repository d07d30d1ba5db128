import { randomBytes } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import type { Randomness } from '../../ports/platform.ts';

const POOL_BYTES = 4_096;
let pool = randomBytes(POOL_BYTES);
let used = 0;

/** A strong random fraction from a pool: asking the system for each of a ULID's sixteen characters would be slow. */
function pooledFraction(): number {
  if (used === POOL_BYTES) {
    pool = randomBytes(POOL_BYTES);
    used = 0;
  }
  const byte = pool[used] ?? 0;
  used += 1;
  return byte / 256;
}

/** So far the clock may fall back, as it does when it is corrected, before ids follow it. */
const STEP_BACK_MS = 1_000;
let nextUlid = monotonicFactory(pooledFraction);
let newestMs = 0;

/**
 * Ascending while the clock goes on. The `ulid` package never goes back in time, so that after the clock was set back an
 * hour, all ids would carry the old time for that hour: a new factory follows the clock. Its random part is new as well,
 * so an id of a time that comes a second time is as unique as one of another process.
 */
function ulid(nowMs: number): string {
  if (nowMs < newestMs - STEP_BACK_MS) {
    nextUlid = monotonicFactory(pooledFraction);
    newestMs = 0;
  }
  newestMs = Math.max(newestMs, nowMs);
  return nextUlid(nowMs);
}

export const systemRandomness: Randomness = {
  fraction: Math.random,
  bytes: (count) => randomBytes(count),
  ulid,
};
