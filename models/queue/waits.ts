/** The wait that this share of all waits does not exceed; undefined if there are none. */
export function percentile(waitsMs: readonly number[], share: number): number | undefined {
  const sorted = Float64Array.from(waitsMs).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
