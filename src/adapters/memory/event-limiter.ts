import { LRUCache } from 'lru-cache';
import { type Admission, admit, limitKey, type RateLimit } from '../../domain/rate-limit.ts';
import { type Clock, monotonicMs } from '../../ports/platform.ts';
import type { EventLimiter, LimitedId } from '../../ports/rate-limits.ts';
import { entriesAtMost } from '../cache/entries-at-most.ts';

const LIMITS_MOST = 100_000;

/** Exact, for one process. After a restart a whole burst is free. */
export class MemoryEventLimiter implements EventLimiter {
  readonly #clock: Clock;
  readonly #paidUntilMs = new LRUCache<string, number>(entriesAtMost(LIMITS_MOST));

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async admit(id: LimitedId, limit: RateLimit, count: number): Promise<Admission> {
    const key = limitKey(id, limit);
    const admission = admit(limit, this.#paidUntilMs.get(key), monotonicMs(this.#clock), count);
    this.#paidUntilMs.set(key, admission.paidUntilMs);
    return admission;
  }
}
