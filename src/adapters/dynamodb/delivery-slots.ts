import { LRUCache } from 'lru-cache';
import type { SubscriptionId } from '../../domain/ids.ts';
import {
  LEASE_MS,
  leasedLimit,
  leaseSize,
  limitKey,
  paceMs,
  type RateLimit,
} from '../../domain/rate-limit.ts';
import { readChangeWrite } from '../../domain/read-change-write.ts';
import { type Clock, monotonicMs } from '../../ports/platform.ts';
import type { Asker, DeliverySlots, Turn } from '../../ports/rate-limits.ts';
import { entriesAtMost } from '../cache/entries-at-most.ts';
import { joinLine, type Paid, payNow } from './delivery-pace.ts';
import { deliveryPaceKey } from './keys.ts';
import { dynamoLimits } from './limits.ts';
import type { Table } from './table.ts';

/** The attempts that this process has paid for ahead; by the monotonic clock. */
interface Lease {
  left: number;
  readonly untilMs: number;
}

const LIMITS_MOST = 10_000;
/** The longest wait behind a line that does not use its turns: some deliveries in it may be cancelled. */
const IDLE_LINE_MS = 15_000;

/**
 * One row per subscription records the sent attempts. A delivery that may not be sent now goes to the end of a line
 * that is only counted: it asks again when its turn should have come, and then goes before deliveries that come in.
 *
 * A row takes a thousand writes a second, so under a high limit several attempts are paid for at a time, for the next
 * moment.
 */
export class DynamoDeliverySlots implements DeliverySlots {
  readonly #table: Table;
  readonly #clock: Clock;
  readonly #leases = new LRUCache<string, Lease>(entriesAtMost(LIMITS_MOST));

  constructor(table: Table, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
  }

  async ask(id: SubscriptionId, limit: RateLimit, asker: Asker): Promise<Turn> {
    const lease = this.#leases.get(limitKey(id, limit));
    if (lease !== undefined && lease.left > 0 && lease.untilMs > monotonicMs(this.#clock)) {
      lease.left -= 1;
      return { granted: true };
    }
    const size = leaseSize(limit);
    if (size > 1 && (await this.#lease(id, limit, size, asker))) return { granted: true };
    const paid = await this.#pay(id, limit, 1, asker);
    return paid.outcome === 'paid' ? { granted: true } : this.#putInLine(id, limit, paid);
  }

  async #lease(id: SubscriptionId, limit: RateLimit, size: number, asker: Asker): Promise<boolean> {
    const untilMs = monotonicMs(this.#clock) + LEASE_MS;
    if ((await this.#pay(id, limit, size, asker)).outcome !== 'paid') return false;
    this.#leases.set(limitKey(id, limit), { left: size - 1, untilMs });
    return true;
  }

  /** A slow response of the table is worth nothing: a turn is for the moment for which it was paid. */
  async #pay(id: SubscriptionId, limit: RateLimit, count: number, { hasWaited }: Asker): Promise<Paid> {
    const key = deliveryPaceKey(id);
    const shared = leasedLimit(limit);
    const change = async (): Promise<Paid | 'conflict'> => {
      const askedAtMs = monotonicMs(this.#clock);
      const nowMs = this.#clock.nowMs();
      const paid = await payNow(this.#table, key, { nowMs, limit: shared, count, behindLine: !hasWaited });
      const isLate = monotonicMs(this.#clock) - askedAtMs > LEASE_MS;
      return paid.outcome === 'again' || (paid.outcome === 'paid' && isLate) ? 'conflict' : paid;
    };
    const paid = await readChangeWrite(change, { tries: dynamoLimits.conflictTries });
    // Other processes were faster every time, or the table is slow.
    return paid === 'conflict' ? { outcome: 'not-yet', nextInMs: paceMs(limit) } : paid;
  }

  async #putInLine(id: SubscriptionId, limit: RateLimit, paid: Paid): Promise<Turn> {
    const nowMs = this.#clock.nowMs();
    const nextInMs = paid.outcome === 'not-yet' ? paid.nextInMs : 0;
    const turnMs = await joinLine(this.#table, deliveryPaceKey(id), { nowMs, limit, nextInMs });
    const waitMs = Math.max(1, Math.ceil(nextInMs), Math.ceil(turnMs - nowMs));
    const mostMs = paid.outcome === 'free' ? IDLE_LINE_MS : Number.POSITIVE_INFINITY;
    return { granted: false, waitMs: Math.min(waitMs, mostMs) };
  }
}
