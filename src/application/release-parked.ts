import type { Needs } from './needs.ts';

/** As long as the schedule's interval: what comes due before the next run is sent now, with a delay to the second. */
const LOOK_AHEAD_MS = 60_000;
const PAGE = 500;

/**
 * Puts parked deliveries that are due back on the queue, page by page until there are none or the time is up; what is
 * left then is for the next run. Returns how many.
 */
export async function releaseParked(
  needs: Pick<Needs, 'parked' | 'clock'>,
  hasTimeLeft: () => boolean,
): Promise<number> {
  let total = 0;
  while (hasTimeLeft()) {
    const nowMs = needs.clock.nowMs();
    const released = await needs.parked.release(nowMs, nowMs + LOOK_AHEAD_MS, PAGE);
    total += released;
    if (released < PAGE) break;
  }
  return total;
}
