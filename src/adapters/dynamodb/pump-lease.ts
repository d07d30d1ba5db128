import { livePartitions } from '../../config/live-keys.ts';
import type { PumpLease, StreamMarks, StreamPosition } from '../../ports/live-pump.ts';
import { ttlAt } from './delivery-rows.ts';
import { markKey, markPrefix, markSort, pumpLeaseKey } from './live-rows.ts';
import type { Condition, Table } from './table.ts';

/** A pump renews its lease every few seconds. After a crash, another pump can start when the lease has ended. */
const LEASE_MS = 20_000;

/** Iterators of a stream are valid for 15 minutes. */
const MARK_MS = 900_000;

export class DynamoPumpLease implements PumpLease {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async isHeld(nowMs: number): Promise<boolean> {
    const row = await this.#table.get(pumpLeaseKey);
    return row !== undefined && (row['until'] as number) > nowMs;
  }

  async isAbandoned(nowMs: number): Promise<boolean> {
    const row = await this.#table.get(pumpLeaseKey);
    return row !== undefined && (row['until'] as number) <= nowMs;
  }

  async take(owner: string, nowMs: number, from = owner): Promise<boolean> {
    const until = nowMs + LEASE_MS;
    const row = { ...pumpLeaseKey, owner, until, ttl: ttlAt(until + MARK_MS) };
    const { outcome } = await this.#table.put(row, mayBeTaken([owner, from], nowMs));
    return outcome === 'written';
  }

  async release(owner: string): Promise<void> {
    await this.#table.remove(pumpLeaseKey, { text: '#owner = :owner', values: { owner } });
  }
}

const mayBeTaken = ([owner, from]: readonly [string, string], nowMs: number): Condition => ({
  text: 'attribute_not_exists(#PK) OR #until <= :now OR #owner IN (:owner, :from)',
  values: { now: nowMs, owner, from },
});

export class DynamoStreamMarks implements StreamMarks {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async put(position: StreamPosition, atMs: number): Promise<void> {
    await this.#table.put({ ...markKey(atMs), position, ttl: ttlAt(atMs + MARK_MS) });
  }

  async latest(atMs: number, notBeforeMs: number): Promise<StreamPosition | undefined> {
    const { rows } = await this.#table.query({
      partition: livePartitions.connections,
      from: notBeforeMs < 0 ? markPrefix : markSort(notBeforeMs),
      to: markSort(atMs),
      newestFirst: true,
      limit: 1,
    });
    return rows[0]?.['position'] as StreamPosition | undefined;
  }
}
