import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { List, Page } from '../../../client/src/posthorn.ts';

/** How often a list asks again while the page is visible and nothing is live, in milliseconds. */
export const POLL_MS = 5_000;

interface ListOptions {
  /** Whether the first page is asked for again and again, while the reader is at the top of the list. */
  readonly isPolled?: boolean;
  readonly pollMs?: number;
}

type Pages<Item> = InfiniteData<Page<Item>, string | undefined>;

/**
 * A list of the API, page by page.
 * @param key names the list and its filters: the same key is the same list
 * @param listFrom asks for the list from a cursor on; undefined: from its beginning
 */
export function useList<Item>(
  key: readonly unknown[],
  listFrom: (cursor: string | undefined) => List<Item>,
  { isPolled = false, pollMs = POLL_MS }: ListOptions = {},
) {
  const [isAtTop, setIsAtTop] = useState(true);
  const query = useInfiniteQuery({
    queryKey: key,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => listFrom(pageParam).firstPage(),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: (state) =>
      isPolled && isAtTop && (state.state.data?.pages.length ?? 0) <= 1 ? pollMs : false,
  });
  const rows = useMemo(() => query.data?.pages.flatMap(({ data }) => data) ?? [], [query.data]);
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const more = useMemo(
    () =>
      hasNextPage && !isFetchingNextPage && !isFetchNextPageError ? () => void fetchNextPage() : undefined,
    [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage],
  );
  // A page can be empty although more follow: filters of the API read a bounded number of rows a page.
  useEffect(() => {
    if (rows.length === 0) more?.();
  }, [rows.length, more]);
  const onTop = useTop(key, setIsAtTop, isPolled);
  const isFollowed = isAtTop && (query.data?.pages.length ?? 0) <= 1;
  return { query, rows, more, onTop, isAtTop, isFollowed };
}

/** Back at the top, only the first page is kept: it is what a polled list asks for again. */
function useTop(key: readonly unknown[], setIsAtTop: (isAtTop: boolean) => void, isPolled: boolean) {
  const queries = useQueryClient();
  const name = JSON.stringify(key);
  return useCallback(
    (isAtTop: boolean) => {
      setIsAtTop(isAtTop);
      if (!isAtTop || !isPolled) return;
      queries.setQueryData<Pages<unknown>>(JSON.parse(name), (all) =>
        all === undefined || all.pages.length <= 1
          ? all
          : { pages: all.pages.slice(0, 1), pageParams: all.pageParams.slice(0, 1) },
      );
    },
    [queries, name, setIsAtTop, isPolled],
  );
}

/** The query of a list from a cursor on. */
export const from = (cursor: string | undefined): { readonly cursor?: string } =>
  cursor === undefined ? {} : { cursor };
