import type { SubscriptionId } from '../../domain/ids.ts';
import type { RecipientReader } from '../../ports/storage.ts';
import { subscriptionKey } from './keys.ts';
import { isTombstone, recipientInSettings } from './subscription-rows.ts';
import type { Table } from './table.ts';

/** Reads without a key to the secrets in the row. */
export class DynamoRecipientReader implements RecipientReader {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async recipientOf(id: SubscriptionId) {
    const row = await this.#table.get(subscriptionKey(id));
    if (row === undefined || isTombstone(row)) return undefined;
    return { ...recipientInSettings(row), receiverId: (row['receiver'] as string | undefined) ?? null };
  }
}
