import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Output, wantsColours } from '../../../../client/src/cli/output.ts';
import { nearest } from '../../../../client/src/cli/spelling.ts';
import { duration, indentedJson, prettyPayload, printable, table } from '../../../../client/src/cli/text.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('a payload', () => {
  it('that is JSON is indented as by JSON.stringify', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // The output of JSON.stringify, because it has read the input.
        const canonical = JSON.stringify(value);
        expect(indentedJson(canonical)).toBe(JSON.stringify(JSON.parse(canonical), null, 2));
        expect(indentedJson(JSON.stringify(value, null, 4))).toBe(indentedJson(canonical));
      }),
    );
  });

  it('keeps its numbers and its duplicate names', () => {
    expect(indentedJson('{"a":1e400,"a":12345678901234567890}')).toBe(
      '{\n  "a": 1e400,\n  "a": 12345678901234567890\n}',
    );
  });

  it.each([
    ['', '(empty)'],
    ['a;b\n1;2', 'a;b\n1;2'],
    ['{not json', '{not json'],
    ['\u001b]0;title\u0007', '\\u001b]0;title\\u0007'],
  ])('%j is shown as %j', (text, shown) => expect(prettyPayload(bytes(text))).toBe(shown));

  it('that is no text is only counted', () => {
    expect(prettyPayload(Uint8Array.from([0xff, 0]))).toBe('(2 bytes that are not text)');
  });
});

describe('printed text', () => {
  it('has no control character but line ends and tabs', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these characters must not be there
        expect(printable(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
      }),
    );
    expect(printable('a\n\tb é 日本')).toBe('a\n\tb é 日本');
  });

  it.each([
    [0, '0 s'],
    [0.4, '0 ms'],
    [412, '412 ms'],
    [999.7, '1 s'],
    [1_400, '1.4 s'],
    [12_400, '12 s'],
    [180_000, '3 min'],
    [18_000_000, '5 h'],
  ])('%i ms is %s', (ms, text) => expect(duration(ms)).toBe(text));

  it('stands in columns', () => {
    expect(
      table([
        ['ID', 'NAME'],
        ['1', 'a'],
        ['123', ''],
      ]),
    ).toEqual(['ID   NAME', '1    a', '123']);
  });
});

describe('an output', () => {
  const written = (isJson: boolean, hasColours: boolean) => {
    const texts: string[] = [];
    const output = new Output(
      (text) => texts.push(text),
      () => {},
      { isJson, hasColours },
    );
    output.result({ a: '\n' }, () => output.paint('red', 'line\u001b\n1'));
    output.forPeople('only for people');
    return texts.join('');
  };

  it('is one object a line, or text for people', () => {
    expect(written(true, true)).toBe('{"a":"\\n"}\n');
    expect(written(false, false)).toBe('line\\u001b 1\nonly for people\n');
    expect(written(false, true)).toBe('\u001b[31mline\\u001b 1\u001b[0m\nonly for people\n');
  });

  it.each([
    [{}, true, false, true],
    [{}, false, false, false],
    [{}, true, true, false],
    [{ NO_COLOR: '1' }, true, false, false],
    [{ NO_COLOR: '' }, true, false, true],
    [{ TERM: 'dumb' }, true, false, false],
  ])('with %j, terminal %s, --no-color %s has colours: %s', (env, isTerminal, isRefused, expected) => {
    expect(wantsColours(env, isTerminal, isRefused)).toBe(expected);
  });
});

describe('the nearest spelling', () => {
  const words = ['subscription', 'since', 'status', 'json', 'data', 'key'];
  it.each([
    ['subscripton', 'subscription'],
    ['sinec', 'since'],
    ['stauts', 'status'],
    ['jsn', 'json'],
    ['dta', 'data'],
    ['ke', 'key'],
    ['elephant', undefined],
    ['x', undefined],
    ['', undefined],
  ])('of %j is %s', (word, meant) => expect(nearest(word, words)).toBe(meant));
});
