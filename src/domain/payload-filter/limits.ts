/** What a filter may ask for, so that no payload of a mebibyte keeps a process busy for long. */
export const filterLimits = {
  /** Of its JSON, without spaces. EventBridge has 2,048, or 4,096 on request. */
  characters: 4 * 1024,
  /** Objects of fields within each other, those in `$or` included. Matching recurses as deep. */
  depth: 16,
  /**
   * What one value of a payload may be compared with: a list of plain values counts as one, an operator as many as it
   * has operands, and all of it once for each combination that `$or` makes. Each costs a look at each value.
   */
  comparisons: 128,
  /** The same for wildcards, each of which reads the whole value. */
  wildcards: 16,
  /** Comparisons for finding out which parts of a filter a payload does not match: at most four times as many as a match. */
  explanationComparisons: 512,
  /** Faults of one filter that are listed, and parts of it that a payload does not match. */
  faults: 20,
  /** Values of a payload that one mismatch repeats, and the characters of each. */
  valuesShown: 3,
  valueCharactersShown: 64,
} as const;
