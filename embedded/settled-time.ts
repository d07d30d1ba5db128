import { type Clock, monotonicMs } from '../src/ports/platform.ts';

/** The wall clock may run this far ahead of the monotonic one before it counts as set ahead. */
const JUMP_MS = 600_000;
/** How long a wall clock must run after a start or a jump ahead before records are deleted by it. */
const SETTLE_MS = 600_000;

/**
 * The time by which records may be deleted for good. A clock that is a year ahead for a minute, for example before its
 * first correction at boot, must not delete records too early: after the start, and after each jump ahead, the clock is
 * not trusted for ten minutes.
 */
export class SettledTime {
  readonly #clock: Clock;
  /** The lead of the wall clock over the monotonic one, at the last look. */
  #aheadMs: number;
  #unsettledUntilMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    const nowMs = monotonicMs(clock);
    this.#aheadMs = clock.nowMs() - nowMs;
    this.#unsettledUntilMs = nowMs + SETTLE_MS;
  }

  /** Unix milliseconds; undefined while the clock is not trusted. */
  nowMs(): number | undefined {
    const [wallMs, nowMs] = [this.#clock.nowMs(), monotonicMs(this.#clock)];
    if (wallMs - nowMs > this.#aheadMs + JUMP_MS) this.#unsettledUntilMs = nowMs + SETTLE_MS;
    this.#aheadMs = wallMs - nowMs;
    return nowMs < this.#unsettledUntilMs ? undefined : wallMs;
  }
}
