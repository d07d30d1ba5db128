/**
 * The bounds of an lru-cache that keeps so many entries. With its own `max` it would allocate the room for all of them
 * when it is made: 2 MiB and 20 ms for 100,000, before a single entry is there.
 */
export const entriesAtMost = (count: number) => ({ maxSize: count, sizeCalculation: () => 1 });
