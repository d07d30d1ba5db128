import { CounterSums } from '../../domain/counter-sums.ts';
import { type CounterGroup, MINUTE_MS, minuteOf } from '../../domain/counters.ts';
import type { SubscriptionId, TenantId } from '../../domain/ids.ts';
import type { CounterSum } from '../../domain/stats.ts';
import type { StatsQuery, StatsReader, StatsScope } from '../../ports/storage.ts';
import { counterNamed } from './counter-names.ts';
import {
  counterPartition,
  counterPosition,
  type Key,
  lastCounterPosition,
  recipientsPartition,
} from './keys.ts';
import { counterLimits } from './limits.ts';
import type { Row, Table } from './table.ts';

const DAY_MINUTES = 1_440;

/** Reads the rows of a range, one for each minute, from one partition a day. */
export class DynamoStatsReader implements StatsReader {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async sums(query: StatsQuery): Promise<readonly CounterSum[] | 'too-many'> {
    const isSeen = await this.#visible(query);
    const sums = new CounterSums(query.range, query.by);
    let pages = 0;
    for await (const rows of this.#pages(query)) {
      pages += 1;
      if (pages > counterLimits.pagesRead) return 'too-many';
      for (const { group, fact, n } of rows.flatMap(countersIn)) if (isSeen(group)) sums.add(group, fact, n);
    }
    return sums.sums(query.seriesMost);
  }

  async *#pages(query: StatsQuery): AsyncGenerator<readonly Row[]> {
    for (const day of daysOf(query)) {
      let startAfter: Key | undefined;
      do {
        const page = await this.#table.queryEventually({ ...day, startAfter });
        yield page.rows;
        startAfter = page.startAfter;
      } while (startAfter !== undefined);
    }
  }

  /** A receiver reaches its events, and the deliveries of these to its own subscriptions. */
  async #visible({ tenantId, receiverId }: StatsScope): Promise<(group: CounterGroup) => boolean> {
    if (receiverId === undefined) return () => true;
    const own = await this.#subscriptionsOf(tenantId, receiverId);
    return (group) =>
      group.receiverId === receiverId && (group.subscriptionId === '' || own.has(group.subscriptionId));
  }

  /** No index has all open deliveries, and to count them would read each row. */
  async open(): Promise<null> {
    return null;
  }

  async #subscriptionsOf(tenantId: TenantId, receiverId: string): Promise<ReadonlySet<SubscriptionId>> {
    const found = new Set<SubscriptionId>();
    const partition = recipientsPartition(tenantId, receiverId);
    let startAfter: Key | undefined;
    do {
      const page = await this.#table.query({ partition, attributes: ['PK', 'SK'], startAfter });
      for (const { SK } of page.rows) found.add(`sub_${SK}`);
      startAfter = page.startAfter;
    } while (startAfter !== undefined);
    return found;
  }
}

function* daysOf({ tenantId, range }: StatsQuery) {
  const end = minuteOf(range.toMs);
  for (
    let from = minuteOf(range.fromMs);
    from < end;
    from = (Math.floor(from / DAY_MINUTES) + 1) * DAY_MINUTES
  ) {
    yield {
      partition: counterPartition(tenantId, from * MINUTE_MS),
      from: counterPosition(from),
      to: lastCounterPosition(end - 1),
    };
  }
}

/** Attributes whose names are not those of counters have no tab. */
function countersIn({ SK, ...attributes }: Row) {
  const minute = Number.parseInt(SK, 10);
  return Object.entries(attributes)
    .filter(([name]) => name.includes('\t'))
    .map(([name, n]) => ({ ...counterNamed(name, minute), n: n as number }));
}
