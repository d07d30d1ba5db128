import { randomBytes } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import type { Randomness } from '../../ports/platform.ts';

const POOL_BYTES = 4_096;
let pool = randomBytes(POOL_BYTES);
let used = 0;

/** A strong random fraction from a pool: a system call for each of a ULID's sixteen characters would be slow. */
function pooledFraction(): number {
  if (used === POOL_BYTES) {
    pool = randomBytes(POOL_BYTES);
    used = 0;
  }
  const byte = pool[used] ?? 0;
  used += 1;
  return byte / 256;
}

/** The clock can be corrected back by this much before ids follow it. */
const STEP_BACK_MS = 1_000;
let nextUlid = monotonicFactory(pooledFraction);
let newestMs = 0;

/**
 * ULIDs that ascend while the clock goes forward. The `ulid` package never goes back in time: if the clock were set
 * back an hour, all ids would carry the old time for an hour. So a new factory follows the clock. Its random part is
 * new too, so an id of a repeated time is as unique as an id of another process.
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
