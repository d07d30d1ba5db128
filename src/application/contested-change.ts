import { type Backoff, backoffMs } from '../domain/backoff.ts';
import { readChangeWrite } from '../domain/read-change-write.ts';
import type { Needs } from './needs.ts';

/** So many tries that 100 calls at the same moment all succeed: with a round trip to the store each, some 6 s at most. */
const TRIES = 40;
const pauses: Backoff = { firstMs: 10, mostMs: 250, jitter: 1 };

/**
 * Changes a stored record while a caller waits, and tries again if another call changed the record in between. The pauses
 * are random, so that two calls that collided once do not collide again.
 */
export const contestedChange = <Result>(
  { randomness, pause }: Pick<Needs, 'randomness' | 'pause'>,
  change: () => Promise<Result | 'conflict'>,
): Promise<Result | 'conflict'> =>
  readChangeWrite(change, {
    tries: TRIES,
    pause: (tries) => pause(backoffMs(pauses, tries, randomness.fraction())),
  });
