/** The limits of a filter, so that no payload of a mebibyte keeps a process busy for long. */
export const filterLimits = {
  /** Of its JSON, without spaces. EventBridge allows 2,048, or 4,096 on request. */
  characters: 4 * 1024,
  /** Nested objects of fields, those in `$or` included. Matching recurses as deep. */
  depth: 16,
  /**
   * The comparisons for one value of a payload. A list of plain values counts as one, an operator as many as it has
   * operands, and each counts once for each combination of `$or`. Each comparison checks each value.
   */
  comparisons: 128,
  /** The same for wildcards. Each of them reads the whole value. */
  wildcards: 16,
  /** Comparisons for explaining why a payload does not match: at most four times as many as for a match. */
  explanationComparisons: 512,
  /** Faults listed for one filter, and parts listed that a payload does not match. */
  faults: 20,
  /** Values of a payload that one mismatch repeats, and the characters of each. */
  valuesShown: 3,
  valueCharactersShown: 64,
} as const;
