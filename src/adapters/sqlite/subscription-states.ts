import type { DatabaseSync } from 'node:sqlite';
import type { SubscriptionId } from '../../domain/ids.ts';
import type { SubscriptionStatus } from '../../domain/subscription.ts';
import type { SubscriptionState, SubscriptionStates } from '../../ports/storage.ts';

export class SqliteSubscriptionStates implements SubscriptionStates {
  readonly #find;

  constructor(database: DatabaseSync) {
    this.#find = database.prepare(
      'SELECT status, receiver_id FROM subscriptions WHERE id = ? AND deleted_at_ms IS NULL',
    );
  }

  async stateOf(id: SubscriptionId): Promise<SubscriptionState> {
    const row = this.#find.get(id);
    return {
      status: row === undefined ? 'deleted' : (row['status'] as SubscriptionStatus),
      receiverId: (row?.['receiver_id'] ?? null) as string | null,
    };
  }
}
