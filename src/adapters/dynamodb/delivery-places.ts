import type { SubscriptionId } from '../../domain/ids.ts';
import { dynamoLimits } from '../../domain/limits.ts';
import { paceMs, placeMs, type RateLimit } from '../../domain/rate-limit.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeliveryPlaces } from '../../ports/delivery-places.ts';
import { deliveryPlacesKey } from './keys.ts';
import { payAhead } from './paid-until.ts';
import type { Table } from './table.ts';

/** One row a limit: whoever pays in it next has the next place. */
export class DynamoDeliveryPlaces implements DeliveryPlaces {
  readonly #table: Table;
  readonly #clock: Clock;

  constructor(table: Table, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
  }

  async take(id: SubscriptionId, limit: RateLimit): Promise<number> {
    const key = deliveryPlacesKey(id, limit);
    const costMs = paceMs(limit);
    for (let tries = 1; tries <= dynamoLimits.conflictTries; tries += 1) {
      const nowMs = this.#clock.nowMs();
      const { paid, paidUntilMs = nowMs } = await payAhead(this.#table, key, { nowMs, costMs });
      if (paid) return placeMs(limit, paidUntilMs - costMs, nowMs);
    }
    throw new Error(`the rate limit of ${id} is changed all the time`);
  }
}
