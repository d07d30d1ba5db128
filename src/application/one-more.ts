import type { BoundedPage } from '../ports/storage.ts';

export interface PageRequest<Id> {
  readonly beforeId: Id | undefined;
  readonly limit: number;
}

/** A page of a list, read with one item more, for example 51 for 50: the extra item shows that another page follows. */
export async function pageByOneMore<Item extends { readonly id: Id }, Id extends string>(
  { beforeId, limit }: PageRequest<Id>,
  list: (page: PageRequest<Id>) => Promise<readonly Item[]>,
): Promise<BoundedPage<Item, Id>> {
  const found = await list({ beforeId, limit: limit + 1 });
  const items = found.slice(0, limit);
  return { items, nextBefore: found.length > limit ? items.at(-1)?.id : undefined };
}
