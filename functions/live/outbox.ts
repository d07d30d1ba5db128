import { liveCursorAt } from '../../src/domain/live/cursor.ts';
import type { LeftOut } from '../../src/http/live/output.ts';

/** A rendered change. The text is shared by all outboxes that have it. */
export interface Item {
  readonly kind: 'delivery' | 'attempt';
  /** When the change was recorded, in Unix milliseconds. */
  readonly atMs: number;
  readonly text: string;
}

/** A message without a place among the changes, for example `hello`. */
interface Notice {
  readonly kind: 'notice';
  readonly text: string;
}

export type Message = Item | Notice;

type Reason = LeftOut['reason'];

interface Counted {
  reason: Reason;
  deliveries: number;
  attempts: number;
  fromMs: number;
  toMs: number;
}

/** Messages that wait for one connection. About 1 KB each. */
export const OUTBOX_MOST = 64;

/**
 * The messages for one connection, in their order. While it is full, changes are counted instead of kept; the count
 * follows the messages that are kept. So a connection takes the same memory however slow it is.
 */
export class Outbox {
  readonly #messages: Message[] = [];
  #leftOut: Counted | undefined;

  get isEmpty(): boolean {
    return this.#messages.length === 0 && this.#leftOut === undefined;
  }

  /** Whether it takes only a few more changes before it counts them. */
  get isNearlyFull(): boolean {
    return this.#leftOut !== undefined || this.#messages.length >= OUTBOX_MOST / 2;
  }

  notice(text: string): void {
    this.#messages.push({ kind: 'notice', text });
  }

  offer(item: Item, reason: Reason = 'busy'): void {
    if (this.#leftOut !== undefined || this.#messages.length >= OUTBOX_MOST) this.leaveOut(item, reason);
    else this.#messages.push(item);
  }

  /** Counts a change instead of sending it. */
  leaveOut({ kind, atMs }: Pick<Item, 'kind' | 'atMs'>, reason: Reason): void {
    const counted = this.#leftOut ?? { reason, deliveries: 0, attempts: 0, fromMs: atMs, toMs: atMs };
    this.#leftOut = counted;
    if (kind === 'delivery') counted.deliveries += 1;
    else counted.attempts += 1;
    counted.fromMs = Math.min(counted.fromMs, atMs);
    counted.toMs = Math.max(counted.toMs, atMs);
    // The most informative reason: the client can do something about it.
    if (reason === 'slow_reader') counted.reason = reason;
  }

  /** Takes the next message. @param skippedOf renders a count */
  take(skippedOf: (leftOut: LeftOut) => string): Message | undefined {
    const next = this.#messages.shift();
    if (next !== undefined || this.#leftOut === undefined) return next;
    const text = skippedOf(this.#leftOut);
    this.#leftOut = undefined;
    return { kind: 'notice', text };
  }

  /** A message that was taken, and could not be sent. */
  putBack(message: Message): void {
    if (message.kind === 'notice') this.#messages.unshift(message);
    else this.leaveOut(message, 'slow_reader');
  }
}

/** The cursor of everything that is read in a round which began at this time. */
export const cursorOfRound = (roundAtMs: number): string => liveCursorAt(roundAtMs);
