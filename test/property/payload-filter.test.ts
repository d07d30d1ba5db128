import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Characters, readWildcard, type Wildcard } from '../../src/domain/payload-filter/wildcard.ts';
import { compileFilter, filterFaults, type PayloadFilter } from '../../src/domain/payload-filter.ts';
import {
  anythingBut,
  filtersAndPayloads,
  nearlyFilters,
  payload,
  scalar,
} from '../support/payload-filters.ts';

const matches = (filter: object, value: unknown) => compileFilter({ ...filter })(value);

/** Asks for all that a payload has: of each array for its last element. Undefined where there is no value. */
function filterFrom(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filterFrom).findLast((filter) => filter !== undefined);
  if (typeof value !== 'object' || value === null) return [value];
  const fields = Object.entries(value).flatMap(([name, member]) => {
    const filter = filterFrom(member);
    return filter === undefined ? [] : [[name, filter] as const];
  });
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

/** The places that a filter asks about, with all of its lists made to ask for nothing but absence. */
const withLists = (filter: unknown, list: readonly unknown[]): unknown =>
  Array.isArray(filter)
    ? list
    : Object.fromEntries(
        Object.entries(filter as object).map(([name, field]) => [name, withLists(field, list)]),
      );

describe('a filter made from a payload', () => {
  const both = payload.map((value) => [value, filterFrom(value)] as const);

  it('matches it', () => {
    fc.assert(
      fc.property(both, ([value, filter]) => {
        fc.pre(filter !== undefined);
        expect(matches(filter as object, value)).toBe(true);
      }),
    );
  });

  it('matches it, but no longer when one more field is asked for that it lacks', () => {
    fc.assert(
      fc.property(both, ([value, filter]) => {
        fc.pre(filter !== undefined);
        const asking = { ...(filter as object), lacking: [{ exists: true }] };
        expect(matches(asking, value)).toBe(false);
        expect(matches({ ...asking, lacking: [{ exists: false }] }, value)).toBe(true);
      }),
    );
  });

  it('finds values where it asks whether there are any, and never that there are none', () => {
    fc.assert(
      fc.property(both, ([value, filter]) => {
        fc.pre(filter !== undefined);
        expect(matches(withLists(filter, [{ exists: true }]) as object, value)).toBe(true);
        expect(matches(withLists(filter, [{ exists: false }]) as object, value)).toBe(false);
      }),
    );
  });
});

describe('anything-but', () => {
  /** The excluded values, as a list of their own. */
  const excluded = (operand: unknown): unknown[] => {
    if (typeof operand !== 'object' || operand === null) return [operand];
    if (Array.isArray(operand)) return operand;
    return Object.entries(operand).flatMap(([name, texts]) =>
      [texts].flat().map((text) => ({ [name]: text })),
    );
  };

  it('is the contrary, for a value that is there', () => {
    fc.assert(
      fc.property(anythingBut, scalar, (operand, value) => {
        const isExcluded = matches({ a: excluded(operand) }, { a: value });
        // An address in a list stands for all of its spellings; excluded, it is a text like others.
        fc.pre(typeof value !== 'string' || !value.includes(':'));
        expect(matches({ a: [{ 'anything-but': operand }] }, { a: value })).toBe(!isExcluded);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is not met by a value that is not there', () => {
    fc.assert(
      fc.property(anythingBut, (operand) => {
        for (const nothing of [{}, { a: {} }, { a: [] }, { a: [{ a: 1 }] }]) {
          expect(matches({ a: [{ 'anything-but': operand }] }, nothing)).toBe(false);
        }
      }),
    );
  });
});

describe('any filter', () => {
  it('gives the same result for a payload with its fields and lists in any order', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed).toReversed();
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([name, member]) => [name, name === 'numeric' ? member : reversed(member)]),
      );
    };
    fc.assert(
      fc.property(filtersAndPayloads, ([filter, value]) => {
        fc.pre(filterFaults(filter).length === 0);
        expect(matches(reversed(filter) as object, value)).toBe(matches(filter, value));
      }),
    );
  });

  it('is compiled if nothing is wrong with it, and then says yes or no of any JSON', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          nearlyFilters,
          filtersAndPayloads.map(([filter]) => filter),
        ),
        fc.jsonValue(),
        (filter, value) => {
          fc.pre(filterFaults(filter).length === 0);
          expect(matches(filter, value)).toBeTypeOf('boolean');
          expect(matches(filter, { a: value, b: [value, { a: value }] })).toBeTypeOf('boolean');
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('has its faults at places that it has', () => {
    const isAt = (filter: unknown, pointer: string) =>
      pointer
        .split('/')
        .slice(1)
        .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
        .reduce<unknown>((value, name) => (value as PayloadFilter)[name], filter) !== undefined;
    fc.assert(
      fc.property(fc.oneof(nearlyFilters, fc.jsonValue()), (filter) => {
        for (const { pointer, detail } of filterFaults(filter)) {
          expect(isAt(filter, pointer), pointer).toBe(true);
          expect(detail).not.toBe('');
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a wildcard', () => {
  const letters = (maxLength: number) => fc.string({ unit: fc.constantFrom('a', 'b'), maxLength });
  const wildcardOf = (part: fc.Arbitrary<string>) =>
    fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('*').replaceAll(/\*+/g, '*'));
  const compiled = (pattern: string) => readWildcard(pattern) as Wildcard;

  it('matches by definition', () => {
    const isNaivelyMatched = (pattern: string, text: string): boolean => {
      if (pattern === '') return text === '';
      const [first] = pattern;
      if (first === text[0] && isNaivelyMatched(pattern.slice(1), text.slice(1))) return true;
      if (first !== '*') return false;
      return Array.from({ length: text.length + 1 }, (_, index) => index).some((index) =>
        isNaivelyMatched(pattern.slice(1), text.slice(index)),
      );
    };
    fc.assert(
      fc.property(wildcardOf(letters(3)), letters(8), (pattern, text) => {
        expect(compiled(pattern)(text)).toBe(isNaivelyMatched(pattern, text));
      }),
      { numRuns: 5_000 },
    );
  });

  it('reads each character of a text a few times at most, however hostile both are', () => {
    const repeated = fc
      .tuple(
        fc.constantFrom('a', 'ab', 'aab', 'abab', 'aaaaaaaab'),
        fc.integer({ min: 1, max: 60 }),
        letters(2),
      )
      .map(([unit, times, end]) => unit.repeat(times) + end);
    const readsOf = (wildcard: Wildcard, text: string) => {
      let reads = 0;
      const counted: Characters = {
        length: text.length,
        charCodeAt: (index) => {
          reads += 1;
          return text.charCodeAt(index);
        },
      };
      expect(wildcard(counted)).toBe(wildcard(text));
      return reads;
    };
    fc.assert(
      fc.property(wildcardOf(repeated), repeated, fc.integer({ min: 1, max: 50 }), (pattern, unit, times) => {
        const text = unit.repeat(times);
        // Each is matched once; a mismatch takes back at most the matches before it; ends are compared first.
        expect(readsOf(compiled(pattern), text)).toBeLessThanOrEqual(2 * text.length + pattern.length);
      }),
      { numRuns: 1_000 },
    );
  });
});
