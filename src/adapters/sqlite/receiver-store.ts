import type { DatabaseSync } from 'node:sqlite';
import type { TenantId } from '../../domain/ids.ts';
import {
  isLimited,
  type LimitedReceiver,
  type Receiver,
  type ReceiverSettings,
} from '../../domain/receiver.ts';
import type { ReceiverStore } from '../../ports/storage.ts';
import type { Row } from './delivery-rows.ts';
import type { GroupCommit } from './group-commit.ts';

const columns = 'tenant_id, id, settings, is_limited, made_by, version, created_at_ms, updated_at_ms';

export class SqliteReceiverStore implements ReceiverStore {
  readonly #commits: GroupCommit;
  readonly #statements;

  constructor(database: DatabaseSync, commits: GroupCommit) {
    this.#commits = commits;
    this.#statements = {
      find: database.prepare(`SELECT ${columns} FROM receivers WHERE tenant_id = ? AND id = ?`),
      insert: database.prepare(
        `INSERT INTO receivers (${columns}) VALUES (${columns.replaceAll(/\w+/g, '?')}) ON CONFLICT DO NOTHING`,
      ),
      replace: database.prepare(
        'UPDATE receivers SET settings = ?, is_limited = ?, version = ?, updated_at_ms = ? ' +
          'WHERE tenant_id = ? AND id = ? AND version = ?',
      ),
      remove: database.prepare('DELETE FROM receivers WHERE tenant_id = ? AND id = ?'),
      list: database.prepare(
        `SELECT ${columns} FROM receivers WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?`,
      ),
      limited: database.prepare(
        'SELECT id, settings FROM receivers WHERE tenant_id = ? AND is_limited = 1 LIMIT ?',
      ),
    };
  }

  add(receiver: Receiver): Promise<'added' | 'exists'> {
    const { tenantId, id, madeBy, version, createdAtMs, updatedAtMs } = receiver;
    const values = [tenantId, id, settingsOf(receiver), Number(isLimited(receiver)), madeBy, version];
    return this.#commits.write(() => {
      const { changes } = this.#statements.insert.run(...values, createdAtMs, updatedAtMs);
      return changes > 0 ? 'added' : 'exists';
    });
  }

  replace(receiver: Receiver): Promise<'replaced' | 'conflict'> {
    const { tenantId, id, version, updatedAtMs } = receiver;
    return this.#commits.write(() => {
      const { changes } = this.#statements.replace.run(
        ...[settingsOf(receiver), Number(isLimited(receiver)), version, updatedAtMs],
        ...[tenantId, id, version - 1],
      );
      return changes > 0 ? 'replaced' : 'conflict';
    });
  }

  remove(tenantId: TenantId, id: string): Promise<boolean> {
    return this.#commits.write(() => this.#statements.remove.run(tenantId, id).changes > 0);
  }

  async find(tenantId: TenantId, id: string): Promise<Receiver | undefined> {
    const row = this.#statements.find.get(tenantId, id);
    return row && receiverFrom(row);
  }

  async list(
    tenantId: TenantId,
    { afterId, limit }: { readonly afterId: string | undefined; readonly limit: number },
  ): Promise<readonly Receiver[]> {
    return this.#statements.list.all(tenantId, afterId ?? '', limit).map(receiverFrom);
  }

  async limited(tenantId: TenantId, most: number): Promise<readonly LimitedReceiver[]> {
    return this.#statements.limited.all(tenantId, most).map((row) => {
      const { rateLimit, subscriptionsLimit } = settingsIn(row);
      return { id: row['id'] as string, rateLimit, subscriptionsLimit };
    });
  }
}

const settingsOf = ({ name, metadata, rateLimit, subscriptionsLimit }: Receiver): string =>
  JSON.stringify({ name, metadata, rateLimit, subscriptionsLimit } satisfies ReceiverSettings);

const settingsIn = (row: Row): ReceiverSettings => JSON.parse(row['settings'] as string);

const receiverFrom = (row: Row): Receiver => ({
  tenantId: row['tenant_id'] as TenantId,
  id: row['id'] as string,
  ...settingsIn(row),
  madeBy: row['made_by'] as string,
  version: row['version'] as number,
  createdAtMs: row['created_at_ms'] as number,
  updatedAtMs: row['updated_at_ms'] as number,
});
