import { requestLimits } from '../domain/limits.ts';
import { jsonFaultIndex } from './json-syntax.ts';

export type JsonBody =
  | { readonly ok: true; readonly value: unknown; readonly text: string }
  | { readonly ok: false; readonly fault: string };

const BYTE_ORDER_MARK = '\ufeff';
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A request body as JSON. Bytes that are not UTF-8 are refused, never replaced, and so is a byte order mark, which
 * JSON must not have (RFC 8259, section 8.1). `fault` is a sentence that names the place and repeats nothing.
 */
export function parseJson(bytes: Uint8Array): JsonBody {
  if (bytes.length === 0) return { ok: false, fault: 'The body is empty, and JSON was expected.' };
  const text = decoded(bytes);
  if (text === undefined) return { ok: false, fault: 'The body is not valid UTF-8.' };
  if (text.startsWith(BYTE_ORDER_MARK))
    return { ok: false, fault: 'The body begins with a byte order mark.' };
  try {
    return { ok: true, value: JSON.parse(text), text };
  } catch {
    return { ok: false, fault: `The body is not JSON: ${placeOfFault(text)}.` };
  }
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function placeOfFault(text: string): string {
  if (text.length > requestLimits.faultPlaceCharacters) return 'somewhere in its many characters';
  const index = jsonFaultIndex(text);
  if (index === undefined || index >= text.length) return 'it ends too early';
  const linesBefore = text.slice(0, index).split('\n');
  const column = (linesBefore.at(-1) ?? '').length + 1;
  return `line ${linesBefore.length}, column ${column} is unexpected`;
}
