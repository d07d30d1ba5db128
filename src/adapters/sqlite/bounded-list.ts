import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { type EventId, lowestUlidAt } from '../../domain/ids.ts';
import type { PageByEvent } from '../../ports/page-by-event.ts';
import type { Conditions } from './conditions.ts';

/** A list by event, newest first, for which a bounded number of rows is looked at. */
interface BoundedList {
  readonly table: string;
  readonly columns: string;
  /** The column with the event's id, … */
  readonly id: string;
  /** … which an index has after the columns of these conditions; at least one. */
  readonly indexed: Conditions;
  /** What else is asked of a row; at least one. */
  readonly wanted: Conditions;
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
  readonly before: EventId | undefined;
  readonly limit: number;
  readonly rowsExamined: number;
}

type Row = Record<string, SQLOutputValue>;

/** A page of it. First the index alone says how far down the page may look, then the rows down to there are read. */
export function boundedPage(database: DatabaseSync, list: BoundedList): PageByEvent<Row> {
  const lowest = lowestExamined(database, list);
  const { table, columns, id, limit } = list;
  const conditions = inRange(list, lowest ?? idAt(list.sinceMs)).andAll(list.wanted);
  const found = database
    .prepare(`SELECT ${columns} FROM ${table} WHERE ${conditions.text} ORDER BY ${id} DESC LIMIT ?`)
    .all(...conditions.values, limit + 1);
  if (found.length <= limit) return { items: found, nextBefore: lowest };
  const items = found.slice(0, limit);
  return { items, nextBefore: items.at(-1)?.[id] as EventId };
}

/** The last row that a page may look at; undefined when the list ends before that. */
function lowestExamined(database: DatabaseSync, list: BoundedList): EventId | undefined {
  const { table, id, rowsExamined } = list;
  const conditions = inRange(list, idAt(list.sinceMs));
  const row = database
    .prepare(`SELECT ${id} FROM ${table} WHERE ${conditions.text} ORDER BY ${id} DESC LIMIT 1 OFFSET ?`)
    .get(...conditions.values, rowsExamined - 1);
  return row?.[id] as EventId | undefined;
}

function inRange({ id, indexed, untilMs, before }: BoundedList, from: EventId | undefined): Conditions {
  const until = idAt(untilMs);
  // One bound to each side: SQLite seeks to one, and would compare row by row with a second.
  const below = until === undefined || (before !== undefined && before < until) ? before : until;
  return indexed.and(`${id} >= ?`, from).and(`${id} < ?`, below);
}

/** The lower end of a millisecond among event ids. */
const idAt = (timeMs: number | undefined): EventId | undefined =>
  timeMs === undefined ? undefined : `evt_${lowestUlidAt(timeMs)}`;
