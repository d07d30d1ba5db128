import type { RecoveryId, TenantId } from '../../domain/ids.ts';
import { type Recovery, recoveryExpiresAtMs } from '../../domain/recovery.ts';
import type { RecoveryFilter, RecoveryStore } from '../../ports/storage.ts';
import { ttlAt } from './delivery-rows.ts';
import { type Key, RUNNING_RECOVERIES, recoveryKey, runningRecoveryKey, tenantPartition } from './keys.ts';
import { type Changes, isNew, type Row, type Table } from './table.ts';

/** A recovery's row is in its tenant's partition. While the recovery is running, it is in the index too. */
export class DynamoRecoveryStore implements RecoveryStore {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async add(recovery: Recovery): Promise<'added' | 'exists'> {
    const { tenantId, id, subscriptionId, receiverId, sinceMs, untilMs, perSecond } = recovery;
    const { outcome } = await this.#table.put(
      {
        ...recoveryKey(tenantId, id),
        subscription: subscriptionId,
        receiver: receiverId,
        since: sinceMs,
        until: untilMs,
        per_second: perSecond,
        found: recovery.foundCount,
        missed: recovery.isMissed || null,
        created_at: recovery.createdAtMs,
        ...changesTo(recovery),
      },
      isNew,
    );
    return outcome === 'written' ? 'added' : 'exists';
  }

  async find(tenantId: TenantId, id: RecoveryId): Promise<Recovery | undefined> {
    const row = await this.#table.get(recoveryKey(tenantId, id));
    return row && recoveryFrom(row);
  }

  async list(
    tenantId: TenantId,
    { subscriptionId, receiverId }: RecoveryFilter,
    { beforeId, limit }: { readonly beforeId: RecoveryId | undefined; readonly limit: number },
  ): Promise<readonly Recovery[]> {
    const found: Recovery[] = [];
    let startAfter: Key | undefined = beforeId && recoveryKey(tenantId, beforeId);
    do {
      const page = await this.#table.query({
        partition: tenantPartition(tenantId),
        from: 'REC#',
        to: 'REC#~',
        newestFirst: true,
        limit,
        startAfter,
      });
      const wanted = page.rows
        .map(recoveryFrom)
        .filter(
          (one) =>
            (subscriptionId === undefined || one.subscriptionId === subscriptionId) &&
            (receiverId === undefined || one.receiverId === receiverId),
        );
      found.push(...wanted);
      startAfter = page.startAfter;
    } while (found.length < limit && startAfter !== undefined);
    return found.slice(0, limit);
  }

  async running(): Promise<readonly Recovery[]> {
    const keys: Key[] = [];
    let startAfter: Key | undefined;
    do {
      const page = await this.#table.queryIndex({ partition: RUNNING_RECOVERIES, startAfter });
      keys.push(...page.rows.map(({ PK, SK }) => ({ PK, SK })));
      startAfter = page.startAfter;
    } while (startAfter !== undefined);
    const recoveries = (await this.#table.getMany(keys)).map(recoveryFrom);
    return recoveries
      .filter(({ status }) => status === 'running')
      .sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  async change(before: Recovery, after: Recovery): Promise<'changed' | 'superseded'> {
    const { outcome } = await this.#table.update(recoveryKey(before.tenantId, before.id), changesTo(after), {
      text: '#status = :running AND #version = :version',
      values: { running: 'running', version: before.version },
    });
    return outcome === 'written' ? 'changed' : 'superseded';
  }
}

function changesTo(recovery: Recovery): Changes {
  const expiresAtMs = recoveryExpiresAtMs(recovery);
  const isRunning = recovery.status === 'running';
  return {
    status: recovery.status,
    stop_reason: recovery.stopReason,
    recovered: recovery.recoveredCount,
    skipped: recovery.skippedCount,
    after: recovery.afterId,
    next_slot: recovery.nextSlotAtMs,
    version: recovery.version,
    updated_at: recovery.updatedAtMs,
    ended_at: recovery.endedAtMs,
    ttl: expiresAtMs === null ? null : ttlAt(expiresAtMs),
    ...(isRunning ? runningRecoveryKey(recovery.id) : { g1pk: null, g1sk: null }),
  };
}

function recoveryFrom(row: Row): Recovery {
  const [, tenantUlid = ''] = row.PK.split('#');
  const id: RecoveryId = `rec_${row.SK.slice('REC#'.length)}`;
  return {
    id,
    tenantId: `ten_${tenantUlid}`,
    subscriptionId: row['subscription'] ?? null,
    receiverId: row['receiver'] ?? null,
    sinceMs: row['since'],
    untilMs: row['until'],
    perSecond: row['per_second'],
    status: row['status'],
    stopReason: row['stop_reason'] ?? null,
    foundCount: row['found'] ?? null,
    isMissed: row['missed'] === true,
    recoveredCount: row['recovered'],
    skippedCount: row['skipped'],
    afterId: row['after'] ?? null,
    nextSlotAtMs: row['next_slot'],
    version: row['version'],
    createdAtMs: row['created_at'],
    updatedAtMs: row['updated_at'],
    endedAtMs: row['ended_at'] ?? null,
  } as Recovery;
}
