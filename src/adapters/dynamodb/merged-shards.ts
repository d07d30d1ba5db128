import { type SparseIndex, tableKeys, waitingIndex } from '../../config/table-keys.ts';
import { lowestUlidAt, type SubscriptionId } from '../../domain/ids.ts';
import { duePartition, heldPartition, type IndexKey, lastDueAt, shards } from './keys.ts';
import type { Page, Range, Row, Table } from './table.ts';

/**
 * The rows of 32 shards as one list. All shards are queried at once, for little more than their share of the expected
 * rows. Shards that run out are queried again, for more each time, before the list goes on.
 */

export interface EventList {
  readonly partitionOf: (shard: string) => string;
  /** The index; undefined: the table itself. */
  readonly index?: SparseIndex;
  readonly attributes?: readonly string[];
  /** Events from this time on … */
  readonly sinceMs: number | undefined;
  /** … and before this time … */
  readonly untilMs: number | undefined;
  /** … and before this sort key, which begins with an event's ULID. */
  readonly beforeKey: string | undefined;
  /** How many rows will probably be taken. */
  readonly rowsExpected: number;
}

type Queries = Pick<Table, 'query' | 'queryIndex'>;

/** A row of the index: keys only. */
export type IndexedRow = Row & IndexKey;

/** By event, newest first. */
export function newestFirst(table: Queries, list: EventList): AsyncGenerator<Row, void, undefined> {
  const { sinceMs, untilMs, beforeKey, attributes, index } = list;
  const ends = [untilMs === undefined ? undefined : lowestUlidAt(untilMs), beforeKey];
  const [end] = ends.filter((key) => key !== undefined).sort();
  const read = (range: Range) => (index === undefined ? table.query(range) : table.queryIndex(range, index));
  const sortKey = index?.sort ?? tableKeys.sort;
  const ranges = shards.map((shard) => ({
    partition: list.partitionOf(shard),
    from: sinceMs === undefined ? undefined : lowestUlidAt(sinceMs),
    to: end && justBelow(end),
    newestFirst: true,
    limit: shareOf(list.rowsExpected),
    ...(attributes && { attributes }),
  }));
  return merged(
    { read, keyOf: (row) => row[sortKey] as string, goesBefore: (key, other) => key > other },
    ranges,
  );
}

/** The deliveries due by a time, the earliest first. */
export const dueFirst = (table: Queries, untilMs: number, rowsExpected: number) =>
  lowestFirst(
    table,
    waitingIndex,
    (shard) => ({ partition: duePartition(shard), to: lastDueAt(untilMs) }),
    rowsExpected,
  );

/** Sort keys that begin with ULIDs of events: of a period, and after one of them. */
export const eventsBetween = (bounds: {
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly afterKey: string | undefined;
}): Pick<Range, 'from' | 'to'> => ({
  from: bounds.afterKey === undefined ? lowestUlidAt(bounds.sinceMs) : justAbove(bounds.afterKey),
  to: justBelow(lowestUlidAt(bounds.untilMs)),
});

/** The deliveries held for a subscription, oldest event first. @param toUlid up to and with this event */
export const heldOldestFirst = (
  table: Queries,
  id: SubscriptionId,
  toUlid: string | undefined,
  rowsExpected: number,
) =>
  lowestFirst(
    table,
    waitingIndex,
    (shard) => ({ partition: heldPartition(id, shard), to: toUlid }),
    rowsExpected,
  );

/** From an index, the lowest sort key first. */
export function lowestFirst(
  table: Queries,
  index: SparseIndex,
  rangeOf: (shard: string) => Range,
  rowsExpected: number,
): AsyncGenerator<IndexedRow, void, undefined> {
  const order: Order<IndexedRow> = {
    read: (range) => table.queryIndex(range, index) as Promise<Page<IndexedRow>>,
    keyOf: (row) => row[index.sort] as string,
    goesBefore: (key, other) => key < other,
  };
  const limit = shareOf(rowsExpected);
  return merged(
    order,
    shards.map((shard) => ({ ...rangeOf(shard), limit })),
  );
}

/** From the table itself, the lowest sort key first. A consistent read. */
export function rowsLowestFirst(
  table: Queries,
  rangeOf: (shard: string) => Range,
  rowsExpected: number,
): AsyncGenerator<Row, void, undefined> {
  const limit = shareOf(rowsExpected);
  return merged(
    {
      read: (range) => table.query(range),
      keyOf: (row) => row[tableKeys.sort],
      goesBefore: (key, other) => key < other,
    },
    shards.map((shard) => ({ ...rangeOf(shard), limit })),
  );
}

/** Random events are not spread evenly. With this much more than its share, most shards need no second query. */
const MORE_THAN_ITS_SHARE = 1.5;
const ROWS_BESIDE_ITS_SHARE = 2;

const shareOf = (rowsExpected: number): number =>
  Math.ceil((rowsExpected / shards.length) * MORE_THAN_ITS_SHARE) + ROWS_BESIDE_ITS_SHARE;

/** Sorts after this key and before every higher one. */
const justAbove = (key: string): string => `${key}~`;

/** Sorts before this key and after every lower one: DynamoDB's ranges include both their ends. */
const justBelow = (key: string): string =>
  `${key.slice(0, -1)}${String.fromCharCode(key.charCodeAt(key.length - 1) - 1)}~`;

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
      // Shards run out at about the same time, so those that are about to are queried together with those that have.
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

/** One shard: the rows that were read and not taken yet, and the range that is still to be read. */
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

  /** All read rows are taken, and there may be more. */
  get isDry(): boolean {
    return this.#next !== undefined && this.#taken === this.#rows.length;
  }

  get runsDry(): boolean {
    return this.#next !== undefined && this.#taken + 1 >= this.#rows.length;
  }

  /** The sort key of the next row; undefined if there is none. */
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
