import { LRUCache } from 'lru-cache';
import type { EventId } from '../../domain/ids.ts';
import { entriesAtMost } from '../cache/entries-at-most.ts';

/** An attempt takes far less time, and the process that made one records it. */
const KEPT_MS = 3_600_000;
const EVENTS_MOST = 100_000;

/** The events of which this process has just erased all excerpts: none of an attempt under way may be recorded. */
export class ErasedExcerpts {
  readonly #events = new LRUCache<EventId, true>({ ...entriesAtMost(EVENTS_MOST), ttl: KEPT_MS });

  add(id: EventId): void {
    this.#events.set(id, true);
  }

  has(id: EventId): boolean {
    return this.#events.has(id);
  }
}
