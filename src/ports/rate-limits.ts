import type { SubscriptionId } from '../domain/ids.ts';
import type { Admission, RateLimit } from '../domain/rate-limit.ts';

/**
 * The subject of a limit; each has its own count. `rcv_`, the tenant's ULID, a space and the receiver's id: the events
 * of a receiver. The tenant's id, a space and the receiver's id: the calls of the receiver's portal tokens.
 */
export type LimitedId = `sub_${string}` | `ten_${string}` | `rcv_${string}`;

/** Rate limits of incoming events, shared by all processes that take events in. */
export interface EventLimiter {
  /**
   * Admits as many of `count` events as the limit allows now. Never rejects: if the count cannot be read, it admits all
   * events and counts that in a metric.
   */
  admit(id: LimitedId, limit: RateLimit, count: number): Promise<Omit<Admission, 'paidUntilMs'>>;
}

/** The delivery that asks for its turn. */
export interface Asker {
  /** Of the queue message that the delivery was received with. */
  readonly receiptHandle: string;
  /** The delivery has asked before, and goes before deliveries that come in now. */
  readonly hasWaited: boolean;
}

/**
 * `waitMs`: when to ask again, estimated from the number of deliveries that wait ahead. 0: the queue hands the message
 * out again when it is the delivery's turn.
 */
export type Turn = { readonly granted: true } | { readonly granted: false; readonly waitMs: number };

/** The turns under the rate limits of subscriptions, shared by all processes that deliver. */
export interface DeliverySlots {
  /**
   * Asks, right before an attempt, whether it may be sent now. Use a grant at once or drop it. A delivery that must
   * wait reserves nothing, so a cancelled delivery costs the others no turn, and a changed limit applies from the next
   * call on.
   */
  ask(id: SubscriptionId, limit: RateLimit, asker: Asker): Promise<Turn>;
}

/** Slows down callers that try one credential after another. */
export interface FailureBrake {
  /**
   * Counts a failed call.
   * @returns how many milliseconds its sender should wait; 0 while the sender may fail more often
   */
  note(sourceAddress: string): number;
}
