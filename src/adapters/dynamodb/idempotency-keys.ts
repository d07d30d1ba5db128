import type { TenantId } from '../../domain/ids.ts';
import { requestLimits } from '../../domain/limits.ts';
import type { Clock } from '../../ports/platform.ts';
import type { IdempotencyKeys, IdempotentCall, Reservation } from '../../ports/storage.ts';
import { ttlAt } from './delivery-rows.ts';
import { idempotencyKey } from './keys.ts';
import type { Condition, Table } from './table.ts';

export class DynamoIdempotencyKeys implements IdempotencyKeys {
  readonly #table: Table;
  readonly #clock: Clock;

  constructor(table: Table, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
  }

  /**
   * One write. A crash after it leaves a key whose work is not done: the repeat does it, with this call's value. So
   * does this call itself if the response to its write is lost, and the SDK's second try finds the row of the first.
   */
  async reserve({
    tenantId,
    operation,
    key,
    requestHash,
    value,
    nowMs,
  }: IdempotentCall): Promise<Reservation> {
    const expiresAtMs = nowMs + requestLimits.idempotencySeconds * 1_000;
    const row = {
      ...idempotencyKey(tenantId, operation, key),
      request_hash: requestHash,
      value,
      expires_at: expiresAtMs,
      ttl: ttlAt(expiresAtMs),
    };
    const written = await this.#table.put(row, isFree(nowMs));
    if (written.outcome === 'written') return { outcome: 'first', value };
    if (written.found?.['request_hash'] !== requestHash) return { outcome: 'conflict' };
    return { outcome: 'repeat', value: written.found['value'] as string };
  }

  async recall(tenantId: TenantId, operation: string, key: string): Promise<string | undefined> {
    const row = await this.#table.get(idempotencyKey(tenantId, operation, key));
    if (row === undefined || (row['expires_at'] as number) <= this.#clock.nowMs()) return undefined;
    return row['value'] as string;
  }
}

/** DynamoDB deletes expired rows within some days. Until then they may be overwritten. */
const isFree = (nowMs: number): Condition => ({
  text: 'attribute_not_exists(#PK) OR #expires_at <= :now',
  values: { now: nowMs },
});
