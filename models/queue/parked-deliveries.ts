import type { Calendar } from './calendar.ts';
import type { FairQueue, Message } from './fair-queue.ts';

/** `release` of the real service: how it is scheduled, and an assumption of how fast it is. */
const release = {
  everyMs: 60_000,
  /** Deliveries due within the next minute are sent now, with a delay. */
  lookAheadMs: 60_000,
  /** Its function's timeout. */
  runsForSeconds: 50,
  /** Conditional updates of rows, 32 at a time, 5 ms each, and their messages by tens: assumed, not measured. */
  perSecond: 3_000,
} as const;

/** Deliveries that wait outside the queue, by the second in which they are due. */
export class ParkedDeliveries {
  readonly #calendar: Calendar;
  readonly #queue: FairQueue;
  readonly #bySecond = new Map<number, Message[]>();
  #firstSecond = Number.POSITIVE_INFINITY;
  count = 0;

  constructor(calendar: Calendar, queue: FairQueue) {
    this.#calendar = calendar;
    this.#queue = queue;
    calendar.every(release.everyMs, () => this.#release(release.runsForSeconds));
  }

  park(message: Message): void {
    const second = Math.floor(message.dueAtMs / 1_000);
    const parked = this.#bySecond.get(second);
    if (parked === undefined) this.#bySecond.set(second, [message]);
    else parked.push(message);
    this.#firstSecond = Math.min(this.#firstSecond, second);
    this.count += 1;
  }

  #release(secondsLeft: number): void {
    const untilMs = this.#calendar.nowMs + release.lookAheadMs;
    const due = this.#takeDue(untilMs, release.perSecond);
    for (const message of due) {
      const delaySeconds = Math.max(0, Math.ceil((message.dueAtMs - this.#calendar.nowMs) / 1_000));
      this.#queue.send(message, delaySeconds * 1_000);
    }
    if (due.length === release.perSecond && secondsLeft > 1) {
      this.#calendar.after(1_000, () => this.#release(secondsLeft - 1));
    }
  }

  #takeDue(untilMs: number, most: number): readonly Message[] {
    const due: Message[] = [];
    const untilSecond = Math.floor(untilMs / 1_000);
    while (this.#firstSecond < untilSecond && due.length < most && this.count > due.length) {
      const parked = this.#bySecond.get(this.#firstSecond) ?? [];
      due.push(...parked.splice(0, most - due.length));
      if (parked.length > 0) break;
      this.#bySecond.delete(this.#firstSecond);
      this.#firstSecond += 1;
    }
    this.count -= due.length;
    if (this.count === 0) this.#firstSecond = Number.POSITIVE_INFINITY;
    return due;
  }
}
