/** What a JSON Schema may be, so that no payload of a mebibyte keeps a process busy for long. */
export const schemaLimits = {
  /** Of its JSON, without spaces. */
  characters: 32 * 1024,
  subschemas: 1_000,
  /** Subschemas within each other. */
  depth: 32,
  patternCharacters: 256,
  /** Of the automaton that a pattern becomes: `a{1,100}` has 200. */
  patternStates: 2_000,
  /** Of all patterns of a schema. */
  patternStatesInAll: 10_000,
  /** Faults of one schema, or of one payload, that are listed. */
  faults: 20,
  /** A check of a payload may take this many steps, … */
  steps: 100_000,
  /** … and these for each byte of it. A step takes some 20 to 50 ns. */
  stepsPerByte: 16,
  /** To remember one evaluated member or item for an `unevaluated…` keyword, which takes some 40 bytes. */
  stepsPerEvaluated: 8,
  /** To look up whether a member or an item is evaluated, in a set of up to 500,000. */
  stepsPerLookup: 4,
  /** Subschemas that are being applied within each other, references included. */
  checkDepth: 256,
} as const;
