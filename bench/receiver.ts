import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** The receiver as the scenarios see it; it runs in `receiver-worker.ts`. */

export interface ReceiverMemory {
  /** When each delivery came first, by `number * lanes + lane`; 0 while it has not. */
  readonly firstArrivalMs: SharedArrayBuffer;
  readonly counts: SharedArrayBuffer;
  readonly lanes: number;
}

/** The places in `counts`: deliveries, and those among them that had not come before. */
export const slot = { all: 0, different: 1 } as const;

export type ReceiverRequest =
  | { readonly ask: 'forget' }
  | { readonly ask: 'await'; readonly deliveries: number };
export type ReceiverWord =
  | { readonly word: 'listening'; readonly port: number }
  | { readonly word: 'arrived' }
  | { readonly word: 'forgotten' };

/** Event numbers are below this. */
const NUMBERS = 100_000;
/** Subscriptions that one event may go to. */
const LANES = 10;

export class Receiver {
  readonly #worker: Worker;
  readonly #port: number;
  readonly #firstArrivalMs: Float64Array;
  readonly #counts: Int32Array;

  private constructor(worker: Worker, port: number, memory: ReceiverMemory) {
    this.#worker = worker;
    this.#port = port;
    this.#firstArrivalMs = new Float64Array(memory.firstArrivalMs);
    this.#counts = new Int32Array(memory.counts);
  }

  static async start(): Promise<Receiver> {
    const memory: ReceiverMemory = {
      firstArrivalMs: new SharedArrayBuffer(NUMBERS * LANES * Float64Array.BYTES_PER_ELEMENT),
      counts: new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT),
      lanes: LANES,
    };
    const worker = new Worker(new URL('./receiver-worker.ts', import.meta.url), { workerData: memory });
    const [said] = (await once(worker, 'message')) as [ReceiverWord];
    if (said.word !== 'listening') throw new Error('the receiver does not listen');
    return new Receiver(worker, said.port, memory);
  }

  urlOf(mode: 'fast' | 'slow' | 'silent', lane = 0): string {
    return `http://127.0.0.1:${this.#port}/${mode}/${lane}`;
  }

  async forget(): Promise<void> {
    await this.#ask({ ask: 'forget' });
  }

  /** Resolves when so many different deliveries have come since `forget`; false if they do not come in time. */
  async arrived(deliveries: number, timeoutMs: number): Promise<boolean> {
    const { promise: tooLate, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(resolve, timeoutMs, false);
    const all = this.#ask({ ask: 'await', deliveries }).then(() => true);
    return Promise.race([all, tooLate]).finally(() => clearTimeout(timer));
  }

  get counts(): { readonly all: number; readonly different: number } {
    return { all: this.#counts[slot.all] ?? 0, different: this.#counts[slot.different] ?? 0 };
  }

  /** 0 if it never came. */
  firstArrivalMs(number: number, lane = 0): number {
    return this.#firstArrivalMs[number * LANES + lane] ?? 0;
  }

  lastArrivalMs(): number {
    return this.#firstArrivalMs.reduce((latest, time) => Math.max(latest, time), 0);
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  async #ask(request: ReceiverRequest): Promise<void> {
    const answered = once(this.#worker, 'message');
    this.#worker.postMessage(request);
    await answered;
  }
}
