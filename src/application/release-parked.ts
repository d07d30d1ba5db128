import type { Needs } from './needs.ts';

/** The interval of the schedule: deliveries due before the next run are sent now, with a delay to the second. */
const LOOK_AHEAD_MS = 60_000;
const PAGE = 500;

/**
 * Puts parked deliveries that are due back on the queue, page by page until none is left or the time is up. The next
 * run handles the rest. Returns the number of deliveries.
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
