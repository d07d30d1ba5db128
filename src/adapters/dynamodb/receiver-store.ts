import type { TenantId } from '../../domain/ids.ts';
import {
  isLimited,
  type LimitedReceiver,
  type Receiver,
  type ReceiverLimits,
} from '../../domain/receiver.ts';
import type { ReceiverStore } from '../../ports/storage.ts';
import { limitedReceiverKey, limitedReceiversPartition, receiverKey, receiversPartition } from './keys.ts';
import { type Condition, isNew, type Range, type Row, type Table, type Write } from './table.ts';

/**
 * A receiver's row is in the partition of its tenant's receivers. A receiver with a limit has a second, small row, since
 * ingest reads the limits of all receivers of a tenant at once. Both rows are written in one transaction.
 */
export class DynamoReceiverStore implements ReceiverStore {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async add(receiver: Receiver): Promise<'added' | 'exists'> {
    return (await this.#write(receiver, isNew)) ? 'added' : 'exists';
  }

  async replace(receiver: Receiver): Promise<'replaced' | 'conflict'> {
    const isBefore = { text: '#version = :before', values: { before: receiver.version - 1 } };
    return (await this.#write(receiver, isBefore)) ? 'replaced' : 'conflict';
  }

  async #write(receiver: Receiver, condition: Condition): Promise<boolean> {
    const { tenantId, id } = receiver;
    const limited: Write = isLimited(receiver)
      ? { put: { ...limitedReceiverKey(tenantId, id), limits: limitsOf(receiver) } }
      : { remove: limitedReceiverKey(tenantId, id) };
    const { outcome } = await this.#table.transact([{ put: rowOf(receiver), condition }, limited]);
    return outcome === 'written';
  }

  async remove(tenantId: TenantId, id: string): Promise<boolean> {
    const { outcome } = await this.#table.transact([
      { remove: receiverKey(tenantId, id), condition: exists },
      { remove: limitedReceiverKey(tenantId, id) },
    ]);
    return outcome === 'written';
  }

  async find(tenantId: TenantId, id: string): Promise<Receiver | undefined> {
    const row = await this.#table.get(receiverKey(tenantId, id));
    return row && receiverFrom(row);
  }

  async list(
    tenantId: TenantId,
    { afterId, limit }: { readonly afterId: string | undefined; readonly limit: number },
  ): Promise<readonly Receiver[]> {
    const startAfter = afterId === undefined ? undefined : receiverKey(tenantId, afterId);
    const rows = await this.#rows({ partition: receiversPartition(tenantId), startAfter }, limit);
    return rows.map(receiverFrom);
  }

  async limited(tenantId: TenantId, most: number): Promise<readonly LimitedReceiver[]> {
    const rows = await this.#rows({ partition: limitedReceiversPartition(tenantId) }, most);
    return rows.map((row) => ({ id: row.SK, ...limitsIn(row) }));
  }

  /** A page of a query ends at a mebibyte: 250 receivers with all of their metadata are more. */
  async #rows(range: Range, most: number): Promise<readonly Row[]> {
    const rows: Row[] = [];
    let { startAfter } = range;
    do {
      const page = await this.#table.query({ ...range, startAfter, limit: most - rows.length });
      rows.push(...page.rows);
      startAfter = page.startAfter;
    } while (startAfter !== undefined && rows.length < most);
    return rows;
  }
}

const exists: Condition = { text: 'attribute_exists(#PK)' };

const limitsOf = ({ rateLimit, subscriptionsLimit }: Receiver): string =>
  JSON.stringify({ rateLimit, subscriptionsLimit } satisfies ReceiverLimits);

const limitsIn = (row: Row): ReceiverLimits => JSON.parse(row['limits'] as string);

const rowOf = (receiver: Receiver): Row => ({
  ...receiverKey(receiver.tenantId, receiver.id),
  tenant: receiver.tenantId,
  name: receiver.name,
  // As a text: as a map it would cost more, and lose the order of its members.
  metadata: JSON.stringify(receiver.metadata),
  limits: limitsOf(receiver),
  made_by: receiver.madeBy,
  version: receiver.version,
  created_at: receiver.createdAtMs,
  updated_at: receiver.updatedAtMs,
});

const receiverFrom = (row: Row): Receiver =>
  ({
    tenantId: row['tenant'],
    id: row.SK,
    name: row['name'],
    metadata: JSON.parse(row['metadata'] as string),
    ...limitsIn(row),
    madeBy: row['made_by'],
    version: row['version'],
    createdAtMs: row['created_at'],
    updatedAtMs: row['updated_at'],
  }) as Receiver;
