import { faultsOf, type SchemaNode } from './json-schema/check.ts';
import { combiningKeywords } from './json-schema/combining-keywords.ts';
import { itemKeywords } from './json-schema/item-keywords.ts';
import { isNestedDeeper, type JsonObject } from './json-schema/json.ts';
import { schemaLimits } from './json-schema/limits.ts';
import { memberKeywords } from './json-schema/member-keywords.ts';
import { type KeywordReader, SchemaReading } from './json-schema/reading.ts';
import type { SchemaFault } from './json-schema/schema-place.ts';
import { unevaluatedKeywords } from './json-schema/unevaluated-keywords.ts';
import { valueKeywords } from './json-schema/value-keywords.ts';
import { eventTypeLimits } from './limits.ts';

/**
 * A subset of JSON Schema 2020-12, listed in docs/event-types.md. An accepted schema has the same meaning here as
 * there, but no schema and no payload can keep a process busy for long. https://json-schema.org/draft/2020-12
 */
export type JsonSchema = JsonObject | boolean;

/** The faults of a payload with this many bytes; empty if it matches. `payload` is the result of `JSON.parse`. */
export type SchemaCheck = (payload: unknown, bytes: number) => readonly SchemaFault[];

const keywords: ReadonlyMap<string, KeywordReader> = new Map(
  Object.entries({
    ...valueKeywords,
    ...memberKeywords,
    ...itemKeywords,
    ...unevaluatedKeywords,
    ...combiningKeywords,
  }),
);

/** The faults of a schema, up to `schemaLimits.faults`. */
export function faultsOfSchema(value: unknown): readonly SchemaFault[] {
  const read = readSchema(value);
  return 'checks' in read ? [] : read;
}

/** Call it once per schema, not once per payload. @throws an error if the schema has faults */
export function compileSchema(schema: JsonSchema): SchemaCheck {
  const read = readSchema(schema);
  if ('checks' in read) return (payload, bytes) => faultsOf(read, payload, bytes);
  throw new Error(
    `the schema is not valid: ${read.map(({ pointer, detail }) => `${pointer} ${detail}`).join('; ')}`,
  );
}

function readSchema(value: unknown): SchemaNode | readonly SchemaFault[] {
  if (isNestedDeeper(value, eventTypeLimits.nesting)) {
    return [{ pointer: '', detail: `is nested more than ${eventTypeLimits.nesting} deep` }];
  }
  if ((JSON.stringify(value)?.length ?? 0) > schemaLimits.characters) {
    return [{ pointer: '', detail: `is longer than ${schemaLimits.characters} characters of JSON` }];
  }
  return new SchemaReading(keywords).read(value);
}
