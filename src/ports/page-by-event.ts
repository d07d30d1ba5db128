import type { EventId } from '../domain/ids.ts';

/**
 * A page of a list that is ordered by event, newest first. What is read for one page is bounded, so that it may be
 * shorter than was asked for, even empty, though more follows.
 */
export interface PageByEvent<Item> {
  readonly items: readonly Item[];
  /** The next page begins before this event; undefined after the last one. */
  readonly nextBefore: EventId | undefined;
}
