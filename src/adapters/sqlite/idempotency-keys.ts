import type { DatabaseSync } from 'node:sqlite';
import type { TenantId } from '../../domain/ids.ts';
import { requestLimits } from '../../domain/limits.ts';
import type { Clock } from '../../ports/platform.ts';
import type { IdempotencyKeys, IdempotentCall, Reservation } from '../../ports/storage.ts';
import type { GroupCommit } from './group-commit.ts';

export class SqliteIdempotencyKeys implements IdempotencyKeys {
  readonly #commits: GroupCommit;
  readonly #clock: Clock;
  readonly #find;
  readonly #insert;

  constructor(database: DatabaseSync, commits: GroupCommit, clock: Clock) {
    this.#commits = commits;
    this.#clock = clock;
    this.#find = database.prepare(
      'SELECT request_hash, value FROM idempotency_keys ' +
        'WHERE tenant_id = ? AND operation = ? AND key = ? AND expires_at_ms > ?',
    );
    this.#insert = database.prepare(
      'INSERT OR REPLACE INTO idempotency_keys (tenant_id, operation, key, request_hash, value, expires_at_ms) ' +
        'VALUES (?, ?, ?, ?, ?, ?)',
    );
  }

  reserve({ tenantId, operation, key, requestHash, value, nowMs }: IdempotentCall): Promise<Reservation> {
    return this.#commits.write((): Reservation => {
      const found = this.#find.get(tenantId, operation, key, nowMs);
      if (found === undefined) {
        const expiresAtMs = nowMs + requestLimits.idempotencySeconds * 1_000;
        this.#insert.run(tenantId, operation, key, requestHash, value, expiresAtMs);
        return { outcome: 'first', value };
      }
      if (found['request_hash'] !== requestHash) return { outcome: 'conflict' };
      return { outcome: 'repeat', value: found['value'] as string };
    });
  }

  async recall(tenantId: TenantId, operation: string, key: string): Promise<string | undefined> {
    return this.#find.get(tenantId, operation, key, this.#clock.nowMs())?.['value'] as string | undefined;
  }
}
