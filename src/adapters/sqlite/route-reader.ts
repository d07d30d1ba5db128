import type { DatabaseSync } from 'node:sqlite';
import type { SubscriptionId } from '../../domain/ids.ts';
import type { RouteReader } from '../../ports/storage.ts';
import { routeFrom } from './subscription-rows.ts';

export class SqliteRouteReader implements RouteReader {
  readonly #find;

  constructor(database: DatabaseSync) {
    this.#find = database.prepare(
      'SELECT id, receiver_id, settings FROM subscriptions WHERE id = ? AND deleted_at_ms IS NULL',
    );
  }

  async routeOf(id: SubscriptionId) {
    const row = this.#find.get(id);
    return row && { ...routeFrom(row), receiverId: row['receiver_id'] as string | null };
  }
}
