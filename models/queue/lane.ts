import { deliverySettings } from '../../src/config/delivery-queue.ts';
import { Calendar } from './calendar.ts';
import { FairQueue, type Message } from './fair-queue.ts';

/** Lambda's event source for a standard queue (developer guide: services-sqs-scaling): batches at the same time. */
const scaling = { startsWith: 5, morePerSecond: 5 } as const;

/** One container of the function works off one batch at a time, and remembers the messages that it put to sleep. */
export interface Container {
  asleep: number;
}

/** A queue, and the event source that hands its messages to a function. */
export class Lane {
  readonly queue: FairQueue;
  readonly maxConcurrency: number;
  readonly #calendar: Calendar;
  /** Messages in flight, second by second: the function knows an old value. */
  readonly #inFlight: number[] = [0];
  /** Idle containers. Lambda prefers the one that was busy last. */
  readonly #idle: Container[] = [];
  #allowed: number = scaling.startsWith;
  batches = 0;

  constructor(calendar: Calendar, groups: number, maxConcurrency: number) {
    this.#calendar = calendar;
    this.maxConcurrency = maxConcurrency;
    this.queue = new FairQueue(calendar, groups);
  }

  start(workOff: (batch: readonly Message[], container: Container) => void): void {
    this.#calendar.every(1_000, () => this.#scale());
    this.#calendar.every(Calendar.stepMs, () => {
      while (this.batches < this.#allowed) {
        const batch = this.queue.receive(deliverySettings.batchSize);
        if (batch.length === 0) return;
        this.batches += 1;
        workOff(batch, this.#idle.pop() ?? { asleep: 0 });
      }
    });
  }

  endBatch(container: Container): void {
    this.batches -= 1;
    this.#idle.push(container);
  }

  sleep(message: Message, seconds: number, container: Container): void {
    container.asleep += 1;
    this.#calendar.after(seconds * 1_000, () => {
      container.asleep -= 1;
      this.queue.wake(message);
    });
  }

  noteInFlight(): void {
    this.#inFlight.push(this.queue.inFlight);
  }

  inFlightBefore(ageMs: number): number {
    return this.#inFlight[Math.floor((this.#calendar.nowMs - ageMs) / 1_000)] ?? 0;
  }

  #scale(): void {
    if (this.batches < this.#allowed) return;
    this.#allowed = Math.min(this.maxConcurrency, this.#allowed + scaling.morePerSecond);
  }
}
