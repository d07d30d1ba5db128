import type { SubscriptionId } from '../../domain/ids.ts';
import type { SubscriptionStatus } from '../../domain/subscription.ts';
import type { SubscriptionStates } from '../../ports/subscription-states.ts';
import { subscriptionKey } from './keys.ts';
import { isTombstone } from './subscription-rows.ts';
import type { Table } from './table.ts';

/** Read without a key to the secrets in the row. */
export class DynamoSubscriptionStates implements SubscriptionStates {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async stateOf(id: SubscriptionId): Promise<SubscriptionStatus | 'deleted'> {
    const row = await this.#table.get(subscriptionKey(id));
    return row === undefined || isTombstone(row) ? 'deleted' : (row['status'] as SubscriptionStatus);
  }
}
