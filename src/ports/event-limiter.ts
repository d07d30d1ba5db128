import type { Admission, RateLimit } from '../domain/rate-limit.ts';

/** What a limit is for: each name has a count of its own. A receiver's is its tenant's id, a blank, and its own id. */
export type LimitedId = `sub_${string}` | `ten_${string}`;

/** Limits on events that come in, which all processes that take them share. */
export interface EventLimiter {
  /**
   * Lets as many of `count` events in as may come in now. Never rejects: if it cannot be told, all come in, and a metric
   * says so.
   */
  admit(id: LimitedId, limit: RateLimit, count: number): Promise<Omit<Admission, 'paidUntilMs'>>;
}
