/**
 * Finds the bytes of values in JSON, so that Posthorn passes them on exactly as received: with numbers that a double
 * cannot hold, duplicate keys further down, spacing and escapes.
 */

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

export interface Members {
  /** The bytes of each value by name, without the space around it (views, not copies). */
  readonly slices: ReadonlyMap<string, Uint8Array>;
  /** A repeated name, in any spelling. Parsers differ in which of the values they take. */
  readonly duplicate: string | undefined;
}

/**
 * The object's own members. `bytes` must be valid JSON in UTF-8 with an object at the top. No recursion: nesting can
 * have any depth. Stops at the first duplicate.
 */
export function memberSlices(bytes: Uint8Array): Members {
  const slices = new Map<string, Uint8Array>();
  let at = afterSpace(bytes, 0) + 1;
  for (;;) {
    at = afterSpace(bytes, at);
    if (bytes[at] === COMMA) at = afterSpace(bytes, at + 1);
    if (at >= bytes.length || bytes[at] === CLOSE_BRACE) return { slices, duplicate: undefined };
    const nameEnd = stringEnd(bytes, at);
    const name = nameAt(bytes, at, nameEnd);
    if (slices.has(name)) return { slices, duplicate: name };
    const colon = afterSpace(bytes, nameEnd);
    const start = afterSpace(bytes, colon + 1);
    at = valueEnd(bytes, start);
    slices.set(name, bytes.subarray(start, at));
  }
}

/**
 * The bytes of each element of a JSON array, without the space around it (views, not copies). `bytes` must be valid
 * JSON in UTF-8 with an array at the top.
 */
export function elementSlices(bytes: Uint8Array): readonly Uint8Array[] {
  const slices: Uint8Array[] = [];
  let at = afterSpace(bytes, 0) + 1;
  for (;;) {
    at = afterSpace(bytes, at);
    if (bytes[at] === COMMA) at = afterSpace(bytes, at + 1);
    if (at >= bytes.length || bytes[at] === CLOSE_BRACKET) return slices;
    const start = at;
    at = valueEnd(bytes, start);
    slices.push(bytes.subarray(start, at));
  }
}

const isSpace = (byte = 0): boolean =>
  byte <= 0x20 && (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09);

export function afterSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isSpace(bytes[at])) at += 1;
  return at;
}

/** The position after the closing quote of the string whose opening quote is at `start`. */
export function stringEnd(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at + 1;
}

/** A name can be spelled with escapes: `"p\u0061yload"` is `payload`. */
export const nameAt = (bytes: Uint8Array, start: number, end: number): string =>
  JSON.parse(utf8.decode(bytes.subarray(start, end)));

const utf8 = new TextDecoder();

/** The position after the value that begins at `start`, in valid JSON. */
export function valueEnd(bytes: Uint8Array, start: number): number {
  const first = bytes[start];
  if (first === QUOTE) return stringEnd(bytes, start);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return containerEnd(bytes, start);
  let at = start;
  while (at < bytes.length && !endsScalar(bytes[at])) at += 1;
  return at;
}

const endsScalar = (byte: number | undefined): boolean =>
  byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || isSpace(byte);

function containerEnd(bytes: Uint8Array, start: number): number {
  let depth = 0;
  let at = start;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = stringEnd(bytes, at);
      continue;
    }
    at += 1;
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth -= 1;
    if (depth === 0) return at;
  }
  return at;
}
