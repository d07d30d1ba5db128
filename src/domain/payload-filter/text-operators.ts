import { readScalar } from './condition.ts';
import type { FilterPlace } from './filter-place.ts';
import { endsIgnoringCase, equalsIgnoringCase, startsIgnoringCase } from './ignoring-case.ts';
import { readCidr } from './ip-addresses.ts';
import { isObject, onlyNameIn } from './json-values.ts';
import { readWildcard } from './wildcard.ts';

export type TextTest = (text: string) => boolean;
type TextOperator = (operand: string) => TextTest | { readonly fault: string };

const IGNORING_CASE = 'equals-ignore-case';

const textOperators: ReadonlyMap<string, TextOperator> = new Map<string, TextOperator>([
  ['prefix', (prefix) => (text) => text.startsWith(prefix)],
  ['suffix', (suffix) => (text) => text.endsWith(suffix)],
  [IGNORING_CASE, equalsIgnoringCase],
  ['wildcard', readWildcard],
  ['cidr', readCidr],
]);

/** Operators that compare strings with a string. Values of other types never match. */
export const textOperatorNames: readonly string[] = [...textOperators.keys()];

/** Operators whose operand can also be `{"equals-ignore-case": "…"}`. */
const operatorsIgnoringCase: ReadonlyMap<string, TextOperator> = new Map<string, TextOperator>([
  ['prefix', startsIgnoringCase],
  ['suffix', endsIgnoringCase],
]);

/** The test of a string by an operator; undefined if the operand has a fault, which is then reported. */
export const readTextTest = (name: string, operand: unknown, place: FilterPlace): TextTest | undefined =>
  applied(textOperators.get(name), operand, place);

/** The same, for operands that can ignore case. */
export function readTextTestOfAnyCase(
  name: string,
  operand: unknown,
  place: FilterPlace,
): TextTest | undefined {
  const ignoringCase = operatorsIgnoringCase.get(name);
  if (ignoringCase === undefined || !isObject(operand)) return readTextTest(name, operand, place);
  if (onlyNameIn(operand) !== IGNORING_CASE) {
    return place.fault(`must be a string, or {"${IGNORING_CASE}": "…"}`);
  }
  return applied(ignoringCase, operand[IGNORING_CASE], place.at(IGNORING_CASE));
}

function applied(operator: TextOperator | undefined, operand: unknown, place: FilterPlace) {
  if (typeof operand !== 'string') return place.fault('must be a string');
  if (readScalar(operand, place) === undefined) return undefined;
  const test = operator?.(operand);
  return typeof test === 'object' ? place.fault(test.fault) : test;
}
