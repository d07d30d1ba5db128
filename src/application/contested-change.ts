import { changeLimits } from '../domain/limits.ts';
import type { Needs } from './needs.ts';

/**
 * Changes a stored record, and tries again if another call changed the record in between; `change` reads the record
 * again. The pauses between tries double up to a limit and are shortened at random, so that two calls that collided
 * once do not collide again. Returns `conflict` only if every try collided.
 */
export async function contestedChange<Result>(
  { randomness, pause }: Pick<Needs, 'randomness' | 'pause'>,
  change: () => Promise<Result | 'conflict'>,
): Promise<Result | 'conflict'> {
  for (let tries = 1; ; tries += 1) {
    const result = await change();
    if (result !== 'conflict' || tries === changeLimits.callerTries) return result;
    const mostMs = Math.min(changeLimits.callerPauseMs * 2 ** tries, changeLimits.callerPauseMsMost);
    await pause(mostMs * randomness.fraction());
  }
}
