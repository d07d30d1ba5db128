/** JSON values as `JSON.parse` makes them and JSON Schema sees them. */

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The types of JSON Schema. A number without a fraction is an integer in any spelling, for example 1.0. */
const typeChecks: Readonly<Record<string, (value: unknown) => boolean>> = {
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  array: Array.isArray,
  object: isObject,
};

export const typeNames: readonly string[] = Object.keys(typeChecks);

export const isOfType = (value: unknown, type: string): boolean => typeChecks[type]?.(value) ?? false;

/** Whether JSON is nested deeper than this. Stops at that depth, so it is safe for any value. */
export function isNestedDeeper(value: unknown, most: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return most === 0 || Object.values(value).some((inner) => isNestedDeeper(inner, most - 1));
}

/**
 * A text that is equal for equal values only: members are in the order of their names. Counts each value with `spend`.
 * Recursion goes as deep as the value.
 */
export function canonical(value: unknown, spend: (steps: number) => void): string {
  spend(1);
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, spend)).join()}]`;
  if (isObject(value)) {
    const names = Object.keys(value).sort();
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name], spend)}`).join()}}`;
  }
  if (typeof value === 'string') spend(Math.floor(value.length / CHARACTERS_PER_STEP));
  // -0 and 0 are the same number.
  return JSON.stringify(value === 0 ? 0 : value);
}

const CHARACTERS_PER_STEP = 32;

/** In code points, as JSON Schema counts characters. */
export function lengthOf(text: string, spend: (steps: number) => void): number {
  spend(Math.floor(text.length / CHARACTERS_PER_STEP));
  let length = 0;
  for (let at = 0; at < text.length; at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) length += 1;
  return length;
}

/** Exact, with decimal numbers: 19.99 is a multiple of 0.01, although as doubles it is not. */
export function isMultipleOf(value: number, divisor: number): boolean {
  const [dividend, dividendExponent] = decimal(value);
  const [unit, unitExponent] = decimal(divisor);
  const lowest = Math.min(dividendExponent, unitExponent);
  return scaled(dividend, dividendExponent - lowest) % scaled(unit, unitExponent - lowest) === 0n;
}

const scaled = (digits: bigint, exponent: number): bigint => digits * 10n ** BigInt(exponent);

/** A number as whole digits and a power of ten. */
function decimal(value: number): readonly [digits: bigint, exponent: number] {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  return [BigInt(whole + fraction), Number(exponent) - fraction.length];
}
