type Action = () => void;

/** Simulated time, in steps of 10 ms, and its actions. The same actions always run in the same order. */
export class Calendar {
  static readonly stepMs = 10;
  #nowMs = 0;
  readonly #actions = new Map<number, Action[]>();

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Runs `action` in so many milliseconds, rounded up to a step, and never within the present one. */
  after(delayMs: number, action: Action): void {
    const steps = Math.max(1, Math.ceil(delayMs / Calendar.stepMs));
    const atMs = this.#nowMs + steps * Calendar.stepMs;
    const actions = this.#actions.get(atMs);
    if (actions === undefined) this.#actions.set(atMs, [action]);
    else actions.push(action);
  }

  /** Repeats `action` at every multiple of `intervalMs`. */
  every(intervalMs: number, action: Action): void {
    const repeat = (): void => {
      action();
      this.after(intervalMs, repeat);
    };
    this.after(intervalMs, repeat);
  }

  runUntil(endMs: number): void {
    while (this.#nowMs < endMs) {
      this.#nowMs += Calendar.stepMs;
      const actions = this.#actions.get(this.#nowMs) ?? [];
      for (const action of actions) action();
      this.#actions.delete(this.#nowMs);
    }
  }
}
