import type { Condition } from './condition.ts';
import { elementsOf, isObject, isScalar, type JsonObject, memberOf } from './json-values.ts';
import type { FieldRequirement } from './requirements.ts';

/** Fields that must all match, in the shape of a payload, and numbered in the order of their paths. */
type Pattern = ObjectPattern | ValuePattern;

interface ObjectPattern {
  readonly kind: 'object';
  readonly members: readonly (readonly [string, Pattern])[];
  readonly firstField: number;
  /** Whether all of the fields may be missing. */
  readonly acceptsAbsence: boolean;
}

interface ValuePattern {
  readonly kind: 'value';
  readonly condition: Condition;
  readonly firstField: number;
}

/** The fields of a pattern that a part of a payload has. */
interface Finding {
  /** The number of the first field that has a value, accepted or not; `NONE` if no field has one. */
  readonly firstThere: number;
  readonly isMet: boolean;
}

const NONE = Number.POSITIVE_INFINITY;

/** Whether a payload matches all fields. No field may be equal to another one or inside it. */
export function matcherOf(fields: readonly FieldRequirement[]): (payload: JsonObject) => boolean {
  const pattern = objectPatternOf(fields, 0, 0);
  return (payload) => findInObject(pattern, payload).isMet;
}

function objectPatternOf(
  fields: readonly FieldRequirement[],
  depth: number,
  firstField: number,
): ObjectPattern {
  const groups = [...Map.groupBy(fields, ({ path }) => path[depth] ?? '')];
  const isValue = (group: readonly FieldRequirement[]) => group[0]?.path.length === depth + 1;
  // In the order of dotted paths: `a-b` comes before `a.b`, but after `a`.
  const sortKey = ([name, group]: (typeof groups)[number]) => (isValue(group) ? name : `${name}.`);
  groups.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  let nextField = firstField;
  const members = groups.map(([name, group]) => {
    const [field] = group;
    const pattern: Pattern =
      field !== undefined && isValue(group)
        ? { kind: 'value', condition: field.condition, firstField: nextField }
        : objectPatternOf(group, depth + 1, nextField);
    nextField += group.length;
    return [name, pattern] as const;
  });
  const acceptsAbsence = fields.every(({ condition }) => condition.acceptsAbsence);
  return { kind: 'object', members, firstField, acceptsAbsence };
}

/** Recurses as deep as the filter, not as deep as the payload. */
const find = (pattern: Pattern, value: unknown): Finding => {
  if (pattern.kind === 'value') return findValue(pattern, value);
  return Array.isArray(value) ? findInArray(pattern, value) : findInObject(pattern, value);
};

function findValue({ condition, firstField }: ValuePattern, value: unknown): Finding {
  if (isScalar(value)) return { firstThere: firstField, isMet: condition.accepts(value) };
  let firstThere = NONE;
  for (const element of Array.isArray(value) ? elementsOf(value) : []) {
    // Only values count: a field with an object, an empty array or an array of objects counts as missing.
    if (!isScalar(element)) continue;
    if (condition.accepts(element)) return { firstThere: firstField, isMet: true };
    firstThere = firstField;
  }
  return { firstThere, isMet: firstThere === NONE && condition.acceptsAbsence };
}

function findInObject({ members, acceptsAbsence }: ObjectPattern, value: unknown): Finding {
  if (!isObject(value)) return { firstThere: NONE, isMet: acceptsAbsence };
  let firstThere = NONE;
  let isMet = true;
  for (const [name, pattern] of members) {
    const found = find(pattern, memberOf(value, name));
    firstThere = Math.min(firstThere, found.firstThere);
    isMet &&= found.isMet;
    // Later fields do not matter: an element that matches all fields has this field, or an earlier one.
    if (!isMet) break;
  }
  return { firstThere, isMet };
}

/**
 * All fields must match within one element. As in Ruler, the first field that has a value in any element chooses the
 * element. So a field that must be missing, and comes first in the order of paths, must be missing in all elements. If
 * it comes after a field that must exist, it must be missing only in the chosen element.
 */
function findInArray(pattern: ObjectPattern, array: readonly unknown[]): Finding {
  let firstThere = NONE;
  let isMet = pattern.acceptsAbsence;
  for (const element of elementsOf(array)) {
    const found = findInObject(pattern, element);
    if (found.firstThere > firstThere) continue;
    isMet = found.isMet || (isMet && found.firstThere === firstThere);
    firstThere = found.firstThere;
    if (isMet && firstThere === pattern.firstField) break;
  }
  return { firstThere, isMet };
}
