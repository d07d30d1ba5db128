import type { SubscriptionId } from '../domain/ids.ts';
import type { RateLimit } from '../domain/rate-limit.ts';

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
