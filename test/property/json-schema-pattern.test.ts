import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../src/domain/json-schema/pattern.ts';
import { PatternFault } from '../../src/domain/json-schema/pattern-syntax.ts';

const free = () => {};
const isIn = (pattern: string, text: string) => compilePattern(pattern).isIn(text, free);

/** Patterns over few characters, so that they often match. */
const { pattern } = fc.letrec<{ pattern: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    fc.constantFrom('a', 'b', 'c', '.', '\\d', '\\w', '\\s', '[ab]', '[^a]', '[a-c]', '\\b', '\\B', '^', '$'),
    fc.constantFrom('é', '💩', '\\p{L}', '\\u{1F4A9}', '[^]', '\\.', '-', '\\x61', '[\\]]'),
    tie('pattern').map((inner) => `(${inner})`),
    tie('pattern').map((inner) => `(?:${inner})`),
    fc
      .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,}', '{0,2}', '{1,3}', '*?', '+?'))
      .map(([inner, quantifier]) => `(?:${inner})${quantifier}`),
  ),
  pattern: fc.oneof(
    { maxDepth: 4 },
    tie('atom'),
    fc.array(tie('atom'), { maxLength: 4 }).map((atoms) => atoms.join('')),
    fc.tuple(tie('pattern'), tie('pattern')).map((parts) => parts.join('|')),
  ),
}));

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', '1', ' ', '-', '.', ']', '_', 'é', '💩', '\ud83d', '\n'), {
    maxLength: 8,
  })
  .map((characters) => characters.join(''));

describe('a pattern', () => {
  it('is found where the engine finds it', () => {
    fc.assert(
      fc.property(pattern, text, (source, subject) => {
        let found: boolean;
        try {
          found = isIn(source, subject);
        } catch (error) {
          expect(error).toBeInstanceOf(PatternFault);
          return;
        }
        // V8 looks for it inside of a surrogate pair as well, where ECMA-262 has no position (22.2.7.2, step 13).
        if (source.includes('\\B') && subject.includes('💩')) return;
        expect(found).toBe(new RegExp(source, 'u').test(subject));
      }),
      { numRuns: 3_000 },
    );
  });

  it('is not looked for between the halves of a character', () => {
    expect(isIn('\\B', 'a💩a')).toBe(false);
    expect(isIn('\\B', 'a💩💩a')).toBe(true);
  });

  it.each(['(a+)+$', '(a|a)*$', '(a|aa)+$', 'a*a*a*a*a*b', '(.*a){20}c', '^(([a-z])+.)+[A-Z]([a-z])+$'])(
    'that takes others exponential time takes steps in proportion to the text: %s',
    (source) => {
      const { stateCount, isIn: finds } = compilePattern(source);
      let steps = 0;
      finds(`${'a'.repeat(10_000)}!`, (some) => {
        steps += some;
      });
      expect(steps).toBeGreaterThan(10_000);
      expect(steps).toBeLessThan(10_002 * (2 * stateCount + 2));
    },
  );

  it.each([
    ['(', 'regular expression'],
    ['(?=a)', 'look-around'],
    ['(?<!a)b', 'look-around'],
    ['(?i:a)', 'look-around'],
    ['(a)\\1', 'back reference'],
    ['(?<x>a)\\k<x>', 'back reference'],
    ['a{1,5000}', 'too large'],
    ['((a{99}){99}){99}', 'too large'],
    ['(?:){99999999}', 'too large'],
    ['x'.repeat(257), 'longer'],
  ])('%s is refused', (source, reason) => {
    expect(() => compilePattern(source)).toThrow(reason);
  });
});
