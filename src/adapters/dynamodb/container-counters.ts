import { type Count, coarseKeyOf, counterOf } from '../../domain/counters.ts';
import type { TenantId } from '../../domain/ids.ts';
import { statsLimits } from '../../domain/limits.ts';
import { type Clock, type Log, monotonicMs } from '../../ports/platform.ts';
import type { HeldCounters } from '../../ports/storage.ts';
import { ttlAt } from './delivery-rows.ts';
import type { Key } from './keys.ts';
import { countersKey } from './keys.ts';
import { counterLimits } from './limits.ts';
import { isRowTooLarge, type Table } from './table.ts';

export interface ContainerCountersNeeds {
  readonly table: Table;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The counters of one container, in memory. They are added to the rows of their tenant and minute at the end of an
 * invocation, but at most once a minute, after a few times at the beginning. So a delivery costs no write of its own. The
 * counts since the last write are lost if the container gets no further invocation.
 */
export class ContainerCounters implements HeldCounters {
  readonly #needs: ContainerCountersNeeds;
  #counts = new Map<string, number>();
  /** Writes that may be made at once; one more each minute. */
  #writesLeft: number = counterLimits.writesAtOnce;
  #refilledAtMs: number;

  constructor(needs: ContainerCountersNeeds) {
    this.#needs = needs;
    this.#refilledAtMs = monotonicMs(needs.clock);
  }

  readonly count: Count = (key, n) => {
    const isKnownOrFits = this.#counts.has(key) || this.#counts.size < counterLimits.countersHeld;
    const counted = isKnownOrFits ? key : coarseKeyOf(key);
    this.#counts.set(counted, (this.#counts.get(counted) ?? 0) + n);
  };

  async flushIfDue(): Promise<void> {
    if (this.#counts.size === 0 || !this.#mayWrite()) return;
    await this.flush();
  }

  /** Never rejects: statistics fail no invocation. Counts that cannot be written are dropped. */
  async flush(): Promise<void> {
    const counts = this.#counts;
    this.#counts = new Map();
    try {
      await Promise.all(rowsOf(counts).map((row) => this.#write(row)));
    } catch (error) {
      this.#needs.log.warn('counters.not_written', { counters: counts.size, err: error });
    }
  }

  #mayWrite(): boolean {
    const nowMs = monotonicMs(this.#needs.clock);
    const minutes = Math.max(0, Math.floor((nowMs - this.#refilledAtMs) / MINUTE_MS));
    this.#refilledAtMs += minutes * MINUTE_MS;
    this.#writesLeft = Math.min(counterLimits.writesAtOnce, this.#writesLeft + minutes);
    if (this.#writesLeft === 0) return false;
    this.#writesLeft -= 1;
    return true;
  }

  async #write({ tenantId, minute, sums }: CounterRow): Promise<void> {
    const ttl = ttlAt((minute + statsLimits.keptHours * MINUTES_PER_HOUR) * MINUTE_MS + HOUR_MS);
    try {
      await this.#add(countersKey(tenantId, minute), sums, ttl);
    } catch (error) {
      if (!isRowTooLarge(error)) throw error;
      await this.#add(countersKey(tenantId, minute, 'coarse'), coarse(sums), ttl);
    }
  }

  async #add(key: Key, sums: ReadonlyMap<string, number>, ttl: number): Promise<void> {
    const all = [...sums];
    for (let start = 0; start < all.length; start += counterLimits.countersPerWrite) {
      await this.#needs.table.addTo(key, all.slice(start, start + counterLimits.countersPerWrite), { ttl });
    }
  }
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const MINUTES_PER_HOUR = 60;

interface CounterRow {
  readonly tenantId: TenantId;
  readonly minute: number;
  /** By the name of the attribute: the key without minute and tenant. */
  readonly sums: Map<string, number>;
}

function rowsOf(counts: ReadonlyMap<string, number>): readonly CounterRow[] {
  const rows = new Map<string, CounterRow>();
  for (const [key, n] of counts) {
    const { tenantId, minute } = counterOf(key);
    const start = `${minute}\t${tenantId}\t`;
    const row = rows.get(start) ?? { tenantId, minute, sums: new Map<string, number>() };
    rows.set(start, row);
    row.sums.set(key.slice(start.length), n);
  }
  return [...rows.values()];
}

function coarse(sums: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const added = new Map<string, number>();
  for (const [name, n] of sums) {
    const [, , ...rest] = coarseKeyOf(`\t\t${name}`).split('\t');
    const coarseName = rest.join('\t');
    added.set(coarseName, (added.get(coarseName) ?? 0) + n);
  }
  return added;
}
