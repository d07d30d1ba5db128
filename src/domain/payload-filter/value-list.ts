import { type Condition, readScalar, simpleCondition } from './condition.ts';
import type { FilterPlace } from './filter-place.ts';
import { spelledAlike } from './ip-addresses.ts';
import { isObject, isScalar, type Scalar } from './json-values.ts';
import { readOperator } from './operators.ts';

/** `["draft", null, {"prefix": "in_"}]`: a value matches if it matches any item. Undefined if an item has a fault. */
export function readValueList(list: readonly unknown[], place: FilterPlace): Condition | undefined {
  if (list.length === 0) return place.fault('must have at least one value');
  const read = list.map((item, index) => readItem(item, place.at(index)));
  if (read.includes(undefined)) return undefined;
  const plain = read.filter(isScalar);
  const conditions = read.filter((one): one is Condition => one !== undefined && !isScalar(one));
  return anyOf(plain.length > 0 ? [oneOf(plain), ...conditions] : conditions);
}

function readItem(item: unknown, place: FilterPlace): Scalar | Condition | undefined {
  if (isObject(item)) return readOperator(item, place);
  return Array.isArray(item)
    ? place.fault('must not be a list. Put its values into the outer list')
    : readScalar(item, place);
}

/** As in Ruler, an address matches all its spellings. */
function oneOf(plain: readonly Scalar[]): Condition {
  const values = new Set(plain);
  const addresses = new Set(
    plain.map((value) => addressIn(value)).filter((address) => address !== undefined),
  );
  if (addresses.size === 0) return simpleCondition((value) => values.has(value));
  return simpleCondition((value) => values.has(value) || addresses.has(addressIn(value) ?? ''));
}

const addressIn = (value: Scalar) => (typeof value === 'string' ? spelledAlike(value) : undefined);

function anyOf(conditions: readonly Condition[]): Condition {
  const [only, ...others] = conditions;
  if (only !== undefined && others.length === 0) return only;
  return {
    accepts: (value) => conditions.some((condition) => condition.accepts(value)),
    acceptsAbsence: conditions.some((condition) => condition.acceptsAbsence),
    comparisons: total(conditions.map((condition) => condition.comparisons)),
    wildcards: total(conditions.map((condition) => condition.wildcards)),
  };
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);
