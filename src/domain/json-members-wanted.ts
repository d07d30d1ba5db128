import { afterSpace, nameAt, stringEnd, valueEnd } from './json-members.ts';

/** Reads only the requested parts of large JSON. Everywhere here, `bytes` are valid JSON in UTF-8. */

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
/** `\u0061` for `a` */
const ESCAPE_BYTES = 6;
const LOWER_U = 0x75;
/** After this many unwanted names, repeats included, no further ones are decoded. */
const OTHERS_LOOKED_AT = 1_000;

export interface WantedMembers {
  /** The bytes of each wanted value, by name. If a name is repeated, the last value counts, as with `JSON.parse`. */
  readonly slices: ReadonlyMap<string, Uint8Array>;
  /** The first other names, each once. */
  readonly others: ReadonlySet<string>;
}

/**
 * The wanted members of an object, and at most `othersMost` names of other members. Further names are not decoded.
 *
 * @param wanted names of visible ASCII characters without `"`, `/` and the backslash
 */
export function wantedMembers(
  bytes: Uint8Array,
  wanted: readonly string[],
  othersMost: number,
): WantedMembers {
  const names = wanted.map((name) => ({ name, spelled: Buffer.from(name) }));
  let looks = 0;
  const starts = new Map<string, number>();
  const others = new Set<string>();
  let at = afterSpace(bytes, afterSpace(bytes, 0) + 1);
  while (bytes[at] === QUOTE) {
    const end = stringEnd(bytes, at);
    const start = afterSpace(bytes, afterSpace(bytes, end) + 1);
    const name = wantedNameAt(bytes, at + 1, end - 1, names);
    if (name !== undefined) starts.set(name, start);
    else if (others.size < othersMost && looks < OTHERS_LOOKED_AT) {
      looks += 1;
      others.add(nameAt(bytes, at, end));
    }
    at = afterSpace(bytes, valueEnd(bytes, start));
    if (bytes[at] === COMMA) at = afterSpace(bytes, at + 1);
  }
  const slices = [...starts].map(
    ([name, start]) => [name, bytes.subarray(start, valueEnd(bytes, start))] as const,
  );
  return { slices: new Map(slices), others };
}

/** The name in `names` that is spelled between `start` and `end`, with or without escapes, or undefined. */
function wantedNameAt(bytes: Uint8Array, start: number, end: number, names: readonly Wanted[]) {
  for (const { name, spelled } of names) if (standsAt(spelled, bytes, start, end)) return name;
  return undefined;
}

interface Wanted {
  readonly name: string;
  readonly spelled: Uint8Array;
}

function standsAt(spelled: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  for (const expected of spelled) {
    const isEscape = bytes[at] === BACKSLASH;
    if ((isEscape ? escapedAt(bytes, at) : bytes[at]) !== expected) return false;
    at += isEscape ? ESCAPE_BYTES : 1;
  }
  return at === end;
}

/** The character of an escape such as `\u0061`. Short escapes stand for no character of a wanted name. */
function escapedAt(bytes: Uint8Array, start: number): number | undefined {
  if (bytes[start + 1] !== LOWER_U) return undefined;
  let code = 0;
  for (let at = start + 2; at < start + ESCAPE_BYTES; at += 1) code = 16 * code + hexDigit(bytes[at] ?? 0);
  return code;
}

const hexDigit = (byte: number): number => (byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57);

/** The bytes of the first elements of a list, at most `most`. */
export function firstElements(bytes: Uint8Array, most: number): readonly Uint8Array[] {
  const slices: Uint8Array[] = [];
  let at = afterSpace(bytes, afterSpace(bytes, 0) + 1);
  while (slices.length < most && bytes[at] !== CLOSE_BRACKET) {
    const end = valueEnd(bytes, at);
    slices.push(bytes.subarray(at, end));
    at = afterSpace(bytes, end);
    if (bytes[at] === COMMA) at = afterSpace(bytes, at + 1);
  }
  return slices;
}

export type JsonKind = 'object' | 'list' | 'scalar';

export function kindOfJson(bytes: Uint8Array): JsonKind {
  const first = bytes[afterSpace(bytes, 0)];
  if (first === OPEN_BRACE) return 'object';
  return first === OPEN_BRACKET ? 'list' : 'scalar';
}

/**
 * The value of a scalar. For a list or an object, where only the kind counts, a stand-in: an empty object, or a list of
 * one element (of none if the list is empty).
 */
export function scalarOrStandIn(bytes: Uint8Array): unknown {
  switch (kindOfJson(bytes)) {
    case 'object':
      return {};
    case 'list':
      return firstElements(bytes, 1).map(() => null);
    case 'scalar':
      return JSON.parse(Buffer.from(bytes).toString());
  }
}
