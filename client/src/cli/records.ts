import type { Output } from './output.ts';
import { oneLine, table } from './text.ts';

/** A list: for programs one object per line, for people a table. */
export function printList<Item extends object>(
  output: Output,
  items: readonly Item[],
  header: readonly string[],
  row: (item: Item) => readonly string[],
): void {
  if (output.isJson) for (const item of items) output.result(item, () => []);
  else if (items.length === 0) output.note('Nothing found.');
  else output.forPeople(table([header, ...items.map((item) => row(item).map(oneLine))]));
}

/** The fields of a resource, one per line, under their names in the API. */
export const recordLines = (record: object): string[] =>
  table(Object.entries(record).map(([name, value]) => [name, oneLine(shown(value))]));

/** A cell of a table, or the value of a field. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) {
    return value.length === 0 ? '-' : value.join(', ');
  }
  if (typeof value === 'object') return Object.keys(value).length === 0 ? '-' : JSON.stringify(value);
  return String(value);
}
