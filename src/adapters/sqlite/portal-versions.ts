import type { DatabaseSync } from 'node:sqlite';
import type { TenantId } from '../../domain/ids.ts';
import { portalTokenLimits } from '../../domain/limits.ts';
import type { PortalVersions } from '../../ports/storage.ts';
import type { GroupCommit } from './group-commit.ts';

export class SqlitePortalVersions implements PortalVersions {
  readonly #commits: GroupCommit;
  readonly #find;
  readonly #write;

  constructor(database: DatabaseSync, commits: GroupCommit) {
    this.#commits = commits;
    this.#find = database.prepare(
      'SELECT version FROM portal_versions WHERE tenant_id = ? AND receiver_id = ?',
    );
    this.#write = database.prepare(
      'INSERT OR REPLACE INTO portal_versions (tenant_id, receiver_id, version, expires_at_ms) VALUES (?, ?, ?, ?)',
    );
  }

  async versionOf(tenantId: TenantId, receiverId: string): Promise<number> {
    return Number(this.#find.get(tenantId, receiverId)?.['version'] ?? 0);
  }

  raise(tenantId: TenantId, receiverId: string, nowMs: number): Promise<number> {
    return this.#commits.write(() => {
      const before = Number(this.#find.get(tenantId, receiverId)?.['version'] ?? 0);
      const version = Math.max(nowMs, before + 1);
      const expiresAtMs = nowMs + portalTokenLimits.revocationSeconds * 1_000;
      this.#write.run(tenantId, receiverId, version, expiresAtMs);
      return version;
    });
  }
}
