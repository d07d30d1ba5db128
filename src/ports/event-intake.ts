import type { Delivery } from '../domain/delivery.ts';
import type { Event } from '../domain/event.ts';

/** Takes events in. */
export interface EventIntake {
  /**
   * Keeps the event and its deliveries and puts each delivery on the queue: when it returns, nothing of it can be lost.
   * Returns the event as it is kept: a repeat with the same id gets the first one's, and changes nothing since.
   */
  keep(event: Event, deliveries: readonly Delivery[]): Promise<Event>;
}
