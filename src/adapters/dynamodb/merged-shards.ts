import { lowestUlidAt, type SubscriptionId } from '../../domain/ids.ts';
import { duePartition, heldPartition, type IndexKey, lastDueAt, shards } from './keys.ts';
import type { Page, Range, Row, Table } from './table.ts';

/**
 * What lies in 32 shards, as one list. All shards are asked at once, for little more than their share of what will
 * probably be taken; those that run dry are asked again, for more each time, before the list goes on.
 */

export interface EventList {
  readonly partitionOf: (shard: string) => string;
  readonly isInIndex?: boolean;
  readonly attributes?: readonly string[];
  /** Events from this time on … */
  readonly sinceMs: number | undefined;
  /** … and before this one … */
  readonly untilMs: number | undefined;
  /** … and before this event, by its ULID. */
  readonly beforeUlid: string | undefined;
  /** How many rows will probably be taken. */
  readonly rowsExpected: number;
}

type Queries = Pick<Table, 'query' | 'queryIndex'>;

/** A row of the index: keys only. */
export type IndexedRow = Row & IndexKey;

/** By event, newest first. */
export function newestFirst(table: Queries, list: EventList): AsyncGenerator<Row, void, undefined> {
  const { sinceMs, untilMs, beforeUlid, attributes } = list;
  const ends = [untilMs === undefined ? undefined : lowestUlidAt(untilMs), beforeUlid];
  const [end] = ends.filter((ulid) => ulid !== undefined).sort();
  const read = (range: Range) => (list.isInIndex === true ? table.queryIndex(range) : table.query(range));
  const ranges = shards.map((shard) => ({
    partition: list.partitionOf(shard),
    from: sinceMs === undefined ? undefined : lowestUlidAt(sinceMs),
    to: end && justBelow(end),
    newestFirst: true,
    limit: shareOf(list.rowsExpected),
    ...(attributes && { attributes }),
  }));
  return merged({ read, keyOf: ({ SK }) => SK, goesBefore: (key, other) => key > other }, ranges);
}

/** What is due by a time, that first which is due first. */
export const dueFirst = (table: Queries, untilMs: number, rowsExpected: number) =>
  mergedIndex(
    table,
    shards.map((shard) => ({ partition: duePartition(shard), to: lastDueAt(untilMs) })),
    rowsExpected,
  );

/** What is held for a subscription, oldest event first. @param toUlid up to and with this event */
export const heldOldestFirst = (
  table: Queries,
  id: SubscriptionId,
  toUlid: string | undefined,
  rowsExpected: number,
) =>
  mergedIndex(
    table,
    shards.map((shard) => ({ partition: heldPartition(id, shard), to: toUlid })),
    rowsExpected,
  );

function mergedIndex(
  table: Queries,
  ranges: readonly Range[],
  rowsExpected: number,
): AsyncGenerator<IndexedRow, void, undefined> {
  const order: Order<IndexedRow> = {
    read: (range) => table.queryIndex(range) as Promise<Page<IndexedRow>>,
    keyOf: ({ g1sk }) => g1sk,
    goesBefore: (key, other) => key < other,
  };
  const limit = shareOf(rowsExpected);
  return merged(
    order,
    ranges.map((range) => ({ ...range, limit })),
  );
}

/** Random events are not spread evenly: with this much more than its share, most shards need no second look. */
const MORE_THAN_ITS_SHARE = 1.5;
const ROWS_BESIDE_ITS_SHARE = 2;

const shareOf = (rowsExpected: number): number =>
  Math.ceil((rowsExpected / shards.length) * MORE_THAN_ITS_SHARE) + ROWS_BESIDE_ITS_SHARE;

/** Sorts before this ULID and after every lower one: DynamoDB's ranges include both their ends. */
const justBelow = (ulid: string): string =>
  `${ulid.slice(0, -1)}${String.fromCharCode(ulid.charCodeAt(ulid.length - 1) - 1)}~`;

interface Order<SomeRow extends Row> {
  readonly read: (range: Range) => Promise<Page<SomeRow>>;
  readonly keyOf: (row: SomeRow) => string;
  readonly goesBefore: (key: string, other: string) => boolean;
}

type LimitedRange = Range & { readonly limit: number };

async function* merged<SomeRow extends Row>(
  { read, keyOf, goesBefore }: Order<SomeRow>,
  ranges: readonly LimitedRange[],
): AsyncGenerator<SomeRow, void, undefined> {
  const sources = ranges.map((range) => new Source(read, keyOf, range));
  await Promise.all(sources.map((source) => source.refill()));
  for (;;) {
    while (sources.some((source) => source.isDry)) {
      // Shards run dry at about the same time: those that are about to are asked along with those that are.
      await Promise.all(sources.filter((source) => source.runsDry).map((source) => source.refill()));
    }
    let best: { readonly source: Source<SomeRow>; readonly key: string } | undefined;
    for (const source of sources) {
      const key = source.nextKey;
      if (key !== undefined && (best === undefined || goesBefore(key, best.key))) best = { source, key };
    }
    const row = best?.source.take();
    if (row === undefined) return;
    yield row;
  }
}

/** One shard: what was read of it and is not taken yet, and what is still to be read. */
class Source<SomeRow extends Row> {
  readonly #read: (range: Range) => Promise<Page<SomeRow>>;
  readonly #keyOf: (row: SomeRow) => string;
  #next: LimitedRange | undefined;
  #rows: readonly SomeRow[] = [];
  #taken = 0;

  constructor(
    read: (range: Range) => Promise<Page<SomeRow>>,
    keyOf: (row: SomeRow) => string,
    range: LimitedRange,
  ) {
    this.#read = read;
    this.#keyOf = keyOf;
    this.#next = range;
  }

  /** Nothing is known of what comes next, and there may be something. */
  get isDry(): boolean {
    return this.#next !== undefined && this.#taken === this.#rows.length;
  }

  get runsDry(): boolean {
    return this.#next !== undefined && this.#taken + 1 >= this.#rows.length;
  }

  /** The sort key of what comes next; undefined when there is nothing. */
  get nextKey(): string | undefined {
    const row = this.#rows[this.#taken];
    return row && this.#keyOf(row);
  }

  take(): SomeRow | undefined {
    const row = this.#rows[this.#taken];
    this.#taken += 1;
    return row;
  }

  async refill(): Promise<void> {
    if (this.#next === undefined) return;
    const range = this.#next;
    const { rows, startAfter } = await this.#read(range);
    this.#rows = [...this.#rows.slice(this.#taken), ...rows];
    this.#taken = 0;
    this.#next = startAfter && { ...range, startAfter, limit: 2 * range.limit };
  }
}
