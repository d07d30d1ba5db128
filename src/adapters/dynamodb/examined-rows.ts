import type { EventId } from '../../domain/ids.ts';
import type { PageByEvent } from '../../ports/page-by-event.ts';

/** A row that was looked at for a list: what it holds, if the list wants it. */
export interface ExaminedRow<Item> {
  readonly eventId: EventId;
  readonly item: Item | undefined;
}

/** A page of a list, newest first, for which `rowsExamined` rows are looked at, at most. */
export async function pageOfExamined<Item>(
  examined: AsyncIterable<ExaminedRow<Item>>,
  limit: number,
  rowsExamined: number,
): Promise<PageByEvent<Item>> {
  const items: Item[] = [];
  let count = 0;
  let last: EventId | undefined;
  for await (const { eventId, item } of examined) {
    if (item !== undefined && items.length === limit) return { items, nextBefore: last };
    if (item !== undefined) items.push(item);
    last = eventId;
    count += 1;
    if (count === rowsExamined) return { items, nextBefore: last };
  }
  return { items, nextBefore: undefined };
}
