import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE_MS = 25_000;
const PAUSE_MS_FIRST = 2;
const PAUSE_MS_MOST = 50;

/** The first result of a look that is not undefined, null, false, 0 or empty. */
type There<Found> = Exclude<Found, undefined | null | false | 0 | ''>;

/**
 * Looks again and again until there is a result, and returns it. Pauses grow, so that an early result is seen
 * early and a late one costs little. An error that a look throws ends the waiting.
 */
export async function eventually<Found>(
  what: string,
  look: () => Found | Promise<Found>,
  patienceMs = PATIENCE_MS,
): Promise<There<Found>> {
  const endsAtMs = Date.now() + patienceMs;
  for (let pauseMs = PAUSE_MS_FIRST; ; pauseMs = Math.min(PAUSE_MS_MOST, pauseMs * 2)) {
    const found = await look();
    if (found) return found as There<Found>;
    if (Date.now() > endsAtMs) throw new Error(`it did not come true in ${patienceMs / 1_000} s: ${what}`);
    await pause(pauseMs);
  }
}
