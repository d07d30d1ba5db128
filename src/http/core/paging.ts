import { decodeCursor, encodeCursor, filterHash } from './cursor.ts';
import type { HttpAnswer } from './http.ts';
import { page } from './page.ts';
import { fieldsRefused } from './refusals.ts';

interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly filter: object;
}

interface PageStart<Id> {
  /** The page begins below this id. */
  readonly before: Id | undefined;
  readonly hash: string;
}

/** The start of a page, by its cursor. @throws Refusal for a cursor of another list */
export function startOfPage<Id extends string>(
  query: PageQuery,
  isId: (text: string) => text is Id,
): PageStart<Id> {
  const hash = filterHash(query.filter);
  if (query.cursor === undefined) return { before: undefined, hash };
  const decoded = decodeCursor(query.cursor, hash, isId);
  if (!decoded.ok) {
    throw fieldsRefused([decoded.error]);
  }
  return { before: decoded.id, hash };
}

interface FoundPage<Item> {
  readonly items: readonly Item[];
  /** The next page begins below this id; undefined after the last one. */
  readonly nextBefore: string | undefined;
}

export function answerWithPage<Item>(
  { items, nextBefore }: FoundPage<Item>,
  { hash }: PageStart<string>,
  render: (item: Item) => object,
): HttpAnswer {
  const nextCursor = nextBefore === undefined ? null : encodeCursor(nextBefore, hash);
  return { status: 200, body: page(items.map(render), nextCursor) };
}
