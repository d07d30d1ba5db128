import type { DatabaseSync } from 'node:sqlite';
import type { RecoveryId, TenantId } from '../../domain/ids.ts';
import { type Recovery, recoveryExpiresAtMs } from '../../domain/recovery.ts';
import type { RecoveryFilter, RecoveryStore } from '../../ports/storage.ts';
import { Conditions } from './conditions.ts';
import type { Row } from './delivery-rows.ts';
import type { GroupCommit } from './group-commit.ts';

const changingColumns =
  'status, stop_reason, recovered_count, skipped_count, after_id, next_slot_at_ms, version, updated_at_ms, ended_at_ms, expires_at_ms';
const columns =
  'tenant_id, id, subscription_id, receiver_id, since_ms, until_ms, per_second, found_count, missed, created_at_ms, ' +
  changingColumns;

export class SqliteRecoveryStore implements RecoveryStore {
  readonly #database: DatabaseSync;
  readonly #commits: GroupCommit;
  readonly #statements;

  constructor(database: DatabaseSync, commits: GroupCommit) {
    this.#database = database;
    this.#commits = commits;
    this.#statements = {
      insert: database.prepare(
        `INSERT INTO recoveries (${columns}) VALUES (${columns.replaceAll(/\w+/g, '?')}) ON CONFLICT DO NOTHING`,
      ),
      find: database.prepare(`SELECT ${columns} FROM recoveries WHERE tenant_id = ? AND id = ?`),
      running: database.prepare(`SELECT ${columns} FROM recoveries WHERE status = 'running' ORDER BY id`),
      change: database.prepare(
        `UPDATE recoveries SET ${changingColumns.replaceAll(/\w+/g, '$& = ?')} ` +
          "WHERE tenant_id = ? AND id = ? AND status = 'running' AND version = ?",
      ),
    };
  }

  add(recovery: Recovery): Promise<'added' | 'exists'> {
    const { tenantId, id, subscriptionId, receiverId, sinceMs, untilMs, perSecond } = recovery;
    const kept = [tenantId, id, subscriptionId, receiverId, sinceMs, untilMs, perSecond];
    const values = [
      ...kept,
      recovery.foundCount,
      Number(recovery.isMissed),
      recovery.createdAtMs,
      ...changingValues(recovery),
    ];
    return this.#commits.write(() =>
      this.#statements.insert.run(...values).changes > 0 ? 'added' : 'exists',
    );
  }

  async find(tenantId: TenantId, id: RecoveryId): Promise<Recovery | undefined> {
    const row = this.#statements.find.get(tenantId, id);
    return row && recoveryFrom(row);
  }

  async list(
    tenantId: TenantId,
    { subscriptionId, receiverId }: RecoveryFilter,
    { beforeId, limit }: { readonly beforeId: RecoveryId | undefined; readonly limit: number },
  ): Promise<readonly Recovery[]> {
    const { text, values } = new Conditions()
      .and('tenant_id = ?', tenantId)
      .and('id < ?', beforeId)
      .and('subscription_id = ?', subscriptionId)
      .and('receiver_id = ?', receiverId);
    const query = `SELECT ${columns} FROM recoveries WHERE ${text} ORDER BY id DESC LIMIT ?`;
    return this.#database
      .prepare(query)
      .all(...values, limit)
      .map(recoveryFrom);
  }

  async running(): Promise<readonly Recovery[]> {
    return this.#statements.running.all().map(recoveryFrom);
  }

  change(before: Recovery, after: Recovery): Promise<'changed' | 'superseded'> {
    const { tenantId, id, version } = before;
    return this.#commits.write(() => {
      const written = this.#statements.change.run(...changingValues(after), tenantId, id, version);
      return written.changes > 0 ? 'changed' : 'superseded';
    });
  }
}

const changingValues = (recovery: Recovery) => [
  recovery.status,
  recovery.stopReason,
  recovery.recoveredCount,
  recovery.skippedCount,
  recovery.afterId,
  recovery.nextSlotAtMs,
  recovery.version,
  recovery.updatedAtMs,
  recovery.endedAtMs,
  recoveryExpiresAtMs(recovery),
];

const recoveryFrom = (row: Row): Recovery =>
  ({
    id: row['id'],
    tenantId: row['tenant_id'],
    subscriptionId: row['subscription_id'],
    receiverId: row['receiver_id'],
    sinceMs: row['since_ms'],
    untilMs: row['until_ms'],
    perSecond: row['per_second'],
    status: row['status'],
    stopReason: row['stop_reason'],
    foundCount: row['found_count'],
    isMissed: row['missed'] === 1,
    recoveredCount: row['recovered_count'],
    skippedCount: row['skipped_count'],
    afterId: row['after_id'],
    nextSlotAtMs: row['next_slot_at_ms'],
    version: row['version'],
    createdAtMs: row['created_at_ms'],
    updatedAtMs: row['updated_at_ms'],
    endedAtMs: row['ended_at_ms'],
  }) as Recovery;
