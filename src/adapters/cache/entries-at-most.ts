/**
 * The options of an lru-cache for this many entries. Its own `max` would allocate room for all entries in advance: 2
 * MiB and 20 ms for 100,000.
 */
export const entriesAtMost = (count: number) => ({ maxSize: count, sizeCalculation: () => 1 });
