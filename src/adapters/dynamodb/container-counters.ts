import { CounterBook, type GroupCounts, groupOf } from '../../domain/counter-book.ts';
import {
  type Countable,
  type CountedFact,
  type CounterGroup,
  type Counting,
  type CountingKind,
  MINUTE_MS,
} from '../../domain/counters.ts';
import { statsLimits } from '../../domain/limits.ts';
import { type Clock, type Log, monotonicMs } from '../../ports/platform.ts';
import type { HeldCounters } from '../../ports/storage.ts';
import { coarseGroup, counterName } from './counter-names.ts';
import { ttlAt } from './delivery-rows.ts';
import { countersKey, type Key } from './keys.ts';
import { counterLimits } from './limits.ts';
import { isRowTooLarge, type Table } from './table.ts';

export interface ContainerCountersNeeds {
  readonly table: Table;
  readonly clock: Clock;
  readonly log: Log;
}

const HOUR_MS = 3_600_000;

/**
 * The counters of one container, in memory. They are added to the rows of their tenant and minute at the end of an
 * invocation: the first times at once, then once a minute. So a delivery costs no write of its own. The counts since the
 * last write are lost if the container gets no further invocation.
 */
export class ContainerCounters implements HeldCounters, Counting {
  readonly #needs: ContainerCountersNeeds;
  readonly #book = new CounterBook();
  /** Writes that may be made now; one more each minute. */
  #writesLeft: number = counterLimits.writesAtOnce;
  #refilledAtMs: number;

  constructor(needs: ContainerCountersNeeds) {
    this.#needs = needs;
    this.#refilledAtMs = monotonicMs(needs.clock);
  }

  add(
    kind: CountingKind,
    minute: number,
    about: Countable,
    answer: string,
    fact: CountedFact,
    n: number,
  ): void {
    const isFull = this.#book.size >= counterLimits.groupsHeld;
    const counted = isFull ? { tenantId: about.tenantId, eventType: null } : about;
    this.#book.add(kind, minute, counted, answer, fact, n);
  }

  async flushIfDue(): Promise<void> {
    if (this.#book.size > 0 && this.#mayWrite()) await this.flush();
  }

  /** Never rejects: statistics fail no invocation. Counts that cannot be written are dropped. */
  async flush(): Promise<void> {
    const counts = this.#book.all();
    this.#book.clear();
    try {
      await Promise.all(rowsOf(counts).map((row) => this.#write(row)));
    } catch (error) {
      this.#needs.log.warn('counters.not_written', { groups: counts.length, err: error });
    }
  }

  #mayWrite(): boolean {
    const minutes = Math.max(
      0,
      Math.floor((monotonicMs(this.#needs.clock) - this.#refilledAtMs) / MINUTE_MS),
    );
    this.#refilledAtMs += minutes * MINUTE_MS;
    this.#writesLeft = Math.min(counterLimits.writesAtOnce, this.#writesLeft + minutes);
    if (this.#writesLeft === 0) return false;
    this.#writesLeft -= 1;
    return true;
  }

  /** If the row would be too large, a second row takes the rest, of all subscriptions and event types together. */
  async #write({ tenantId, minute, counts }: CounterRow): Promise<void> {
    let isFull = false;
    for (let start = 0; start < counts.length; start += counterLimits.countersPerWrite) {
      const some = counts.slice(start, start + counterLimits.countersPerWrite);
      isFull ||= !(await this.#fits(countersKey(tenantId, minute), some, minute));
      if (isFull) await this.#add(countersKey(tenantId, minute, 'coarse'), some.map(coarse), minute);
    }
  }

  async #fits(key: Key, counts: CounterRow['counts'], minute: number): Promise<boolean> {
    try {
      await this.#add(key, counts, minute);
      return true;
    } catch (error) {
      if (isRowTooLarge(error)) return false;
      throw error;
    }
  }

  async #add(key: Key, counts: CounterRow['counts'], minute: number): Promise<void> {
    const sums = new Map<string, number>();
    for (const { group, fact, n } of counts) {
      const name = counterName(group, fact);
      sums.set(name, (sums.get(name) ?? 0) + n);
    }
    const ttl = ttlAt(minute * MINUTE_MS + (statsLimits.keptHours + 1) * HOUR_MS);
    await this.#needs.table.addTo(key, [...sums], { ttl });
  }
}

interface CounterCount {
  readonly group: CounterGroup;
  readonly fact: CountedFact;
  readonly n: number;
}

interface CounterRow extends Pick<CounterGroup, 'tenantId' | 'minute'> {
  readonly counts: CounterCount[];
}

const coarse = (count: CounterCount): CounterCount => ({ ...count, group: coarseGroup(count.group) });

function rowsOf(groups: readonly GroupCounts[]): readonly CounterRow[] {
  const rows = new Map<string, CounterRow>();
  for (const [key, counts] of groups) {
    const group = groupOf(key);
    const { tenantId, minute } = group;
    const row = rows.get(`${tenantId} ${minute}`) ?? { tenantId, minute, counts: [] };
    rows.set(`${tenantId} ${minute}`, row);
    row.counts.push(...counts.map(([fact, n]) => ({ group, fact, n })));
  }
  return [...rows.values()];
}
