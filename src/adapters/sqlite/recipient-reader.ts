import type { DatabaseSync } from 'node:sqlite';
import type { SubscriptionId } from '../../domain/ids.ts';
import type { RecipientReader } from '../../ports/storage.ts';
import { recipientFrom } from './subscription-rows.ts';

export class SqliteRecipientReader implements RecipientReader {
  readonly #find;

  constructor(database: DatabaseSync) {
    this.#find = database.prepare(
      'SELECT id, receiver_id, settings FROM subscriptions WHERE id = ? AND deleted_at_ms IS NULL',
    );
  }

  async recipientOf(id: SubscriptionId) {
    const row = this.#find.get(id);
    return row && { ...recipientFrom(row), receiverId: row['receiver_id'] as string | null };
  }
}
