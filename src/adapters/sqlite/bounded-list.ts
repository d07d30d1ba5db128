import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { lowestUlidAt } from '../../domain/ids.ts';
import type { BoundedPage } from '../../ports/storage.ts';
import type { Conditions } from './conditions.ts';

/** A list by id, newest first, that reads a bounded number of rows. */
interface BoundedList<Id extends string> {
  readonly table: string;
  readonly columns: string;
  /** The column with the ids, which begin with the ULIDs that order the list, … */
  readonly id: string;
  readonly prefix: Id extends `${infer Prefix}_${string}` ? `${Prefix}_` : never;
  /** … and which an index has after the columns of these conditions; at least one condition. */
  readonly indexed: Conditions;
  /** The other conditions on a row; can be empty. */
  readonly wanted: Conditions;
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
  readonly before: Id | undefined;
  readonly limit: number;
  readonly rowsExamined: number;
}

type Row = Record<string, SQLOutputValue>;

/**
 * A page of the list. First the index alone gives the last row that the page may read, then the rows up to it are read.
 */
export function boundedPage<Id extends string>(
  database: DatabaseSync,
  list: BoundedList<Id>,
): BoundedPage<Row, Id> {
  const lowest = lowestExamined(database, list);
  const { table, columns, id, limit } = list;
  const conditions = inRange(list, lowest ?? idAt(list, list.sinceMs)).andAll(list.wanted);
  const found = database
    .prepare(`SELECT ${columns}, ${id} FROM ${table} WHERE ${conditions.text} ORDER BY ${id} DESC LIMIT ?`)
    .all(...conditions.values, limit + 1);
  if (found.length <= limit) return { items: found, nextBefore: lowest };
  const items = found.slice(0, limit);
  return { items, nextBefore: items.at(-1)?.[id] as Id };
}

/** The last row that a page may read; undefined if the list ends before it. */
function lowestExamined<Id extends string>(database: DatabaseSync, list: BoundedList<Id>): Id | undefined {
  const { table, id, rowsExamined } = list;
  const conditions = inRange(list, idAt(list, list.sinceMs));
  const row = database
    .prepare(`SELECT ${id} FROM ${table} WHERE ${conditions.text} ORDER BY ${id} DESC LIMIT 1 OFFSET ?`)
    .get(...conditions.values, rowsExamined - 1);
  return row?.[id] as Id | undefined;
}

function inRange<Id extends string>(list: BoundedList<Id>, from: string | undefined): Conditions {
  const { id, indexed, untilMs, before } = list;
  const until = idAt(list, untilMs);
  // One bound on each side: SQLite seeks to one, and would compare row by row with a second.
  const below = until === undefined || (before !== undefined && before < until) ? before : until;
  return indexed.and(`${id} >= ?`, from).and(`${id} < ?`, below);
}

/** The smallest id of a millisecond. */
const idAt = ({ prefix }: { readonly prefix: string }, timeMs: number | undefined): string | undefined =>
  timeMs === undefined ? undefined : `${prefix}${lowestUlidAt(timeMs)}`;
