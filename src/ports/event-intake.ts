import type { Delivery } from '../domain/delivery.ts';
import type { Event } from '../domain/event.ts';

/** An event to keep, and its deliveries; `to fan out`: they are made later, as `keepToFanOut` has it. */
export interface NewIntake {
  readonly event: Event;
  readonly deliveries: readonly Delivery[] | 'to fan out';
}

/** Takes events in. */
export interface EventIntake {
  /**
   * Keeps the event and its deliveries and puts each delivery on the queue: when it returns, nothing of it can be lost.
   * Returns the event as it is kept: a repeat with the same id gets the first one's, and changes nothing since.
   */
  keep(event: Event, deliveries: readonly Delivery[]): Promise<Event>;
  /** The same for many, together: what costs by the call costs less. Events as they are kept, in the same order. */
  keepAll(intakes: readonly NewIntake[]): Promise<readonly Event[]>;
  /**
   * As `keep`, for an event with more deliveries than its producer should wait for: puts one message on the queue,
   * whose consumer makes them with `addDeliveries`. A repeat may send that message again.
   */
  keepToFanOut(event: Event): Promise<Event>;
  /** Keeps deliveries of a kept event and puts each on the queue. One that is known already is left as it is. */
  addDeliveries(event: Event, deliveries: readonly Delivery[]): Promise<void>;
}
