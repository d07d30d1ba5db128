import { LRUCache } from 'lru-cache';
import type { SubscriptionId, TenantId } from '../../domain/ids.ts';
import type { SubscriptionReceivers } from '../../ports/live-pump.ts';
import { listedSubscriptionKey } from './keys.ts';
import type { Table } from './table.ts';

/** Every process knows a change of a subscription within this time. */
const FRESH_MS = 30_000;
const SUBSCRIPTIONS_MOST = 5_000;

interface Found {
  readonly receiverId: string | null | undefined;
}

/** Reads the rows of the list of subscriptions, which have no secrets. */
export class DynamoSubscriptionReceivers implements SubscriptionReceivers {
  readonly #table: Table;
  readonly #found = new LRUCache<string, Found>({ max: SUBSCRIPTIONS_MOST, ttl: FRESH_MS });

  constructor(table: Table) {
    this.#table = table;
  }

  async receiverOf(tenantId: TenantId, id: SubscriptionId): Promise<string | null | undefined> {
    const cached = this.#found.get(id);
    if (cached !== undefined) return cached.receiverId;
    const row = await this.#table.get(listedSubscriptionKey(tenantId, id));
    const receiverId = row && ((row['receiver'] as string | undefined) ?? null);
    this.#found.set(id, { receiverId });
    return receiverId;
  }
}
