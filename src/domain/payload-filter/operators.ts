import { readAnythingBut } from './anything-but.ts';
import { type Condition, simpleCondition } from './condition.ts';
import type { FilterPlace } from './filter-place.ts';
import { type JsonObject, onlyNameIn } from './json-values.ts';
import { readNumeric } from './numeric.ts';
import { readTextTestOfAnyCase, textOperatorNames } from './text-operators.ts';

type Reader = (operand: unknown, place: FilterPlace) => Condition | undefined;

const operators: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['anything-but', readAnythingBut],
  ['exists', readExists],
  ['numeric', readNumeric],
  ...textOperatorNames.map((name) => [name, textReader(name)] as const),
]);

export const isOperator = (name: string): boolean => operators.has(name);

/** `{"prefix": "order."}`; undefined if it has a fault, which is then reported. */
export function readOperator(operator: JsonObject, place: FilterPlace): Condition | undefined {
  const name = onlyNameIn(operator);
  if (name === undefined) return place.fault('must have exactly one operator');
  const read = operators.get(name);
  if (read === undefined) {
    return place.at(name).fault(`is not an operator. Allowed: ${[...operators.keys()].join(', ')}`);
  }
  return read(operator[name], place.at(name));
}

function readExists(operand: unknown, place: FilterPlace): Condition | undefined {
  if (typeof operand !== 'boolean') return place.fault('must be true or false');
  return { accepts: () => operand, acceptsAbsence: !operand, comparisons: 1, wildcards: 0 };
}

function textReader(name: string): Reader {
  return (operand, place) => {
    const test = readTextTestOfAnyCase(name, operand, place);
    if (test === undefined) return undefined;
    const condition = simpleCondition((value) => typeof value === 'string' && test(value));
    return name === 'wildcard' ? { ...condition, wildcards: 1 } : condition;
  };
}
