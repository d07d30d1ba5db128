/** Times within this share of a strip would lie on top of each other. */
const CROWDED = 0.1;
const CROWD = 3;
const STRIPS_MOST = 3;

/**
 * How far each strip reaches: the whole time, then the crowded beginning of the strip before.
 * @param times seconds after the start, earliest first
 */
export function stripEnds(times: readonly number[]): readonly number[] {
  const ends = [times.at(-1) ?? 0];
  while (ends.length < STRIPS_MOST) {
    const end = ends.at(-1) ?? 0;
    const crowd = times.filter((at) => at <= end * CROWDED);
    const next = crowd.at(-1) ?? 0;
    if (crowd.length < CROWD || next <= 0) break;
    ends.push(next);
  }
  return ends;
}
