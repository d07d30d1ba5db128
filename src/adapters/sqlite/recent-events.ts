import { LRUCache } from 'lru-cache';
import type { Event } from '../../domain/event.ts';
import type { EventId } from '../../domain/ids.ts';

/** Payloads together; beyond that the oldest are read from the table again. */
const PAYLOAD_BYTES_MOST = 16 * 1024 * 1024;
/** What an event takes beside its payload, roughly: so that many empty ones are bounded too. */
const EVENT_BYTES = 512;

/**
 * Events that were just kept or read: mostly their deliveries are attempted right away, and each of a fan-out asks for
 * the same one. Events never change, except that their expiry moves away, so what is here can only be too careful; and that their
 * payloads may be deleted, which is to be told here.
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
