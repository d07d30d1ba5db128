import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { SkippedReason } from '../../src/http/live/messages.ts';
import { type LeftOut, skipped } from '../../src/http/live/output.ts';
import { hubLimits } from './limits.ts';
import { type Frame, frameOf, type RenderedChange } from './rendered-change.ts';

const PING_BYTES = 8;

/** How many changes a watcher may get in the current second. */
export interface Share {
  /** Another number each second. */
  readonly second: number;
  readonly changes: number;
}

/**
 * The way out of one connection, with bounded memory: what a reader does not take in time, or what is more than its
 * share, becomes a count, which is sent when there is room again.
 */
export class Outlet {
  readonly #socket: WebSocket;
  readonly #cursor: () => string;
  #second = -1;
  #sentInSecond = 0;
  #isLagging = false;
  #leftOut: LeftOut | undefined;
  #hasSent = false;
  #pingData = randomBytes(PING_BYTES);

  /** @param cursor for messages about skipped changes */
  constructor(socket: WebSocket, cursor: () => string) {
    this.#socket = socket;
    this.#cursor = cursor;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Whether the client has left so much unread that it gets no further answer. */
  get isStuck(): boolean {
    return this.#socket.bufferedAmount > hubLimits.unreadBytes;
  }

  /** Asks for a pong that only a client can send that has read up to here. */
  ping(): void {
    this.#pingData = randomBytes(PING_BYTES);
    if (this.isOpen) this.#socket.ping(this.#pingData);
  }

  /** Whether a pong answers the last ping. */
  isAnswer(pong: Buffer): boolean {
    return this.#pingData.equals(pong);
  }

  /** Whether a message was sent since the last call. */
  tookTurn(): boolean {
    const hasSent = this.#hasSent;
    this.#hasSent = false;
    return hasSent;
  }

  send(message: object): void {
    this.sendFrame(frameOf(message));
  }

  sendFrame(frame: Frame): void {
    if (!this.isOpen) return;
    this.#hasSent = true;
    this.#socket.send(frame, { binary: false });
  }

  /**
   * Resolves when the peer has taken all bytes up to now, or is gone. The ping has the data of the last one, because a
   * client may answer only the latest of several pings (RFC 6455, section 5.5.3).
   */
  drained(): Promise<void> {
    if (!this.isOpen || this.#socket.bufferedAmount === 0) return Promise.resolve();
    return new Promise((resolve) => this.#socket.ping(this.#pingData, undefined, () => resolve()));
  }

  /** @param frames made only if they are sent */
  take(change: RenderedChange, share: Share, frames: () => readonly Frame[]): void {
    const reason = this.#reasonToSkip(share);
    if (reason !== undefined) {
      this.skip(reason, { deliveries: 1, attempts: change.attempts.length, atMs: change.atMs });
      return;
    }
    this.#sentInSecond += 1;
    this.#sendLeftOut();
    for (const frame of frames()) this.sendFrame(frame);
  }

  /** Counts changes that are not sent. @param counts `null`: not known */
  skip(
    reason: SkippedReason,
    {
      deliveries,
      attempts,
      atMs,
    }: { readonly deliveries: number | null; readonly attempts: number | null; readonly atMs: number },
  ): void {
    const before = this.#leftOut;
    this.#leftOut = {
      reason: before?.reason === 'slow_reader' ? 'slow_reader' : reason,
      deliveries: sum(before?.deliveries, deliveries),
      attempts: sum(before?.attempts, attempts),
      fromMs: Math.min(before?.fromMs ?? atMs, atMs),
      toMs: Math.max(before?.toMs ?? atMs, atMs),
    };
  }

  /** Sends the counts if there is room. Called once a second. */
  flush(share: Share): void {
    if (this.#leftOut !== undefined && this.#reasonToSkip(share) === undefined) this.#sendLeftOut();
  }

  #sendLeftOut(): void {
    if (this.#leftOut === undefined) return;
    const leftOut = this.#leftOut;
    this.#leftOut = undefined;
    this.send(skipped(leftOut, this.#cursor()));
  }

  #reasonToSkip({ second, changes }: Share): SkippedReason | undefined {
    if (second !== this.#second) {
      this.#second = second;
      this.#sentInSecond = 0;
    }
    const { bufferedAmount } = this.#socket;
    const room = this.#isLagging ? hubLimits.bufferedBytes / 2 : hubLimits.bufferedBytes;
    this.#isLagging = bufferedAmount > room;
    if (this.#isLagging) return 'slow_reader';
    return this.#sentInSecond >= changes ? 'busy' : undefined;
  }
}

const sum = (a: number | null | undefined, b: number | null): number | null =>
  a === null || b === null ? null : (a ?? 0) + b;
