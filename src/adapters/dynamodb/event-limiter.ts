import { LRUCache } from 'lru-cache';
import {
  type Admission,
  admit,
  LEASE_MS,
  leasedLimit,
  leaseSize,
  limitKey,
  paceMs,
  paidUntilMostMs,
  type RateLimit,
} from '../../domain/rate-limit.ts';
import { readChangeWrite } from '../../domain/read-change-write.ts';
import { type Clock, type Log, type Metrics, monotonicMs } from '../../ports/platform.ts';
import type { EventLimiter, LimitedId } from '../../ports/rate-limits.ts';
import { entriesAtMost } from '../cache/entries-at-most.ts';
import { eventLimitKey, type Key } from './keys.ts';
import { dynamoLimits } from './limits.ts';
import { payAhead } from './paid-until.ts';
import type { Table } from './table.ts';

export interface EventLimiterNeeds {
  readonly table: Table;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly log: Log;
}

type Answer = Omit<Admission, 'paidUntilMs'>;

/**
 * The events that this process has paid for ahead, or its knowledge that a limit is used up; by the monotonic clock.
 */
interface Lease {
  left: number;
  readonly untilMs: number;
  /** Until then no slot is free, so the table is not asked. */
  readonly blockedUntilMs: number;
}

const ANSWER_MS = 500;
const LIMITS_MOST = 10_000;

/**
 * One row per limit. Under a high limit several events are paid for at a time, because a row takes a thousand writes a
 * second. While the limit is known to be used up, the table is not asked.
 */
export class DynamoEventLimiter implements EventLimiter {
  readonly #needs: EventLimiterNeeds;
  readonly #leases = new LRUCache<string, Lease>(entriesAtMost(LIMITS_MOST));

  constructor(needs: EventLimiterNeeds) {
    this.#needs = needs;
  }

  async admit(id: LimitedId, limit: RateLimit, count: number): Promise<Answer> {
    try {
      return await inTime(this.#admit(id, limit, count));
    } catch (error) {
      // Too many events are better than none. A table that cannot be read reports its own fault.
      this.#needs.metrics.count('RateLimitFailedOpen');
      this.#needs.log.warn('rate_limit.failed_open', { id, err: error });
      return { admitted: count, remaining: 0, nextInMs: 0 };
    }
  }

  async #admit(id: LimitedId, limit: RateLimit, count: number): Promise<Answer> {
    const key = limitKey(id, limit);
    const nowMs = monotonicMs(this.#needs.clock);
    const lease = this.#leases.get(key);
    if (lease !== undefined && lease.blockedUntilMs > nowMs) {
      return { admitted: 0, remaining: 0, nextInMs: lease.blockedUntilMs - nowMs };
    }
    if (lease !== undefined && lease.untilMs > nowMs && lease.left >= count) {
      lease.left -= count;
      return { admitted: count, remaining: lease.left, nextInMs: 0 };
    }
    return this.#take(key, eventLimitKey(id, limit), limit, count);
  }

  async #take(key: string, rowKey: Key, limit: RateLimit, count: number): Promise<Answer> {
    const size = leaseSize(limit);
    const shared = leasedLimit(limit);
    if (size > count && (await this.#pay(rowKey, shared, size)).paid) {
      const untilMs = monotonicMs(this.#needs.clock) + LEASE_MS;
      this.#leases.set(key, { left: size - count, untilMs, blockedUntilMs: 0 });
      return { admitted: count, remaining: size - count, nextInMs: 0 };
    }
    let wanted = count;
    const change = async (): Promise<Answer | 'conflict'> => {
      const result = await this.#pay(rowKey, shared, wanted);
      const nowMs = this.#needs.clock.nowMs();
      if (result.paid) {
        const { remaining } = admit(shared, result.paidUntilMs, nowMs, 0);
        return { admitted: wanted, remaining, nextInMs: 0 };
      }
      const { admitted, nextInMs } = admit(shared, result.paidUntilMs, nowMs, wanted);
      if (admitted === 0) {
        const blockedUntilMs = monotonicMs(this.#needs.clock) + nextInMs;
        this.#leases.set(key, { left: 0, untilMs: 0, blockedUntilMs });
        return { admitted, remaining: 0, nextInMs };
      }
      // Fewer may come in, or as many by now.
      wanted = admitted;
      return 'conflict';
    };
    const answer = await readChangeWrite(change, { tries: dynamoLimits.conflictTries });
    // Other processes were faster every time and took all slots. The table can be read, so this is no reason to fail
    // open.
    return answer === 'conflict' ? { admitted: 0, remaining: 0, nextInMs: paceMs(limit) } : answer;
  }

  /** Pays for this many events, if all may pass now. */
  #pay(key: Key, limit: RateLimit, count: number) {
    const nowMs = this.#needs.clock.nowMs();
    const costMs = count * paceMs(limit);
    const latestMs = nowMs + paceMs(limit) * (limit.burst - count);
    const mostMs = paidUntilMostMs(limit, nowMs);
    return payAhead(this.#needs.table, key, { nowMs, costMs, latestMs, mostMs });
  }
}

async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${ANSWER_MS} ms`)), ANSWER_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
