import type { EventId } from '../domain/ids.ts';

/**
 * A page of a list that is ordered by its items' ids, newest first. What is read for one page is bounded, so that it may be
 * shorter than was asked for, even empty, though more follows.
 */
export interface BoundedPage<Item, Id> {
  readonly items: readonly Item[];
  /** The next page begins before this one; undefined after the last one. */
  readonly nextBefore: Id | undefined;
}

export type PageByEvent<Item> = BoundedPage<Item, EventId>;
