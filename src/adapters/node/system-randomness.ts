import { randomBytes } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import type { Randomness } from '../../ports/randomness.ts';

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

const nextUlid = monotonicFactory(pooledFraction);

export const systemRandomness: Randomness = {
  fraction: Math.random,
  bytes: (count) => randomBytes(count),
  ulid: nextUlid,
};
