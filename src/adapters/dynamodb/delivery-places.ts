import type { SubscriptionId } from '../../domain/ids.ts';
import { dynamoLimits } from '../../domain/limits.ts';
import { paceMs, placeMs, type RateLimit } from '../../domain/rate-limit.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeliveryPlaces } from '../../ports/delivery-places.ts';
import { ttlAt } from './delivery-rows.ts';
import { deliveryPlacesKey } from './keys.ts';
import { Increase, type Table } from './table.ts';

const DAY_MS = 86_400_000;

/**
 * One row a limit, which says by when all that was let through would have passed at an even pace. Two updates that
 * exclude each other: it goes on from there while that is in the future, and from now on otherwise. Neither reads
 * before it writes, so that processes do not get into each other's way.
 */
export class DynamoDeliveryPlaces implements DeliveryPlaces {
  readonly #table: Table;
  readonly #clock: Clock;

  constructor(table: Table, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
  }

  async take(id: SubscriptionId, limit: RateLimit): Promise<number> {
    const key = deliveryPlacesKey(id, limit);
    for (let tries = 1; tries <= dynamoLimits.conflictTries; tries += 1) {
      const nowMs = this.#clock.nowMs();
      const values = { now: nowMs };
      const goesOn = await this.#table.updateAndShow(
        key,
        { paid_until: new Increase(paceMs(limit)) },
        { text: '#paid_until > :now', values },
      );
      if (goesOn.outcome === 'written') {
        const startMs = (goesOn.row['paid_until'] as number) - paceMs(limit);
        return placeMs(limit, startMs, nowMs);
      }
      const begins = await this.#table.update(
        key,
        { paid_until: nowMs + paceMs(limit), ttl: ttlAt(nowMs + DAY_MS + paceMs(limit)) },
        { text: 'attribute_not_exists(#paid_until) OR #paid_until <= :now', values },
      );
      if (begins.outcome === 'written') return nowMs;
    }
    throw new Error(`the rate limit of ${id} is changed all the time`);
  }
}
