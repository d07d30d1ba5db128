import { isObject } from './json.ts';

/** The keywords whose values are a schema, a list of schemas, or an object of schemas. All else is data. */
const schemas = ['additionalProperties', 'contains', 'else', 'if', 'items', 'not', 'propertyNames', 'then'];
const lists = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const objects = ['$defs', 'definitions', 'dependentSchemas', 'patternProperties', 'properties'];

/** What names the whole, and would give references another base where it is put. */
const names = ['$schema', '$id'];

/** A schema as a part of another document, in which it lies at `base`: its references lead there. */
export function relocated(schema: unknown, base: string): unknown {
  if (!isObject(schema)) return schema;
  const members = Object.entries(schema)
    .filter(([keyword]) => !names.includes(keyword))
    .map(([keyword, value]) => [keyword, relocatedValue(keyword, value, base)]);
  return Object.fromEntries(members);
}

function relocatedValue(keyword: string, value: unknown, base: string): unknown {
  if (keyword === '$ref') return base + String(value).slice(1);
  if (schemas.includes(keyword)) return relocated(value, base);
  if (lists.includes(keyword) && Array.isArray(value)) return value.map((inner) => relocated(inner, base));
  if (objects.includes(keyword) && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, relocated(inner, base)]));
  }
  return value;
}
