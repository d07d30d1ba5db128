import TinyQueue from 'tinyqueue';
import { type Clock, monotonicMs } from '../../ports/platform.ts';

interface WakeUp {
  /** By the monotonic clock. */
  readonly atMs: number;
  readonly call: () => void;
}

/** The longest timer: after this the next wake-up is checked again, even if a clock jumped. */
const TIMER_MOST_MS = 10_000;

/**
 * Any number of later calls, in order of time, behind a single timer (which keeps no process alive). Setting the wall
 * clock moves none of them.
 */
export class WakeUps {
  readonly #clock: Clock;
  readonly #afterwards: () => void;
  readonly #queue = new TinyQueue<WakeUp>([], (a, b) => a.atMs - b.atMs);
  #timer: NodeJS.Timeout | undefined;
  #timerAtMs = Number.POSITIVE_INFINITY;

  /** `afterwards` is called once after all calls that were due together. */
  constructor(clock: Clock, afterwards: () => void) {
    this.#clock = clock;
    this.#afterwards = afterwards;
  }

  after(delayMs: number, call: () => void): void {
    this.#queue.push({ atMs: monotonicMs(this.#clock) + delayMs, call });
    this.#setTimer();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #ring(): void {
    this.#timerAtMs = Number.POSITIVE_INFINITY;
    const nowMs = monotonicMs(this.#clock);
    let isAnyDue = false;
    for (let next = this.#queue.peek(); next !== undefined && next.atMs <= nowMs; next = this.#queue.peek()) {
      this.#queue.pop();
      next.call();
      isAnyDue = true;
    }
    this.#setTimer();
    if (isAnyDue) this.#afterwards();
  }

  #setTimer(): void {
    const next = this.#queue.peek();
    if (next === undefined || next.atMs >= this.#timerAtMs) return;
    clearTimeout(this.#timer);
    // Rounded up: a timer that fires a fraction of a millisecond early would be set again for nothing.
    const waitMs = Math.ceil(Math.max(0, next.atMs - monotonicMs(this.#clock)));
    this.#timerAtMs = next.atMs;
    this.#timer = setTimeout(() => this.#ring(), Math.min(TIMER_MOST_MS, waitMs)).unref();
  }
}
