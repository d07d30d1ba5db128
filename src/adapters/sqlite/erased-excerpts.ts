import { LRUCache } from 'lru-cache';
import type { EventId } from '../../domain/ids.ts';
import { entriesAtMost } from '../cache/entries-at-most.ts';

/** An attempt takes far less time, and the process that makes it records it. */
const KEPT_MS = 3_600_000;
const EVENTS_MOST = 100_000;

/**
 * The events whose excerpts this process has just erased: attempts that are still running must be recorded without an
 * excerpt.
 */
export class ErasedExcerpts {
  readonly #events = new LRUCache<EventId, true>({ ...entriesAtMost(EVENTS_MOST), ttl: KEPT_MS });

  add(id: EventId): void {
    this.#events.set(id, true);
  }

  has(id: EventId): boolean {
    return this.#events.has(id);
  }
}
