/** The limits of a JSON Schema, so that no payload of a mebibyte keeps a process busy for long. */
export const schemaLimits = {
  /** Of its JSON, without spaces. */
  characters: 32 * 1024,
  subschemas: 1_000,
  /** Nested subschemas. */
  depth: 32,
  patternCharacters: 256,
  /** Of a pattern's automaton: for example, `a{1,100}` has 200. */
  patternStates: 2_000,
  /** Of all patterns of a schema. */
  patternStatesInAll: 10_000,
  /** Faults listed for one schema or one payload. */
  faults: 20,
  /** A check of a payload may take this many steps, … */
  steps: 100_000,
  /** … and this many for each of its bytes. A step takes some 20 to 50 ns. */
  stepsPerByte: 16,
  /** The cost of remembering one evaluated member or item for an `unevaluated…` keyword, which takes some 40 bytes. */
  stepsPerEvaluated: 8,
  /** The cost of looking up whether a member or an item is evaluated, in a set of up to 500,000. */
  stepsPerLookup: 4,
  /** Subschemas applied within each other, references included. */
  checkDepth: 256,
} as const;
