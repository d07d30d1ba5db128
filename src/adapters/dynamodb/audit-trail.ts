import { type AuditEntry, auditExpiresAtMs } from '../../domain/audit.ts';
import { type AuditEntryId, createdAtMsOf, lowestUlidAt, type TenantId, ulidOf } from '../../domain/ids.ts';
import { auditLimits } from '../../domain/limits.ts';
import type { Clock } from '../../ports/platform.ts';
import type { AuditFilter, AuditTrail } from '../../ports/storage.ts';
import { ttlAt } from './delivery-rows.ts';
import { auditKey, auditPartition } from './keys.ts';
import type { Row, Table } from './table.ts';

const DAY_MS = 86_400_000;

/** One partition per tenant and month, so that none grows for ever. Lists go from month to month. */
export class DynamoAuditTrail implements AuditTrail {
  readonly #table: Table;
  readonly #clock: Clock;

  constructor(table: Table, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
  }

  async record(entry: AuditEntry): Promise<void> {
    const { tenantId, id, action, actor, subject, fields, requestId, atMs, changes } = entry;
    await this.#table.put({
      ...auditKey(tenantId, id, atMs),
      action,
      actor,
      subject,
      fields,
      request_id: requestId,
      receiver_id: entry.receiverId,
      source_address: entry.sourceAddress,
      ...(changes.length > 0 && { changes }),
      ttl: ttlAt(auditExpiresAtMs(atMs)),
    });
  }

  async list(
    tenantId: TenantId,
    filter: AuditFilter,
    { beforeId, limit }: { readonly beforeId: AuditEntryId | undefined; readonly limit: number },
  ): Promise<readonly AuditEntry[]> {
    const nowMs = this.#clock.nowMs();
    const sinceMs = Math.max(filter.sinceMs ?? 0, nowMs - auditLimits.days * DAY_MS + 1);
    const newestMs = beforeId === undefined ? nowMs + DAY_MS : createdAtMsOf(beforeId);
    const untilMs = Math.min(filter.untilMs ?? newestMs, newestMs);
    const below = beforeId !== undefined && createdAtMsOf(beforeId) <= untilMs ? ulidOf(beforeId) : undefined;
    const entries: AuditEntry[] = [];
    for (const partition of monthsDown(tenantId, sinceMs, untilMs)) {
      const { rows } = await this.#table.query({
        partition,
        from: lowestUlidAt(sinceMs),
        to: below ?? lowestUlidAt(untilMs),
        newestFirst: true,
        // One more row: a range includes both its ends, and the upper end is not wanted.
        limit: limit - entries.length + 1,
      });
      const wanted = rows.filter(({ SK }) => SK < (below ?? lowestUlidAt(untilMs)));
      entries.push(...wanted.map((row) => entryFrom(row, tenantId)));
      if (entries.length >= limit) break;
    }
    return entries.slice(0, limit);
  }
}

function* monthsDown(tenantId: TenantId, sinceMs: number, untilMs: number): Generator<string> {
  const last = auditPartition(tenantId, sinceMs);
  const until = new Date(untilMs);
  for (let month = until.getUTCMonth(); ; month -= 1) {
    const partition = auditPartition(tenantId, Date.UTC(until.getUTCFullYear(), month));
    if (partition < last) return;
    yield partition;
  }
}

function entryFrom(row: Row, tenantId: TenantId): AuditEntry {
  const id: AuditEntryId = `aud_${row.SK}`;
  return {
    id,
    tenantId,
    action: row['action'],
    actor: row['actor'],
    subject: row['subject'],
    fields: row['fields'],
    // Older rows have none of these.
    receiverId: row['receiver_id'] ?? null,
    sourceAddress: row['source_address'] ?? null,
    changes: row['changes'] ?? [],
    requestId: row['request_id'],
    atMs: createdAtMsOf(id),
  } as AuditEntry;
}
