import { type Condition, readScalar, simpleCondition } from './condition.ts';
import type { FilterPlace } from './filter-place.ts';
import { isObject, type JsonObject, onlyNameIn } from './json-values.ts';
import { readTextTest, type TextTest } from './text-operators.ts';

/** The operators that Ruler allows in `{"anything-but": {"prefix": "…"}}`. */
const OPERATORS = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'];

/**
 * Matches each value of any type that is not excluded. The operand is a string, a number, a list of either, or an
 * operator with a string or a list of strings. A missing value does not match.
 */
export const readAnythingBut = (operand: unknown, place: FilterPlace): Condition | undefined =>
  isObject(operand) ? readExcludedTexts(operand, place) : readExcludedValues(operand, place);

function readExcludedValues(operand: unknown, place: FilterPlace): Condition | undefined {
  const values = operandsOf(operand, place, (value, at) =>
    typeof value === 'string' || typeof value === 'number'
      ? readScalar(value, at)
      : at.fault('must be a string or a number'),
  );
  if (values === undefined) return undefined;
  if (values.some((value) => typeof value !== typeof values[0])) {
    return place.fault('must have either strings or numbers');
  }
  const excluded = new Set<unknown>(values);
  return simpleCondition((value) => !excluded.has(value));
}

function readExcludedTexts(operand: JsonObject, place: FilterPlace): Condition | undefined {
  const name = onlyNameIn(operand);
  if (name === undefined || !OPERATORS.includes(name)) {
    return place.fault(`must have exactly one of ${OPERATORS.join(', ')}`);
  }
  const tests = operandsOf(operand[name], place.at(name), (text, at) => readExcludedText(name, text, at));
  if (tests === undefined) return undefined;
  return {
    accepts: (value) => typeof value !== 'string' || !tests.some((test) => test(value)),
    acceptsAbsence: false,
    comparisons: tests.length,
    wildcards: name === 'wildcard' ? tests.length : 0,
  };
}

function readExcludedText(name: string, text: unknown, place: FilterPlace): TextTest | undefined {
  // Ruler rejects the empty string only here: it would exclude every string.
  if (text === '' && (name === 'prefix' || name === 'suffix')) return place.fault('must not be empty');
  return readTextTest(name, text, place);
}

/** The values of a list, which must not be empty, or a single value; undefined if one of them has a fault. */
function operandsOf<T>(
  operand: unknown,
  place: FilterPlace,
  read: (value: unknown, place: FilterPlace) => T | undefined,
): readonly T[] | undefined {
  if (!Array.isArray(operand)) {
    const only = read(operand, place);
    return only === undefined ? undefined : [only];
  }
  if (operand.length === 0) return place.fault('must have at least one value');
  const all = operand.map((value: unknown, index) => read(value, place.at(index)));
  return all.every((one) => one !== undefined) ? all : undefined;
}
