import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEventType, isEventTypePattern, wantsEventType } from '../../src/domain/event-type-pattern.ts';

const CHARACTERS = Array.from({ length: 0x7f - 0x20 }, (_, n) => String.fromCharCode(0x20 + n)).join('');
const DOT_SEGMENTS = ['.', '..'];

/** The rules again, character by character and without regular expressions. */
const isNaivelyPrintable = (text: string): boolean =>
  text.length >= 1 &&
  text.length <= 256 &&
  !text.startsWith(' ') &&
  [...text].every((character) => CHARACTERS.includes(character));

const isNaivelyAType = (text: string): boolean =>
  isNaivelyPrintable(text) && !text.endsWith(' ') && !DOT_SEGMENTS.includes(text);

function isNaivelyAPattern(text: string): boolean {
  if (text === '*') return true;
  if (!text.includes('*')) return isNaivelyAType(text);
  const prefix = text.slice(0, -2);
  return text.endsWith('.*') && !prefix.includes('*') && isNaivelyPrintable(prefix);
}

function isNaivelyMatched(pattern: string, eventType: string): boolean {
  for (let place = 0; place < pattern.length; place += 1) {
    const hasMoreToMatch = place < eventType.length;
    if (pattern[place] === '*') return hasMoreToMatch;
    if (pattern[place] !== eventType[place]) return false;
  }
  return pattern.length === eventType.length;
}

function isNaivelyWanted(patterns: readonly string[], eventType: string | null): boolean {
  if (patterns.length === 0) return true;
  for (const pattern of patterns) {
    if (pattern === '*') return true;
    if (eventType !== null && isNaivelyMatched(pattern, eventType)) return true;
  }
  return false;
}

/** Few words, one the beginning of another, so that near misses are as common as matches. */
const eventType = fc
  .array(fc.constantFrom('order', 'orders', 'o', 'created', '', '-', '_'), { minLength: 1, maxLength: 4 })
  .map((words) => words.join('.'))
  .filter(isNaivelyAType);
const pattern = fc.oneof(
  eventType,
  eventType.map((prefix) => `${prefix}.*`),
  { arbitrary: fc.constant('*'), weight: 1 },
);

const nearlyATypeOrPattern = fc
  .oneof(
    fc.string({ unit: fc.constantFrom(...CHARACTERS), minLength: 250, maxLength: 260 }),
    fc.string({
      unit: fc.constantFrom('a', 'Z', '9', '.', '_', '-', '*', ' ', '\n', 'é', '/'),
      maxLength: 5,
    }),
    fc.string({ unit: 'binary' }),
  )
  .chain((text) => fc.constantFrom(text, `${text}.*`));

describe('event types and patterns', () => {
  it('are well formed exactly when each of their characters is allowed', () => {
    fc.assert(
      fc.property(nearlyATypeOrPattern, (text) => {
        expect(isEventType(text)).toBe(isNaivelyAType(text));
        expect(isEventTypePattern(text)).toBe(isNaivelyAPattern(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('match as a comparison character by character does', () => {
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 4 }), fc.option(eventType), (patterns, type) => {
        expect(wantsEventType(patterns, type)).toBe(isNaivelyWanted(patterns, type));
      }),
      { numRuns: 2_000 },
    );
  });

  it('are wanted as themselves and by all patterns above them', () => {
    fc.assert(
      fc.property(eventType, eventType, (above, below) => {
        const whole = `${above}.${below}`;
        expect(wantsEventType([whole], whole)).toBe(true);
        expect(wantsEventType([`${above}.*`], whole)).toBe(true);
      }),
    );
  });

  it('match in any order of the patterns', () => {
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 5 }), fc.option(eventType), (patterns, type) => {
        expect(wantsEventType(patterns.toReversed(), type)).toBe(wantsEventType(patterns, type));
      }),
    );
  });

  it('are wanted by more when a pattern is added, never by less, except to the empty list', () => {
    fc.assert(
      fc.property(
        fc.array(pattern, { minLength: 1, maxLength: 4 }),
        pattern,
        eventType,
        (patterns, more, type) => {
          fc.pre(wantsEventType(patterns, type));
          expect(wantsEventType([...patterns, more], type)).toBe(true);
        },
      ),
    );
  });
});
