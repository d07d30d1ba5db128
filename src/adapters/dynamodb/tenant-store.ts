import type { ApiKey } from '../../domain/api-key.ts';
import type { TenantId } from '../../domain/ids.ts';
import { tenantLimits } from '../../domain/limits.ts';
import type { Tenant } from '../../domain/tenant.ts';
import type { TenantStore } from '../../ports/storage.ts';
import { writesOfNewKey } from './api-key-store.ts';
import { listedApiKeyKey, tenantKey, tenantOriginKey, tenantPartition } from './keys.ts';
import { isNew, type Range, type Row, type Table } from './table.ts';

/** A tenant's row is in the partition of the tenant that created it. */
export class DynamoTenantStore implements TenantStore {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async add(
    tenant: Tenant,
    { hash, key }: { readonly hash: string; readonly key: ApiKey },
  ): Promise<'added' | 'exists' | 'full'> {
    const { id, name, createdBy, createdAtMs } = tenant;
    if ((await this.find(createdBy, id)) !== undefined) return 'exists';
    if (await this.#isFull(createdBy)) return 'full';
    const row = { ...tenantKey(createdBy, id), name, created_at: createdAtMs };
    const { outcome } = await this.#table.transact([
      { put: row, condition: isNew },
      { put: { ...tenantOriginKey(id), created_by: createdBy } },
      ...writesOfNewKey(hash, key),
    ]);
    if (outcome === 'written') return 'added';
    // The response to the write can be lost and the write tried again: then the key has this call's hash.
    const listed = await this.#table.get(listedApiKeyKey(id, key.id));
    return listed?.['hash'] === hash ? 'added' : 'exists';
  }

  async #isFull(createdBy: TenantId): Promise<boolean> {
    const { rows } = await this.#table.query({
      ...madeBy(createdBy),
      attributes: ['SK'],
      limit: tenantLimits.perCreator,
    });
    return rows.length >= tenantLimits.perCreator;
  }

  async creatorOf(id: TenantId): Promise<TenantId | undefined> {
    const row = await this.#table.get(tenantOriginKey(id));
    return row?.['created_by'] as TenantId | undefined;
  }

  async find(createdBy: TenantId, id: TenantId): Promise<Tenant | undefined> {
    const row = await this.#table.get(tenantKey(createdBy, id));
    return row && tenantFrom(row, createdBy);
  }

  async list(
    createdBy: TenantId,
    { beforeId, limit }: { readonly beforeId: TenantId | undefined; readonly limit: number },
  ): Promise<readonly Tenant[]> {
    const { rows } = await this.#table.query({
      ...madeBy(createdBy),
      newestFirst: true,
      limit,
      startAfter: beforeId && tenantKey(createdBy, beforeId),
    });
    return rows.map((row) => tenantFrom(row, createdBy));
  }
}

const madeBy = (createdBy: TenantId): Range => ({
  partition: tenantPartition(createdBy),
  from: 'TEN#',
  to: 'TEN#~',
});

const tenantFrom = (row: Row, createdBy: TenantId): Tenant => ({
  id: `ten_${row.SK.slice('TEN#'.length)}`,
  name: row['name'] as string,
  createdBy,
  createdAtMs: row['created_at'] as number,
});
