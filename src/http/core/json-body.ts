import type * as z from 'zod';
import { isJson } from '../../domain/json-check.ts';
import { requestLimits } from '../../domain/limits.ts';
import { jsonFaultIndex } from './json-syntax.ts';
import { valueBySchema } from './large-json.ts';

export type JsonBody =
  | { readonly ok: true; readonly value: unknown; readonly text: string }
  | { readonly ok: false; readonly fault: string };

const BYTE_ORDER_MARK = '\ufeff';
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A request body as JSON. Bytes that are not UTF-8 are refused, never replaced, and so is a byte order mark, which JSON
 * must not have (RFC 8259, section 8.1). `fault` is a sentence that gives the place and never quotes the body.
 * @param schema of the value. If the body is large, `value` has only the parts that the schema looks at, with the same
 *   verdict as for the whole value.
 */
export function parseJson(bytes: Uint8Array, schema?: z.core.$ZodType): JsonBody {
  if (bytes.length === 0) return { ok: false, fault: 'The body is empty. Send JSON.' };
  const text = decoded(bytes);
  if (text === undefined) return { ok: false, fault: 'The body is not valid UTF-8. Send JSON in UTF-8.' };
  if (text.startsWith(BYTE_ORDER_MARK))
    return { ok: false, fault: 'The body begins with a byte order mark, which JSON must not have.' };
  const isLarge = text.length > requestLimits.parsedWholeCharacters;
  const found = isLarge && schema !== undefined ? valueOfLarge(bytes, schema) : valueOfSmall(text);
  if (found !== undefined) return { ok: true, value: found.value, text };
  return { ok: false, fault: `The body is not JSON: ${placeOfFault(text)}.` };
}

function valueOfSmall(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

const valueOfLarge = (bytes: Uint8Array, schema: z.core.$ZodType) =>
  isJson(bytes) ? { value: valueBySchema(schema, bytes) } : undefined;

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function placeOfFault(text: string): string {
  if (text.length > requestLimits.faultPlaceCharacters) return 'the body is too long to say where';
  const index = jsonFaultIndex(text);
  if (index === undefined || index >= text.length) return 'it ends too early';
  const linesBefore = text.slice(0, index).split('\n');
  const column = (linesBefore.at(-1) ?? '').length + 1;
  return `line ${linesBefore.length}, column ${column} is unexpected`;
}
