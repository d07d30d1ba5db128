import { type Clock, monotonicMs } from '../src/ports/platform.ts';

/** So much further the wall clock may go than the monotonic one before it counts as set ahead. */
const JUMP_MS = 600_000;
/** So long a wall clock that was set ahead, or that nothing is known of yet, must go on before records are deleted by it. */
const SETTLE_MS = 600_000;

/**
 * The time by which records may be deleted for good. A clock that is a year ahead for a minute, as before its first
 * correction at boot, must not cost what is still to be kept: after the start, and after each jump ahead, it is not
 * believed for ten minutes.
 */
export class SettledTime {
  readonly #clock: Clock;
  /** Of the wall clock over the monotonic one, at the last look. */
  #aheadMs: number;
  #unsettledUntilMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    const nowMs = monotonicMs(clock);
    this.#aheadMs = clock.nowMs() - nowMs;
    this.#unsettledUntilMs = nowMs + SETTLE_MS;
  }

  /** Unix milliseconds; undefined while the clock is not believed. */
  nowMs(): number | undefined {
    const [wallMs, nowMs] = [this.#clock.nowMs(), monotonicMs(this.#clock)];
    if (wallMs - nowMs > this.#aheadMs + JUMP_MS) this.#unsettledUntilMs = nowMs + SETTLE_MS;
    this.#aheadMs = wallMs - nowMs;
    return nowMs < this.#unsettledUntilMs ? undefined : wallMs;
  }
}
