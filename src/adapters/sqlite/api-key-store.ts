import type { DatabaseSync } from 'node:sqlite';
import type { ApiKey, Scope } from '../../domain/api-key.ts';
import type { ApiKeyId, TenantId } from '../../domain/ids.ts';
import type { ApiKeyStore } from '../../ports/api-key-store.ts';
import type { GroupCommit } from './group-commit.ts';

export class SqliteApiKeyStore implements ApiKeyStore {
  readonly #commits: GroupCommit;
  readonly #find;
  readonly #insert;
  readonly #first;

  constructor(database: DatabaseSync, commits: GroupCommit) {
    this.#commits = commits;
    this.#find = database.prepare('SELECT * FROM api_keys WHERE hash = ?');
    this.#first = database.prepare('SELECT * FROM api_keys ORDER BY created_at_ms, id LIMIT 1');
    this.#insert = database.prepare(
      'INSERT INTO api_keys (hash, id, tenant_id, scopes, name, created_at_ms) VALUES (?, ?, ?, ?, ?, ?)',
    );
  }

  async findByHash(hash: string): Promise<ApiKey | undefined> {
    const row = this.#find.get(hash);
    return row && apiKeyFrom(row);
  }

  /** The oldest key: its tenant is the one that the data folder was made for. */
  async oldest(): Promise<ApiKey | undefined> {
    const row = this.#first.get();
    return row && apiKeyFrom(row);
  }

  async add(hash: string, key: ApiKey): Promise<void> {
    const { id, tenantId, scopes, name, createdAtMs } = key;
    await this.#commits.write(() =>
      this.#insert.run(hash, id, tenantId, scopes.join(' '), name, createdAtMs),
    );
  }
}

const apiKeyFrom = (row: Record<string, unknown>): ApiKey => ({
  id: row['id'] as ApiKeyId,
  tenantId: row['tenant_id'] as TenantId,
  scopes: (row['scopes'] as string).split(' ') as Scope[],
  name: row['name'] as string,
  createdAtMs: row['created_at_ms'] as number,
});
