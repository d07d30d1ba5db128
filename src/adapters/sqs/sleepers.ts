import TinyQueue from 'tinyqueue';

/** How many of the messages that this process put to sleep are still asleep. */
export class Sleepers {
  readonly #wakeAtMs = new TinyQueue<number>();

  add(wakeAtMs: number): void {
    this.#wakeAtMs.push(wakeAtMs);
  }

  count(nowMs: number): number {
    for (
      let next = this.#wakeAtMs.peek();
      next !== undefined && next <= nowMs;
      next = this.#wakeAtMs.peek()
    ) {
      this.#wakeAtMs.pop();
    }
    return this.#wakeAtMs.length;
  }
}
