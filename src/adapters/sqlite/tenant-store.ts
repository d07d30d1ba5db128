import type { DatabaseSync } from 'node:sqlite';
import type { ApiKey } from '../../domain/api-key.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Tenant } from '../../domain/tenant.ts';
import type { TenantStore } from '../../ports/tenant-store.ts';
import { apiKeyInsert } from './api-key-store.ts';
import type { Row } from './delivery-rows.ts';
import type { GroupCommit } from './group-commit.ts';

export class SqliteTenantStore implements TenantStore {
  readonly #commits: GroupCommit;
  readonly #insertKey;
  readonly #statements;

  constructor(database: DatabaseSync, commits: GroupCommit) {
    this.#commits = commits;
    this.#insertKey = apiKeyInsert(database);
    const columns = 'id, name, created_by, created_at_ms';
    this.#statements = {
      insert: database.prepare(`INSERT INTO tenants (${columns}) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`),
      find: database.prepare(`SELECT ${columns} FROM tenants WHERE created_by = ? AND id = ?`),
      list: database.prepare(
        `SELECT ${columns} FROM tenants WHERE created_by = ? AND id < ? ORDER BY id DESC LIMIT ?`,
      ),
    };
  }

  add(tenant: Tenant, { hash, key }: { hash: string; key: ApiKey }): Promise<'added' | 'exists'> {
    const { id, name, createdBy, createdAtMs } = tenant;
    return this.#commits.write(() => {
      const isNew = this.#statements.insert.run(id, name, createdBy, createdAtMs).changes > 0;
      if (!isNew) return 'exists';
      this.#insertKey(hash, key);
      return 'added';
    });
  }

  async find(createdBy: TenantId, id: TenantId): Promise<Tenant | undefined> {
    const row = this.#statements.find.get(createdBy, id);
    return row && tenantFrom(row);
  }

  async list(
    createdBy: TenantId,
    { beforeId, limit }: { readonly beforeId: TenantId | undefined; readonly limit: number },
  ): Promise<readonly Tenant[]> {
    return this.#statements.list.all(createdBy, beforeId ?? AFTER_ALL, limit).map(tenantFrom);
  }
}

const AFTER_ALL = '~';

const tenantFrom = (row: Row): Tenant => ({
  id: row['id'] as TenantId,
  name: row['name'] as string,
  createdBy: row['created_by'] as TenantId,
  createdAtMs: row['created_at_ms'] as number,
});
