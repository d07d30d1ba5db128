import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJson } from '../../src/domain/json-check.ts';

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const space = fc.constantFrom('', ' ', '\n\t', '\r');
const token = fc.constantFrom(
  ...['{', '}', '[', ']', ',', ':', '"a"', '"\\u00eF"', '"\\x"', '"é😀"', '"\\ud800"', '"', '\\', '"\n"'],
  ...[
    '0',
    '-0',
    '01',
    '-',
    '1.',
    '.5',
    '1.5e+3',
    '1E-2',
    '1e',
    '+1',
    'true',
    'tru',
    'nul',
    'null',
    'false',
    '\u0002',
  ],
);
const nearlyJson = fc
  .tuple(fc.json(), fc.nat(), fc.constantFrom('', ...'{}[],:"\\/ \n\t0-.eEtu1x\u0002'), fc.boolean())
  .map(([json, place, character, replaces]) => {
    const at = place % (json.length + 1);
    return json.slice(0, at) + character + json.slice(replaces ? at + 1 : at);
  });
const tokens = fc
  .array(fc.tuple(token, space), { maxLength: 7 })
  .map((pieces) => pieces.map(([one, gap]) => one + gap).join(''));
const number = fc.string({ unit: fc.constantFrom(...'-+.eE019'), maxLength: 6 });

describe('valid JSON', () => {
  it.each([
    ['JSON with a fault, or none', nearlyJson],
    ['tokens in any order', tokens],
    ['what looks like a number', number],
    ['what looks like a list of numbers', number.map((text) => `[1, ${text}]`)],
  ])('is what JSON.parse takes: %s', (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(isJson(Buffer.from(text.toWellFormed()))).toBe(parses(text.toWellFormed()));
      }),
      { numRuns: 4_000 },
    );
  });

  it('is told at any depth', () => {
    const deep = '[{"a":'.repeat(300_000);
    expect(isJson(Buffer.from(`${deep}1${'}]'.repeat(300_000)}`))).toBe(true);
    expect(isJson(Buffer.from(`${deep}1${'}]'.repeat(299_999)}]}`))).toBe(false);
    expect(isJson(Buffer.from(deep))).toBe(false);
  });
});
