import { isObject } from './json.ts';

/** The keywords whose values are a schema, a list of schemas, or an object of schemas. All other values are data. */
const schemas = [
  ...['additionalProperties', 'contains', 'else', 'if', 'items', 'not', 'propertyNames', 'then'],
  ...['unevaluatedItems', 'unevaluatedProperties'],
];
const lists = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const objects = ['$defs', 'definitions', 'dependentSchemas', 'patternProperties', 'properties'];

/** Names of the whole schema, which would give references another base in the new place. */
const names = ['$schema', '$id', '$anchor'];

/** A schema as a part of another document, at `base`: its references point there. */
export function relocated(schema: unknown, base: string): unknown {
  const anchors = new Map<unknown, string>();
  findAnchors(schema, base, anchors);
  return moved(schema, { base, anchors });
}

interface Move {
  readonly base: string;
  /**
   * The places of the schemas that `$anchor` names. Anchors are unique in a document only, and another schema can have
   * the same.
   */
  readonly anchors: ReadonlyMap<unknown, string>;
}

function findAnchors(value: unknown, place: string, found: Map<unknown, string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (name === '$anchor') found.set(inner, place);
    const segment = encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1')).replaceAll(
      '%24',
      '$',
    );
    findAnchors(inner, `${place}/${segment}`, found);
  }
}

function moved(schema: unknown, move: Move): unknown {
  if (!isObject(schema)) return schema;
  const members = Object.entries(schema)
    .filter(([keyword]) => !names.includes(keyword))
    .map(([keyword, value]) => [keyword, movedValue(keyword, value, move)]);
  return Object.fromEntries(members);
}

function movedValue(keyword: string, value: unknown, move: Move): unknown {
  if (keyword === '$ref') {
    const target = String(value).slice(1);
    return move.anchors.get(target) ?? move.base + target;
  }
  if (schemas.includes(keyword)) return moved(value, move);
  if (lists.includes(keyword) && Array.isArray(value)) return value.map((inner) => moved(inner, move));
  if (objects.includes(keyword) && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, moved(inner, move)]));
  }
  return value;
}
