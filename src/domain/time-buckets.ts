/**
 * A histogram of times with exponential buckets: bucket 0 has times of up to 1 ms, and each further bucket reaches 1.2
 * times as far as the one before. So a percentile read from it is off by at most 10 %, histograms are merged by adding
 * their counts, and 120 buckets reach 37 days.
 */

const GROWTH = 1.2;
const LOG_GROWTH = Math.log(GROWTH);
const LAST_BUCKET = 120;

export const timeBuckets: readonly number[] = Array.from({ length: LAST_BUCKET + 1 }, (_, bucket) => bucket);

/** How many times a histogram has in each bucket. */
export type TimeBuckets = ReadonlyMap<number, number>;

export function timeBucketOf(ms: number): number {
  if (ms <= 1) return 0;
  return Math.min(LAST_BUCKET, Math.ceil(Math.log(ms) / LOG_GROWTH));
}

/** A time in the middle of a bucket, in whole milliseconds. */
const timeIn = (bucket: number): number => (bucket === 0 ? 1 : Math.round(GROWTH ** (bucket - 1 / 2)));

/** The nearest rank. @returns milliseconds; `null`: the histogram is empty */
export function percentile(buckets: TimeBuckets, share: number): number | null {
  const ascending = [...buckets].sort(([one], [other]) => one - other);
  const wanted = ascending.reduce((sum, [, count]) => sum + count, 0) * share;
  let seen = 0;
  for (const [bucket, count] of ascending) {
    seen += count;
    if (seen >= wanted && count > 0) return timeIn(bucket);
  }
  return null;
}
