import type { DatabaseSync } from 'node:sqlite';
import type { ApiKey } from '../../domain/api-key.ts';
import type { TenantId } from '../../domain/ids.ts';
import { tenantLimits } from '../../domain/limits.ts';
import type { Tenant } from '../../domain/tenant.ts';
import type { TenantStore } from '../../ports/storage.ts';
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
      insert: database.prepare(`INSERT INTO tenants (${columns}) VALUES (?, ?, ?, ?)`),
      count: database.prepare('SELECT count(*) AS count FROM tenants WHERE created_by = ?'),
      creator: database.prepare('SELECT created_by FROM tenants WHERE id = ?'),
      find: database.prepare(`SELECT ${columns} FROM tenants WHERE created_by = ? AND id = ?`),
      list: database.prepare(
        `SELECT ${columns} FROM tenants WHERE created_by = ? AND id < ? ORDER BY id DESC LIMIT ?`,
      ),
    };
  }

  add(tenant: Tenant, { hash, key }: { hash: string; key: ApiKey }): Promise<'added' | 'exists' | 'full'> {
    const { id, name, createdBy, createdAtMs } = tenant;
    return this.#commits.write(() => {
      if (this.#statements.creator.get(id) !== undefined) return 'exists';
      const { count } = this.#statements.count.get(createdBy) as { count: number };
      if (count >= tenantLimits.perCreator) return 'full';
      this.#statements.insert.run(id, name, createdBy, createdAtMs);
      this.#insertKey(hash, key);
      return 'added';
    });
  }

  async creatorOf(id: TenantId): Promise<TenantId | undefined> {
    return this.#statements.creator.get(id)?.['created_by'] as TenantId | undefined;
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
