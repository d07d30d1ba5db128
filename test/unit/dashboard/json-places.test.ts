import { describe, expect, it } from 'vitest';
import { jsonPlaces, placeOf } from '../../../dashboard/src/format/json-places.ts';

const whereOf = (text: string) => {
  const { fault } = jsonPlaces(text);
  return fault && { ...placeOf(text, fault.offset), detail: fault.detail };
};

describe('places of values in JSON', () => {
  it('has the offset of each value by its JSON Pointer', () => {
    const text = '{"a/b": [1, {"c~d": "x"}], "": null}';
    const { offsets, fault } = jsonPlaces(text);
    expect(fault).toBeUndefined();
    expect(text.slice(offsets.get('/a~1b/1/c~0d'))).toMatch(/^"x"/);
    expect(text.slice(offsets.get('/'))).toMatch(/^null/);
    expect(offsets.get('')).toBe(0);
  });

  it.each([
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'must be a comma, or }'],
    ['{"a" 1}', 1, 6, 'must be a colon after the name'],
    ['[1,]', 1, 4, 'must be a value: an object, a list, a "text", a number, true, false or null'],
    ['{a: 1}', 1, 2, 'must be a name in double quotes'],
    ['{} x', 1, 4, 'must end here: the value is complete'],
    ['"a\nb"', 1, 3, 'is not allowed in a text: close it with ", or escape the character with \\'],
    ['{"a": 1', 1, 8, 'The text ends too early: it must be a comma, or }'],
    ['01', 1, 2, 'must end here: the value is complete'],
  ])('names line and column of the first fault in %j', (text, line, column, detail) => {
    expect(whereOf(text)).toEqual({ line, column, detail });
  });

  it('agrees with JSON.parse about what is JSON', () => {
    const texts = [
      ...[
        '1',
        '-0.5e+3',
        '1.',
        '.5',
        '+1',
        'nul',
        'true',
        '"\\u00g0"',
        '"\\ud83d"',
        '"\\x"',
        '[]',
        '[',
        '{}',
      ],
      ...[
        '{"a":{"b":[[]]}}',
        ' \n1\t',
        '"\u2028"',
        '"\u0001"',
        '{"a":1,}',
        'NaN',
        '',
        '--1',
        '1e',
        '"a',
        "'a'",
      ],
    ];
    for (const text of texts)
      expect([text, jsonPlaces(text).fault === undefined]).toEqual([text, isJson(text)]);
  });

  it('ends at values that are nested too deep', () => {
    expect(jsonPlaces('['.repeat(100_000)).fault?.detail).toMatch(/nested more than 256 deep/);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
