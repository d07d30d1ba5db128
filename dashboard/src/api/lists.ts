import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { List } from '../../../client/src/posthorn.ts';

/** How often a list asks again while the page is visible and nothing is live, in milliseconds. */
export const POLL_MS = 5_000;

interface ListOptions {
  /** Whether the first page is asked for again and again. */
  readonly isPolled?: boolean;
}

/**
 * A list of the API, page by page.
 * @param key names the list and its filters: the same key is the same list
 * @param listFrom asks for the list from a cursor on; undefined: from its beginning
 */
export function useList<Item>(
  key: readonly unknown[],
  listFrom: (cursor: string | undefined) => List<Item>,
  { isPolled = false }: ListOptions = {},
) {
  const query = useInfiniteQuery({
    queryKey: key,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => listFrom(pageParam).firstPage(),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: (state) => (isPolled && (state.state.data?.pages.length ?? 0) <= 1 ? POLL_MS : false),
  });
  const rows = useMemo(() => query.data?.pages.flatMap(({ data }) => data) ?? [], [query.data]);
  const more = useMemo(
    () => (query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined),
    [query.hasNextPage, query.isFetchingNextPage, query.fetchNextPage],
  );
  return { query, rows, more };
}

/** The query of a list from a cursor on. */
export const from = (cursor: string | undefined): { readonly cursor?: string } =>
  cursor === undefined ? {} : { cursor };
