/**
 * Makes the wall clock of this process start in the past and run faster until it meets the present: an hour of minutes
 * for the counters in three minutes. Deliveries stay real; timers and the monotonic clock stay as they are.
 *
 * @param behindMs how far in the past it starts
 * @param factor how much faster it runs
 * @returns how long it takes to meet the present, in milliseconds
 */
export function startInThePast(behindMs: number, factor: number): number {
  const realNow = Date.now;
  const startedAtMs = realNow();
  Date.now = () => {
    const realMs = realNow();
    const fastMs = startedAtMs - behindMs + (realMs - startedAtMs) * factor;
    return Math.round(Math.min(realMs, fastMs));
  };
  return behindMs / (factor - 1);
}
