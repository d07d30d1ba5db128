import type { Attempt, Delivery } from '../domain/delivery.ts';

export interface DeliveryChange {
  readonly before: Delivery;
  readonly after: Delivery;
  /** The attempt that led to it, if one was made. */
  readonly attempt?: Attempt;
}

/** Records what becomes of deliveries. */
export interface DeliveryOutcomes {
  /**
   * Writes the change if the delivery is still open and holds the ticket that `before` has, or is not recorded yet.
   * A success is written even over another ticket, as long as the delivery was not cancelled: it did arrive.
   * What is to be held while its subscription is no longer disabled is due at once instead.
   * On AWS, an exhausted one is announced on the `exhausted` queue. `superseded`: somebody was first, nothing was written.
   */
  record(change: DeliveryChange): Promise<'recorded' | 'superseded'>;
  /**
   * Announces an exhausted delivery whose message has come again: the process that recorded its end may have died
   * before it had announced it. Does nothing where the two cannot come apart.
   */
  announceAgain(exhausted: Delivery): Promise<void>;
  /**
   * Writes the change and sends a new queue message, if the delivery is as open or closed as `before`, holds its ticket,
   * and no attempt of it was recorded since. `superseded`: nothing was written.
   */
  sendNow(change: DeliveryChange): Promise<'recorded' | 'superseded'>;
}
