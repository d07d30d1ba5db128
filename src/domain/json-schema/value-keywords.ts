import { canonical, isMultipleOf, isOfType, lengthOf, typeNames } from './json.ts';
import { compilePattern, type Pattern } from './pattern.ts';
import { PatternFault } from './pattern-syntax.ts';
import type { KeywordPlace, KeywordReader } from './reading.ts';

/** The keywords for a value by itself: any value, numbers, and texts. */

const free = (): void => {};

function type(value: unknown, at: KeywordPlace): undefined {
  const types = Array.isArray(value) ? value : [value];
  const isKnown = types.every((one) => typeof one === 'string' && typeNames.includes(one));
  if (!isKnown || types.length === 0 || new Set(types).size < types.length) {
    return at.fault(`must be one of ${typeNames.join(', ')}, or a list of some of them`);
  }
  const detail = `must be of type ${types.join(' or ')}`;
  at.check((instance, place, run) => {
    if (!types.some((one) => isOfType(instance, one))) run.fault(place, detail);
  });
}

function oneOfValues(allowed: readonly unknown[], detail: string, at: KeywordPlace): undefined {
  const texts = new Set(allowed.map((value) => canonical(value, free)));
  const areScalars = allowed.every((value) => typeof value !== 'object' || value === null);
  at.check((instance, place, run) => {
    const isOther = areScalars && typeof instance === 'object' && instance !== null;
    if (isOther || !texts.has(canonical(instance, run.spend))) run.fault(place, detail);
  });
}

const MANY = 10;

function enumeration(value: unknown, at: KeywordPlace): undefined {
  if (!Array.isArray(value) || value.length === 0) return at.fault('must be a list with at least one item');
  const isShort = value.length <= MANY && value.every((one) => typeof one !== 'object' || one === null);
  const named = value.map((one) => JSON.stringify(one)).join(', ');
  oneOfValues(value, isShort ? `must be one of ${named}` : 'must be one of the values of enum', at);
}

const constant: KeywordReader = (value, at) => oneOfValues([value], 'must be the value of const', at);

const bound =
  (isWithin: (value: number, bound: number) => boolean, words: string): KeywordReader =>
  (value, at) => {
    if (typeof value !== 'number') return at.fault('must be a number');
    at.check((instance, place, run) => {
      if (typeof instance === 'number' && !isWithin(instance, value))
        run.fault(place, `must be ${words} ${value}`);
    });
  };

function multipleOf(value: unknown, at: KeywordPlace): undefined {
  if (typeof value !== 'number' || value <= 0) return at.fault('must be a number above 0');
  at.check((instance, place, run) => {
    if (typeof instance !== 'number') return;
    run.spend(MANY);
    if (!isMultipleOf(instance, value)) run.fault(place, `must be a multiple of ${value}`);
  });
}

/** A number of characters, items or members. */
export function countIn(value: unknown, at: KeywordPlace): number | undefined {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  at.fault('must be a whole number, 0 or more');
  return undefined;
}

const characters =
  (isWithin: (length: number, bound: number) => boolean, words: string): KeywordReader =>
  (value, at) => {
    const count = countIn(value, at);
    if (count === undefined) return;
    at.check((instance, place, run) => {
      if (typeof instance !== 'string' || isWithin(lengthOf(instance, run.spend), count)) return;
      run.fault(place, `must have ${words} ${count} characters`);
    });
  };

/** Undefined if the pattern has a fault, which is then reported. @param names where it is within the keyword's value */
export function patternFrom(
  text: string,
  at: KeywordPlace,
  ...names: readonly string[]
): Pattern | undefined {
  try {
    const pattern = compilePattern(text);
    at.countStates(pattern.stateCount, ...names);
    return pattern;
  } catch (error) {
    if (!(error instanceof PatternFault)) throw error;
    at.fault(error.message, ...names);
    return undefined;
  }
}

function pattern(value: unknown, at: KeywordPlace): undefined {
  if (typeof value !== 'string') return at.fault('must be a string');
  const compiled = patternFrom(value, at);
  if (compiled === undefined) return;
  at.check((instance, place, run) => {
    if (typeof instance === 'string' && !compiled.isIn(instance, run.spend)) {
      run.fault(place, 'must match the pattern');
    }
  });
}

export const valueKeywords: Readonly<Record<string, KeywordReader>> = {
  type,
  enum: enumeration,
  const: constant,
  minimum: bound((value, least) => value >= least, 'at least'),
  maximum: bound((value, most) => value <= most, 'at most'),
  exclusiveMinimum: bound((value, least) => value > least, 'above'),
  exclusiveMaximum: bound((value, most) => value < most, 'below'),
  multipleOf,
  minLength: characters((length, least) => length >= least, 'at least'),
  maxLength: characters((length, most) => length <= most, 'at most'),
  pattern,
};
