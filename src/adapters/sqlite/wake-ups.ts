import TinyQueue from 'tinyqueue';
import type { Clock } from '../../ports/clock.ts';

interface WakeUp {
  readonly atMs: number;
  readonly call: () => void;
}

/** The longest that a Node.js timer can wait. */
const TIMER_MOST_MS = 2_147_483_647;

/** Any number of things to do later, in order of time, behind a single timer (which keeps no process alive). */
export class WakeUps {
  readonly #clock: Clock;
  readonly #afterwards: () => void;
  readonly #queue = new TinyQueue<WakeUp>([], (a, b) => a.atMs - b.atMs);
  #timer: NodeJS.Timeout | undefined;
  #timerAtMs = Number.POSITIVE_INFINITY;

  /** `afterwards` is called once after all that was due together. */
  constructor(clock: Clock, afterwards: () => void) {
    this.#clock = clock;
    this.#afterwards = afterwards;
  }

  at(atMs: number, call: () => void): void {
    this.#queue.push({ atMs, call });
    this.#setTimer();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #ring(): void {
    this.#timerAtMs = Number.POSITIVE_INFINITY;
    const nowMs = this.#clock.nowMs();
    for (let next = this.#queue.peek(); next !== undefined && next.atMs <= nowMs; next = this.#queue.peek()) {
      this.#queue.pop();
      next.call();
    }
    this.#setTimer();
    this.#afterwards();
  }

  #setTimer(): void {
    const next = this.#queue.peek();
    if (next === undefined || next.atMs >= this.#timerAtMs) return;
    clearTimeout(this.#timer);
    this.#timerAtMs = next.atMs;
    const waitMs = Math.min(TIMER_MOST_MS, Math.max(0, next.atMs - this.#clock.nowMs()));
    this.#timer = setTimeout(() => this.#ring(), waitMs).unref();
  }
}
