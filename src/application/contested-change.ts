import { setTimeout as pause } from 'node:timers/promises';
import { changeLimits } from '../domain/limits.ts';
import type { Randomness } from '../ports/randomness.ts';

/**
 * Makes a change to what is stored, and makes it again when another call has changed the same thing in between: then
 * `change` reads and decides anew. The pauses between tries double up to a limit, each shortened at random, so that calls
 * which met once do not meet again. Returns `conflict` only when every try met another call.
 */
export async function contestedChange<Result>(
  { randomness }: { readonly randomness: Pick<Randomness, 'fraction'> },
  change: () => Promise<Result | 'conflict'>,
): Promise<Result | 'conflict'> {
  for (let tries = 1; ; tries += 1) {
    const result = await change();
    if (result !== 'conflict' || tries === changeLimits.callerTries) return result;
    const mostMs = Math.min(changeLimits.callerPauseMs * 2 ** tries, changeLimits.callerPauseMsMost);
    await pause(mostMs * randomness.fraction());
  }
}
