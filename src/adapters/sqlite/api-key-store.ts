import type { DatabaseSync } from 'node:sqlite';
import { type ApiKey, isLastingAdmin, isUseToBeNoted, type Scope } from '../../domain/api-key.ts';
import type { ApiKeyId, TenantId } from '../../domain/ids.ts';
import { apiKeyLimits } from '../../domain/limits.ts';
import type { ApiKeyStore } from '../../ports/storage.ts';
import type { Row } from './delivery-rows.ts';
import type { GroupCommit } from './group-commit.ts';

const columns = 'hash, id, tenant_id, scopes, name, created_at_ms, expires_at_ms, last_used_at_ms';

/** Inserts a key inside a transaction of the caller. */
export function apiKeyInsert(database: DatabaseSync): (hash: string, key: ApiKey) => void {
  const insert = database.prepare(
    `INSERT INTO api_keys (${columns}) VALUES (${columns.replaceAll(/\w+/g, '?')})`,
  );
  return (hash, { id, tenantId, scopes, name, createdAtMs, expiresAtMs, lastUsedAtMs }) => {
    insert.run(hash, id, tenantId, scopes.join(' '), name, createdAtMs, expiresAtMs, lastUsedAtMs);
  };
}

export class SqliteApiKeyStore implements ApiKeyStore {
  readonly #commits: GroupCommit;
  readonly #insert;
  readonly #statements;

  constructor(database: DatabaseSync, commits: GroupCommit) {
    this.#commits = commits;
    this.#insert = apiKeyInsert(database);
    this.#statements = {
      find: database.prepare(`SELECT ${columns} FROM api_keys WHERE hash = ?`),
      findById: database.prepare(`SELECT ${columns} FROM api_keys WHERE tenant_id = ? AND id = ?`),
      lasting: database.prepare(
        `SELECT ${columns} FROM api_keys WHERE tenant_id = ? AND id <> ? AND expires_at_ms IS NULL`,
      ),
      count: database.prepare('SELECT count(*) AS count FROM api_keys WHERE tenant_id = ?'),
      list: database.prepare(
        `SELECT ${columns} FROM api_keys WHERE tenant_id = ? AND id < ? ORDER BY id DESC LIMIT ?`,
      ),
      oldest: database.prepare(`SELECT ${columns} FROM api_keys ORDER BY created_at_ms, id LIMIT 1`),
      remove: database.prepare('DELETE FROM api_keys WHERE tenant_id = ? AND id = ?'),
      noteUse: database.prepare('UPDATE api_keys SET last_used_at_ms = ? WHERE hash = ?'),
    };
  }

  async findByHash(hash: string): Promise<ApiKey | undefined> {
    const row = this.#statements.find.get(hash);
    return row && apiKeyFrom(row);
  }

  async findById(tenantId: TenantId, id: ApiKeyId): Promise<ApiKey | undefined> {
    const row = this.#statements.findById.get(tenantId, id);
    return row && apiKeyFrom(row);
  }

  /** The oldest key. Its tenant is the first tenant of the data folder. */
  async oldest(): Promise<ApiKey | undefined> {
    const row = this.#statements.oldest.get();
    return row && apiKeyFrom(row);
  }

  add(hash: string, key: ApiKey): Promise<'added' | 'exists' | 'full'> {
    return this.#commits.write(() => {
      if (this.#statements.findById.get(key.tenantId, key.id) !== undefined) return 'exists';
      const { count } = this.#statements.count.get(key.tenantId) as { count: number };
      if (count >= apiKeyLimits.perTenant) return 'full';
      this.#insert(hash, key);
      return 'added';
    });
  }

  async list(
    tenantId: TenantId,
    { beforeId, limit }: { readonly beforeId: ApiKeyId | undefined; readonly limit: number },
  ): Promise<readonly ApiKey[]> {
    return this.#statements.list.all(tenantId, beforeId ?? AFTER_ALL, limit).map(apiKeyFrom);
  }

  remove(tenantId: TenantId, id: ApiKeyId): Promise<'removed' | 'unknown' | 'last-admin'> {
    return this.#commits.write(() => {
      const row = this.#statements.findById.get(tenantId, id);
      if (row === undefined) return 'unknown';
      const others = isLastingAdmin(apiKeyFrom(row)) ? this.#statements.lasting.all(tenantId, id) : undefined;
      if (others?.map(apiKeyFrom).some(isLastingAdmin) === false) return 'last-admin';
      this.#statements.remove.run(tenantId, id);
      return 'removed';
    });
  }

  async noteUse(hash: string, nowMs: number): Promise<void> {
    const key = await this.findByHash(hash);
    if (key === undefined || !isUseToBeNoted(key, nowMs)) return;
    await this.#commits.write(() => this.#statements.noteUse.run(nowMs, hash));
  }
}

/** Sorts after every id of one kind. */
const AFTER_ALL = '~';

const apiKeyFrom = (row: Row): ApiKey => ({
  id: row['id'] as ApiKeyId,
  tenantId: row['tenant_id'] as TenantId,
  scopes: (row['scopes'] as string).split(' ') as Scope[],
  name: row['name'] as string,
  createdAtMs: row['created_at_ms'] as number,
  expiresAtMs: row['expires_at_ms'] as number | null,
  lastUsedAtMs: row['last_used_at_ms'] as number | null,
});
