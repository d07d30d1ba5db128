import { LRUCache } from 'lru-cache';
import type { Event } from '../../domain/event.ts';
import type { EventId } from '../../domain/ids.ts';

/** For all payloads. Beyond this limit, the oldest are read from the table again. */
const PAYLOAD_BYTES_MOST = 16 * 1024 * 1024;
/** The rough size of an event without its payload, so that many empty events are bounded too. */
const EVENT_BYTES = 512;

/**
 * Events that were just kept or read: usually their deliveries are attempted at once, and each delivery of a fan-out
 * needs the same event. Events never change, except that their expiry can move to later, which is harmless here, and
 * that their payloads can be deleted: then call `forget`.
 */
export class RecentEvents {
  readonly #events = new LRUCache<EventId, Event>({
    maxSize: PAYLOAD_BYTES_MOST,
    sizeCalculation: ({ payload }) => payload.length + EVENT_BYTES,
  });

  remember(event: Event): void {
    this.#events.set(event.id, event);
  }

  forget(id: EventId): void {
    this.#events.delete(id);
  }

  find(id: EventId): Event | undefined {
    return this.#events.get(id);
  }
}
