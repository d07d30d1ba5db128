import { afterSpace, nameAt, stringEnd, valueEnd } from './json-members.ts';

/** Reads of large JSON only what is asked for. `bytes` are valid JSON in UTF-8 everywhere here. */

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
/** `\u0061` for `a` */
const ESCAPE_BYTES = 6;

export interface WantedMembers {
  /** By name, the bytes of each wanted value: of the last one, as with `JSON.parse`, if a name is there more than once. */
  readonly slices: ReadonlyMap<string, Uint8Array>;
  /** The first other names, each once. */
  readonly others: ReadonlySet<string>;
}

/** The members of an object that are wanted, and at most `othersMost` names of others, which take next to no time after that. */
export function wantedMembers(
  bytes: Uint8Array,
  wanted: readonly string[],
  othersMost: number,
): WantedMembers {
  const names = wanted.map((name) => ({ name, spelled: Buffer.from(name) }));
  const longest = ESCAPE_BYTES * Math.max(0, ...wanted.map((name) => name.length)) + 2;
  const slices = new Map<string, Uint8Array>();
  const others = new Set<string>();
  let at = afterSpace(bytes, afterSpace(bytes, 0) + 1);
  while (bytes[at] === QUOTE) {
    const end = stringEnd(bytes, at);
    const start = afterSpace(bytes, afterSpace(bytes, end) + 1);
    const next = valueEnd(bytes, start);
    const name = wantedNameAt(bytes, at, end, { names, longest });
    if (name !== undefined) slices.set(name, bytes.subarray(start, next));
    else if (others.size < othersMost) others.add(nameAt(bytes, at, end));
    at = afterSpace(bytes, next);
    if (bytes[at] === COMMA) at = afterSpace(bytes, at + 1);
  }
  return { slices, others };
}

interface Wanted {
  readonly names: readonly { readonly name: string; readonly spelled: Uint8Array }[];
  /** Bytes that the longest of the names can take, with its quotes, however it is spelled. */
  readonly longest: number;
}

/** The wanted name between the quotes, or undefined. Only what has an escape, and is not too long, is decoded. */
function wantedNameAt(
  bytes: Uint8Array,
  start: number,
  end: number,
  { names, longest }: Wanted,
): string | undefined {
  if (end - start > longest) return undefined;
  for (const { name, spelled } of names) if (standsAt(spelled, bytes, start + 1, end - 1)) return name;
  for (let at = start + 1; at < end; at += 1) {
    if (bytes[at] !== BACKSLASH) continue;
    const decoded = nameAt(bytes, start, end);
    return names.find(({ name }) => name === decoded)?.name;
  }
  return undefined;
}

function standsAt(spelled: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== spelled.length) return false;
  for (let n = 0; n < spelled.length; n += 1) if (spelled[n] !== bytes[start + n]) return false;
  return true;
}

/** The bytes of the first elements of a list, at most `most` of them. */
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
 * The value of a scalar, or what stands for a list or an object where only its kind counts: an empty object, and a list of
 * one element, or of none if it has none.
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
