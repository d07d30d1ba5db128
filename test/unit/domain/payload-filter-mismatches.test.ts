import { describe, expect, it } from 'vitest';
import { filterLimits } from '../../../src/domain/payload-filter/limits.ts';
import { filterMismatches, type PayloadFilter } from '../../../src/domain/payload-filter.ts';
import { guideExamples, pageExamples } from '../../support/filter-examples.ts';

/** Which parts of a filter a payload does not match. */

const pointersOf = (filter: PayloadFilter, payload: unknown) =>
  filterMismatches(filter, payload).map(({ pointer }) => pointer);

describe('the mismatches', () => {
  it.each([...pageExamples, ...guideExamples])(
    'of $filter and $payload are none exactly when they match: $isMatch',
    ({ filter, payload, isMatch }) => {
      expect(filterMismatches(filter, payload).length === 0).toBe(isMatch);
    },
  );

  it.each<[string, PayloadFilter, unknown, string[]]>([
    ['name each field', { a: [1], b: { c: [2], d: [3] } }, { a: 1, b: { c: 3 } }, ['/b/c', '/b/d']],
    ['escape names', { 'a/b': { '~': [1] } }, {}, ['/a~1b/~0']],
    [
      'name $or and what its alternatives lack',
      { $or: [{ a: [1] }, { b: [1], c: [1] }] },
      { c: 1 },
      ['/$or', '/$or/0/a', '/$or/1/b'],
    ],
    ['leave out a $or that matches', { $or: [{ a: [1] }, { b: [1] }], c: [1] }, { b: 1 }, ['/c']],
    [
      'name the object whose fields are never met in one element',
      { n: [1], lines: { sku: ['A'], count: [1] } },
      { n: 1, lines: [{ sku: 'A' }, { count: 1 }] },
      ['/lines'],
    ],
    [
      'leave out a group that matches though one of its fields would not by itself',
      { lines: { sku: ['A'], voided: [{ exists: false }] }, n: [1] },
      { lines: [{ sku: 'B', voided: true }, { sku: 'A' }] },
      ['/n'],
    ],
    ['name the filter for a payload that is no object', { a: [1] }, [{ a: 1 }], ['']],
  ])('%s', (_, filter, payload, pointers) => {
    expect(pointersOf(filter, payload)).toEqual(pointers);
  });
});

describe('the detail of a field', () => {
  it.each([
    [{}, 'The payload has no value at /a/b.'],
    [{ a: { b: {} } }, 'The payload has no value at /a/b.'],
    [{ a: { b: '1' } }, 'The payload has "1" at /a/b, which does not match.'],
    [{ a: [{ b: 2 }, { b: [null] }] }, 'The payload has 2, null at /a/b; none of them matches.'],
    [{ a: { b: [2, 3, 4, 5] } }, 'The payload has 2, 3, 4 and more at /a/b; none of them matches.'],
    [{ a: { b: 'x'.repeat(65) } }, `The payload has "${'x'.repeat(64)}…" at /a/b, which does not match.`],
  ])('for %j', (payload, detail) => {
    expect(filterMismatches({ a: { b: [1] } }, payload)).toEqual([{ pointer: '/a/b', detail }]);
  });
});

describe('a large filter', () => {
  it('has as many mismatches listed as are allowed', () => {
    const filter = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`f${n}`, [1]]));
    expect(filterMismatches(filter, {})).toHaveLength(filterLimits.faults);
  });

  it('is explained by the object where the budget ends', () => {
    const fields = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`f${n}`, [1]]));
    const nested = Array.from({ length: 8 }).reduce<PayloadFilter>((inner) => ({ a: inner, z: [1] }), fields);
    const [first] = filterMismatches(nested, {});
    expect(first).toEqual({ pointer: '/a/a/a/a', detail: 'Some of these fields do not match.' });
  });
});
