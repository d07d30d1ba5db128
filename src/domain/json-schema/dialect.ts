import { isObject } from './json.ts';

/**
 * The dialects of JSON Schema that are read as 2020-12, provided that each keyword of the schema has the same meaning
 * there. A keyword with another meaning, or none, in the schema's dialect is rejected by name.
 */
export type Dialect = 4 | 6 | 7 | 2019 | 2020;

const dialects: readonly (readonly [RegExp, Dialect])[] = [
  [/^https?:\/\/json-schema\.org\/draft-04\/schema#?$/, 4],
  [/^https?:\/\/json-schema\.org\/draft-06\/schema#?$/, 6],
  [/^https?:\/\/json-schema\.org\/draft-07\/schema#?$/, 7],
  [/^https:\/\/json-schema\.org\/draft\/2019-09\/schema#?$/, 2019],
  [/^https:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/, 2020],
];

export const dialectNamed = (uri: unknown): Dialect | undefined =>
  typeof uri === 'string' ? dialects.find(([pattern]) => pattern.test(uri))?.[1] : undefined;

/** The dialect of a whole schema; without `$schema`, 2020-12. */
export const dialectOf = (schema: unknown): Dialect =>
  (isObject(schema) && Object.hasOwn(schema, '$schema') ? dialectNamed(schema['$schema']) : undefined) ??
  2020;

/** The dialect that introduced a keyword; keywords that are not listed come from draft 4. */
const since: ReadonlyMap<string, Dialect> = new Map([
  ...(['$id', 'const', 'contains', 'propertyNames'] as const).map((name) => [name, 6] as const),
  ...(['if', 'then', 'else'] as const).map((name) => [name, 7] as const),
  ...(['dependentRequired', 'dependentSchemas', 'minContains', 'maxContains', '$anchor'] as const).map(
    (name) => [name, 2019] as const,
  ),
  ['unevaluatedProperties', 2019],
  ['unevaluatedItems', 2019],
  ['prefixItems', 2020],
]);

/** The keywords allowed beside `$ref` up to draft 7, where all others beside it are ignored. */
const besideReference = new Set([
  ...['$ref', '$schema', '$id', '$comment', '$defs', 'definitions'],
  ...['title', 'description', 'default', 'examples', 'deprecated', 'readOnly', 'writeOnly'],
]);

/** Why a keyword of this schema has another meaning in its dialect than in 2020-12, or undefined. */
export function dialectFault(dialect: Dialect, schema: object, keyword: string): string | undefined {
  if ((since.get(keyword) ?? 4) > dialect) return 'is not a keyword of the dialect in $schema';
  // In 2019-09, an item that matches `contains` does not count as evaluated.
  if (keyword === 'unevaluatedItems' && dialect === 2019) {
    return 'has a different meaning in the dialect in $schema than in 2020-12';
  }
  const isIgnored = dialect <= 7 && Object.hasOwn(schema, '$ref') && !besideReference.has(keyword);
  return isIgnored ? 'is ignored beside $ref in the dialect in $schema. Remove it' : undefined;
}
