import type { ApiKey } from '../../domain/api-key.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Tenant } from '../../domain/tenant.ts';
import type { TenantStore } from '../../ports/tenant-store.ts';
import { writesOfNewKey } from './api-key-store.ts';
import { tenantKey, tenantPartition } from './keys.ts';
import { isNew, type Row, type Table } from './table.ts';

/** A tenant's row lies among what is listed of the tenant that made it. */
export class DynamoTenantStore implements TenantStore {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async add(
    tenant: Tenant,
    { hash, key }: { readonly hash: string; readonly key: ApiKey },
  ): Promise<'added' | 'exists'> {
    const { id, name, createdBy, createdAtMs } = tenant;
    const row = { ...tenantKey(createdBy, id), name, created_at: createdAtMs };
    const { outcome } = await this.#table.transact([
      { put: row, condition: isNew },
      ...writesOfNewKey(hash, key),
    ]);
    return outcome === 'written' ? 'added' : 'exists';
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
      partition: tenantPartition(createdBy),
      from: 'TEN#',
      to: 'TEN#~',
      newestFirst: true,
      limit,
      startAfter: beforeId && tenantKey(createdBy, beforeId),
    });
    return rows.map((row) => tenantFrom(row, createdBy));
  }
}

const tenantFrom = (row: Row, createdBy: TenantId): Tenant => ({
  id: `ten_${row.SK.slice('TEN#'.length)}`,
  name: row['name'] as string,
  createdBy,
  createdAtMs: row['created_at'] as number,
});
