import type { SubscriptionId } from '../../domain/ids.ts';
import type { SubscriptionStatus } from '../../domain/subscription.ts';
import type { SubscriptionState, SubscriptionStates } from '../../ports/storage.ts';
import { subscriptionKey } from './keys.ts';
import { isTombstone } from './subscription-rows.ts';
import type { Table } from './table.ts';

/** Reads without a key to the secrets in the row. */
export class DynamoSubscriptionStates implements SubscriptionStates {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async stateOf(id: SubscriptionId): Promise<SubscriptionState> {
    const row = await this.#table.get(subscriptionKey(id));
    if (row === undefined || isTombstone(row)) return { status: 'deleted', receiverId: null };
    return {
      status: row['status'] as SubscriptionStatus,
      receiverId: (row['receiver'] ?? null) as string | null,
    };
  }
}
