import type { DatabaseSync } from 'node:sqlite';
import { type AuditAction, type AuditChange, type AuditEntry, auditExpiresAtMs } from '../../domain/audit.ts';
import { type AuditEntryId, createdAtMsOf, lowestUlidAt, type TenantId } from '../../domain/ids.ts';
import type { Clock } from '../../ports/platform.ts';
import type { AuditFilter, AuditTrail } from '../../ports/storage.ts';
import { Conditions } from './conditions.ts';
import type { Row } from './delivery-rows.ts';
import type { GroupCommit } from './group-commit.ts';

const columns =
  'tenant_id, id, action, actor, subject, fields, request_id, expires_at_ms, receiver_id, source_address, changes';

export class SqliteAuditTrail implements AuditTrail {
  readonly #database: DatabaseSync;
  readonly #commits: GroupCommit;
  readonly #clock: Clock;
  readonly #insert;

  constructor(database: DatabaseSync, commits: GroupCommit, clock: Clock) {
    this.#database = database;
    this.#commits = commits;
    this.#clock = clock;
    this.#insert = database.prepare(
      `INSERT INTO audit_trail (${columns}) VALUES (${columns.replaceAll(/\w+/g, '?')})`,
    );
  }

  async record(entry: AuditEntry): Promise<void> {
    const { tenantId, id, action, actor, subject, fields, requestId, atMs, changes } = entry;
    const values = [
      tenantId,
      id,
      action,
      actor,
      subject,
      fields.join(' '),
      requestId,
      auditExpiresAtMs(atMs),
      entry.receiverId,
      entry.sourceAddress,
      changes.length === 0 ? null : JSON.stringify(changes),
    ];
    await this.#commits.write(() => this.#insert.run(...values));
  }

  async list(
    tenantId: TenantId,
    { sinceMs, untilMs }: AuditFilter,
    { beforeId, limit }: { readonly beforeId: AuditEntryId | undefined; readonly limit: number },
  ): Promise<readonly AuditEntry[]> {
    const conditions = new Conditions()
      .and('tenant_id = ?', tenantId)
      .and('expires_at_ms > ?', this.#clock.nowMs())
      .and('id >= ?', sinceMs && `aud_${lowestUlidAt(sinceMs)}`)
      .and('id < ?', untilMs && `aud_${lowestUlidAt(untilMs)}`)
      .and('id < ?', beforeId);
    return this.#database
      .prepare(`SELECT ${columns} FROM audit_trail WHERE ${conditions.text} ORDER BY id DESC LIMIT ?`)
      .all(...conditions.values, limit)
      .map(entryFrom);
  }
}

function entryFrom(row: Row): AuditEntry {
  const id = row['id'] as AuditEntryId;
  const fields = row['fields'] as string;
  const changes = row['changes'] as string | null;
  return {
    id,
    tenantId: row['tenant_id'] as TenantId,
    action: row['action'] as AuditAction,
    actor: row['actor'] as string,
    subject: row['subject'] as string,
    fields: fields === '' ? [] : fields.split(' '),
    receiverId: row['receiver_id'] as string | null,
    sourceAddress: row['source_address'] as string | null,
    changes: changes === null ? [] : (JSON.parse(changes) as AuditChange[]),
    requestId: row['request_id'] as string,
    atMs: createdAtMsOf(id),
  };
}
