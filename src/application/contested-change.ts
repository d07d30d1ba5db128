import { changeLimits } from '../domain/limits.ts';
import type { Needs } from './needs.ts';

/**
 * Changes a stored record, and tries again when another call has changed the same record in between: `change` then
 * reads the record again. The pauses between tries double up to a limit, each shortened at random, so that two calls
 * which met once do not meet again. Returns `conflict` only when every try met another call.
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
