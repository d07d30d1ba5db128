import type { DatabaseSync } from 'node:sqlite';
import type { SubscriptionId } from '../../domain/ids.ts';
import type { SubscriptionStatus } from '../../domain/subscription.ts';
import type { SubscriptionStates } from '../../ports/subscription-states.ts';

export class SqliteSubscriptionStates implements SubscriptionStates {
  readonly #find;

  constructor(database: DatabaseSync) {
    this.#find = database.prepare('SELECT status FROM subscriptions WHERE id = ? AND deleted_at_ms IS NULL');
  }

  async stateOf(id: SubscriptionId): Promise<SubscriptionStatus | 'deleted'> {
    const row = this.#find.get(id);
    return row === undefined ? 'deleted' : (row['status'] as SubscriptionStatus);
  }
}
