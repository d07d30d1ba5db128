import type { LiveFilter } from '../generated/openapi.ts';
import type { LiveAttempt, LiveDelivery, LiveSkipped, Socket, SocketConstructor } from './items.ts';

/** Messages that may wait for a slow loop; more are counted. */
const WAITING_MOST = 5_000;
/** How long the service has to accept the connection. */
const OPEN_MS = 15_000;
const PING_MS = 30_000;
/** Until `hello` says how often a message comes. */
const HEARTBEAT_SECONDS = 15;

export type Shown = LiveAttempt | LiveDelivery | LiveSkipped;

interface Wire {
  readonly type: string;
  readonly cursor?: string | null;
  readonly heartbeat_seconds?: number;
}

/** One WebSocket connection of the live view, read as a sequence of messages. */
export class LiveConnection {
  readonly #socket: Socket;
  readonly #waiting: Wire[] = [];
  #wake: (() => void) | undefined;
  #isClosed = false;
  #silentMs = OPEN_MS;
  #lastMs: number;
  #cursor: string | undefined;
  /** Whether the service has answered `watch`. */
  hasStarted = false;

  constructor(
    url: string,
    watch: { readonly filter: LiveFilter; readonly cursor: string | undefined },
    Ctor: SocketConstructor,
  ) {
    this.#cursor = watch.cursor;
    this.#lastMs = Date.now();
    this.#socket = new Ctor(url);
    this.#socket.addEventListener('open', () => this.#send({ type: 'watch', ...watch }));
    this.#socket.addEventListener('message', ({ data }) => this.#take(data));
    this.#socket.addEventListener('error', () => this.#end());
    this.#socket.addEventListener('close', () => this.#end());
  }

  /** The place from which the next connection goes on. */
  get cursor(): string | undefined {
    return this.#cursor;
  }

  /** Until the connection ends. `hello` comes first. */
  async *messages(signal: AbortSignal | undefined): AsyncGenerator<Shown | { readonly type: 'hello' }> {
    const watchdog = setInterval(() => this.#look(), 1_000);
    const pings = setInterval(() => this.#send({ type: 'ping' }), PING_MS);
    const stop = () => this.#end();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      while (true) {
        signal?.throwIfAborted();
        const message = this.#waiting.shift();
        if (message !== undefined) yield* shownOf(message, (cursor) => this.#noteCursor(cursor));
        else if (this.#isClosed) return;
        else await this.#news();
      }
    } finally {
      clearInterval(watchdog);
      clearInterval(pings);
      signal?.removeEventListener('abort', stop);
      this.#socket.close();
    }
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Only of messages that the loop has taken: the others are sent again after a break. */
  #noteCursor(cursor: string): void {
    this.#cursor = cursor;
  }

  #take(data: unknown): void {
    this.#lastMs = Date.now();
    const message = wireOf(data);
    if (message === undefined) return;
    if (message.type === 'hello') {
      this.hasStarted = true;
      this.#silentMs = 2_000 * (message.heartbeat_seconds ?? HEARTBEAT_SECONDS);
    }
    // A loop that does not keep up: the connection ends, and the next one goes on from the last message taken.
    if (this.#waiting.length >= WAITING_MOST) this.#end();
    else this.#waiting.push(message);
    this.#wake?.();
  }

  #look(): void {
    if (Date.now() - this.#lastMs > this.#silentMs) this.#end();
  }

  #send(message: object): void {
    if (!this.#isClosed) this.#socket.send(JSON.stringify(message));
  }

  #end(): void {
    this.#isClosed = true;
    this.#socket.close();
    this.#wake?.();
  }
}

function wireOf(data: unknown): Wire | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null && 'type' in value ? (value as Wire) : undefined;
  } catch {
    return undefined;
  }
}

function* shownOf(message: Wire, noteCursor: (cursor: string) => void) {
  const { cursor, ...item } = message;
  if (item.type === 'hello') yield { type: 'hello' } as const;
  if (item.type === 'attempt' || item.type === 'delivery' || item.type === 'skipped') yield item as Shown;
  // After the loop has come back for more, so that a break in between sends the item again.
  if (typeof cursor === 'string') noteCursor(cursor);
}
