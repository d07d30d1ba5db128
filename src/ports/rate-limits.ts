import type { SubscriptionId } from '../domain/ids.ts';
import type { Admission, RateLimit } from '../domain/rate-limit.ts';

/** What a limit is for: each name has a count of its own. A receiver's is its tenant's id, a blank, and its own id. */
export type LimitedId = `sub_${string}` | `ten_${string}`;

/** Limits on events that come in, which all processes that take them share. */
export interface EventLimiter {
  /**
   * Lets as many of `count` events in as may come in now. Never rejects: if it cannot be told, all come in, and a metric
   * says so.
   */
  admit(id: LimitedId, limit: RateLimit, count: number): Promise<Omit<Admission, 'paidUntilMs'>>;
}

/** The delivery that asks for its turn. */
export interface Asker {
  /** Of the queue message that it was received with. */
  readonly receiptHandle: string;
  /** It has asked before, and goes before those that come in now. */
  readonly hasWaited: boolean;
}

/**
 * `waitMs`: an estimate of when to ask again, for as many as wait ahead of it; 0: the queue hands its message out again
 * when it is its turn.
 */
export type Turn = { readonly granted: true } | { readonly granted: false; readonly waitMs: number };

/** The turns under the rate limits of subscriptions, which all processes that deliver share. */
export interface DeliveryPlaces {
  /**
   * Asks, right before it is sent, whether an attempt may be sent now. A grant is for this moment: it is used at once or
   * never. Nothing is reserved for those that must wait, so that what is cancelled takes nothing away from others, and a
   * changed limit holds from the next one on.
   */
  ask(id: SubscriptionId, limit: RateLimit, asker: Asker): Promise<Turn>;
}

/** Slows down those who try one credential after another. */
export interface FailureBrake {
  /**
   * Counts a call that failed.
   * @returns how long its sender should wait, in milliseconds; 0 while it may fail some more
   */
  note(sourceAddress: string): number;
}
