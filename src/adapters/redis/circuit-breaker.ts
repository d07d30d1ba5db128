import { type Clock, monotonicMs } from '../../ports/platform.ts';

const FAILURES_TO_OPEN = 5;
const OPEN_MS_FIRST = 5_000;
const OPEN_MS_MOST = 60_000;

/**
 * Keeps callers away from a failing service. Five failures in a row open it for 5 s; then one call may try. If that
 * call fails too, it opens for twice as long, up to a minute. One success closes it.
 */
export class CircuitBreaker {
  readonly #clock: Clock;
  #failures = 0;
  #openMs = OPEN_MS_FIRST;
  /** Undefined while it is closed. */
  #openUntilMs: number | undefined;
  #isProbed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isOpen(): boolean {
    return this.#openUntilMs !== undefined;
  }

  /** Whether it is worth preparing a call now. */
  get mayTry(): boolean {
    return this.#openUntilMs === undefined || monotonicMs(this.#clock) >= this.#openUntilMs;
  }

  /** Whether the caller may call now. After the call, report `succeeded` or `failed`. */
  admits(): boolean {
    if (!this.isOpen) return true;
    if (!this.mayTry || this.#isProbed) return false;
    this.#isProbed = true;
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#openMs = OPEN_MS_FIRST;
    this.#openUntilMs = undefined;
    this.#isProbed = false;
  }

  failed(): void {
    this.#failures += 1;
    this.#isProbed = false;
    if (this.isOpen) this.#openMs = Math.min(2 * this.#openMs, OPEN_MS_MOST);
    if (this.#failures >= FAILURES_TO_OPEN) this.#openUntilMs = monotonicMs(this.#clock) + this.#openMs;
  }
}
