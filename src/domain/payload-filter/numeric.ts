import { type Condition, simpleCondition } from './condition.ts';
import type { FilterPlace } from './filter-place.ts';

type Comparison = (value: number) => boolean;

const comparisons: ReadonlyMap<unknown, (bound: number) => Comparison> = new Map([
  ['=', (bound: number) => (value: number) => value === bound],
  ['<', (bound: number) => (value: number) => value < bound],
  ['<=', (bound: number) => (value: number) => value <= bound],
  ['>', (bound: number) => (value: number) => value > bound],
  ['>=', (bound: number) => (value: number) => value >= bound],
]);

/** `["=", 5]`, `["<", 10]`, or a range with the lower end first, as Ruler requires: `[">", 0, "<=", 5]`. */
export function readNumeric(operand: unknown, place: FilterPlace): Condition | undefined {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) {
    return place.fault('must be a list of one comparison or two, such as [">=", 0, "<", 100]');
  }
  const [sign, bound, upperSign, upperBound] = operand;
  const first = readComparison(sign, bound, place, 0);
  if (operand.length === 2) return first && numericCondition(first);
  const second = readComparison(upperSign, upperBound, place, 2);
  if (first === undefined || second === undefined) return undefined;
  if (!String(sign).startsWith('>'))
    return place.at(0).fault('must be > or >= if another comparison follows');
  if (!String(upperSign).startsWith('<'))
    return place.at(2).fault('must be < or <= after another comparison');
  if (bound >= upperBound) return place.at(3).fault('must be larger than the lower bound');
  return numericCondition((value) => first(value) && second(value));
}

function readComparison(sign: unknown, bound: unknown, place: FilterPlace, index: number) {
  const comparison = comparisons.get(sign);
  if (comparison === undefined) place.at(index).fault(`must be one of ${[...comparisons.keys()].join(', ')}`);
  if (!isFiniteNumber(bound)) return place.at(index + 1).fault('must be a number');
  return comparison?.(bound);
}

const numericCondition = (comparison: Comparison): Condition =>
  simpleCondition((value) => isFiniteNumber(value) && comparison(value));

/** A payload can have `1e400`, which is not a number for Ruler either. */
const isFiniteNumber = (value: unknown): value is number => Number.isFinite(value);
