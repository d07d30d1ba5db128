import type { SubscriptionId } from '../../domain/ids.ts';
import type { RouteReader } from '../../ports/storage.ts';
import { subscriptionKey } from './keys.ts';
import { isTombstone, routeInSettings } from './subscription-rows.ts';
import type { Table } from './table.ts';

/** Read without a key to the secrets in the row. */
export class DynamoRouteReader implements RouteReader {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async routeOf(id: SubscriptionId) {
    const row = await this.#table.get(subscriptionKey(id));
    if (row === undefined || isTombstone(row)) return undefined;
    return { ...routeInSettings(row), receiverId: (row['receiver'] as string | undefined) ?? null };
  }
}
