/** The bytes of a payload as a reader can look at them. */

export interface PayloadText {
  readonly text: string;
  /** The name of the encoding, for example `utf-8`. */
  readonly encoding: string;
}

/** @returns the bytes of a string in base64 */
export const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

export const utf8Bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/**
 * The bytes as text: by the byte order mark, by the `charset` of the content type, or as UTF-8.
 * @returns undefined if they are not text in that encoding
 */
export function textOf(payload: Uint8Array, contentType: string): PayloadText | undefined {
  const named = /;\s*charset="?([^\s";]+)/i.exec(contentType)?.[1];
  for (const encoding of [markedEncoding(payload), named, 'utf-8']) {
    if (encoding === undefined) continue;
    const text = decoded(payload, encoding);
    if (text !== undefined) return { text, encoding: encoding.toLowerCase() };
  }
  return undefined;
}

function decoded(payload: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(payload);
  } catch {
    return undefined;
  }
}

const MARKS: readonly (readonly [string, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

const markedEncoding = (payload: Uint8Array): string | undefined =>
  MARKS.find(([, mark]) => mark.every((byte, index) => payload[index] === byte))?.[0];

/** A parsed JSON text; undefined: the text is not JSON. */
export function jsonOf(text: string): { readonly value: unknown } | undefined {
  if (!/^\s*["{[\d-]|^\s*(true|false|null)\s*$/.test(text)) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/**
 * JSON with a line a member. Only white space between tokens changes: numbers, escapes and repeated names stay as they
 * were sent.
 */
export function indented(json: string): string {
  const parts: string[] = [];
  let depth = 0;
  let isAfterOpening = false;
  const newLine = () => parts.push('\n', '  '.repeat(Math.min(depth, INDENTED_DEPTH)));
  for (const [token] of json.matchAll(TOKENS)) {
    const isClosing = CLOSING.has(token);
    if (isClosing) depth--;
    if (isClosing !== isAfterOpening) newLine();
    parts.push(token === ':' ? ': ' : token);
    isAfterOpening = OPENING.has(token);
    if (isAfterOpening) depth++;
    if (token === ',') newLine();
  }
  return parts.join('');
}

const OPENING = new Set(['{', '[']);
const CLOSING = new Set(['}', ']']);
/** Deeper members are not moved further: a payload can be a million brackets. */
const INDENTED_DEPTH = 20;
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

const ROW_BYTES = 16;

export const hexRowCount = (size: number): number => Math.ceil(size / ROW_BYTES);

/** One row of a hex dump: offset, sixteen bytes, and the printable ASCII characters among them. */
export function hexRow(payload: Uint8Array, row: number): string {
  const bytes = payload.subarray(row * ROW_BYTES, (row + 1) * ROW_BYTES);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const ascii = Array.from(bytes, (byte) => (byte > 0x1f && byte < 0x7f ? String.fromCharCode(byte) : '·'));
  return `${(row * ROW_BYTES).toString(16).padStart(8, '0')}  ${hex.padEnd(3 * ROW_BYTES)} ${ascii.join('')}`;
}
