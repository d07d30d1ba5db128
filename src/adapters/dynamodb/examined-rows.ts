import type { BoundedPage } from '../../ports/storage.ts';

/** A row that was read for a list, with its item if it matches. */
export interface ExaminedRow<Item, Id> {
  readonly id: Id;
  readonly item: Item | undefined;
}

/** A page of a list, newest first, from at most `rowsExamined` rows. */
export async function pageOfExamined<Item, Id>(
  examined: AsyncIterable<ExaminedRow<Item, Id>>,
  limit: number,
  rowsExamined: number,
): Promise<BoundedPage<Item, Id>> {
  const items: Item[] = [];
  let count = 0;
  let last: Id | undefined;
  for await (const { id, item } of examined) {
    if (item !== undefined && items.length === limit) return { items, nextBefore: last };
    if (item !== undefined) items.push(item);
    last = id;
    count += 1;
    if (count === rowsExamined) return { items, nextBefore: last };
  }
  return { items, nextBefore: undefined };
}
