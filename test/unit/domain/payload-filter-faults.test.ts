import { describe, expect, it } from 'vitest';
import { filterLimits } from '../../../src/domain/payload-filter/limits.ts';
import { compileFilter, filterFaults, type PayloadFilter } from '../../../src/domain/payload-filter.ts';
import { filterPage } from '../../support/filter-examples.ts';

const LIST = 'must be a list of values, or an object of fields';
const RANGE = 'must be a range of addresses such as 10.0.0.0/8 or 2001:db8::/32';
const SURROGATE = 'has an unpaired surrogate, which UTF-8 cannot encode';

type Fault = readonly [filter: unknown, pointer: string, detail: string];

const inShape: readonly Fault[] = [
  [undefined, '', 'must be an object'],
  [null, '', 'must be an object'],
  ['a', '', 'must be an object'],
  [[{ a: [1] }], '', 'must be an object'],
  [{}, '', 'must name at least one field'],
  [{ a: {} }, '/a', 'must name at least one field'],
  [{ a: 'b' }, '/a', LIST],
  [{ a: { 'b/c~d': null } }, '/a/b~1c~0d', LIST],
  [{ a: { prefix: 'b' } }, '/a/prefix', 'is an operator, which must be in a list, such as [{"prefix": "a"}]'],
  [{ '\ud800': [1] }, '/\ud800', SURROGATE],
  [{ a: [] }, '/a', 'must have at least one value'],
  [{ a: [1, [2]] }, '/a/1', 'must not be a list. Put its values into the outer list'],
  [{ a: [undefined] }, '/a/0', 'must be a string, a number, true, false or null'],
  [{ a: ['b', '\udc00'] }, '/a/1', SURROGATE],
  [JSON.parse('{"a": [1e400]}'), '/a/0', 'is too large a number'],
  [{ a: [{}] }, '/a/0', 'must have exactly one operator'],
  [{ a: [{ prefix: 'b', suffix: 'c' }] }, '/a/0', 'must have exactly one operator'],
  [
    { a: [{ exactly: 'b' }] },
    '/a/0/exactly',
    'is not an operator. Allowed: anything-but, exists, numeric, prefix, suffix, equals-ignore-case, wildcard, cidr',
  ],
];

const inOperands: readonly Fault[] = [
  [{ a: [{ prefix: 1 }] }, '/a/0/prefix', 'must be a string'],
  [{ a: [{ prefix: ['b'] }] }, '/a/0/prefix', 'must be a string'],
  [{ a: [{ prefix: '\ud800' }] }, '/a/0/prefix', SURROGATE],
  [{ a: [{ prefix: { suffix: 'b' } }] }, '/a/0/prefix', 'must be a string, or {"equals-ignore-case": "…"}'],
  [{ a: [{ suffix: { 'equals-ignore-case': 1 } }] }, '/a/0/suffix/equals-ignore-case', 'must be a string'],
  [{ a: [{ 'equals-ignore-case': { prefix: 'b' } }] }, '/a/0/equals-ignore-case', 'must be a string'],
  [{ a: [{ wildcard: null }] }, '/a/0/wildcard', 'must be a string'],
  [{ a: [{ wildcard: 'b**' }] }, '/a/0/wildcard', 'has two wildcards in a row'],
  [{ a: [{ wildcard: '\\b' }] }, '/a/0/wildcard', 'has a backslash that is not followed by * or a backslash'],
  [{ a: [{ wildcard: 'b\\' }] }, '/a/0/wildcard', 'has a backslash that is not followed by * or a backslash'],
  [{ a: [{ exists: 'yes' }] }, '/a/0/exists', 'must be true or false'],
  [{ a: [{ cidr: 10 }] }, '/a/0/cidr', 'must be a string'],
  ...[
    '10.0.0.0',
    '10.0.0/8',
    '10.0.0.0/',
    '10.0.0.0/08',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '010.0.0.0/8',
    'b/8',
  ].map((cidr) => [{ a: [{ cidr }] }, '/a/0/cidr', RANGE] as const),
  [{ a: [{ cidr: '::ffff:a00:0/104' }] }, '/a/0/cidr', RANGE],
  [{ a: [{ cidr: '10.0.0.1/32' }] }, '/a/0/cidr', 'must be at most /31. Write a single address without /'],
  [{ a: [{ cidr: '::1/128' }] }, '/a/0/cidr', 'must be at most /127. Write a single address without /'],
  ...[5, [], ['<'], ['<', 5, '>'], ['=', 1, '=', 1, '=', 1]].map(
    (numeric) =>
      [
        { a: [{ numeric }] },
        '/a/0/numeric',
        'must be a list of one comparison or two, such as [">=", 0, "<", 100]',
      ] as const,
  ),
  [{ a: [{ numeric: ['==', 5] }] }, '/a/0/numeric/0', 'must be one of =, <, <=, >, >='],
  [{ a: [{ numeric: ['<', '5'] }] }, '/a/0/numeric/1', 'must be a number'],
  [{ a: [{ numeric: ['>', 0, '<', null] }] }, '/a/0/numeric/3', 'must be a number'],
  [{ a: [{ numeric: ['<', 5, '>', 0] }] }, '/a/0/numeric/0', 'must be > or >= if another comparison follows'],
  [{ a: [{ numeric: ['>', 5, '>=', 7] }] }, '/a/0/numeric/2', 'must be < or <= after another comparison'],
  [{ a: [{ numeric: ['>=', 5, '<=', 5] }] }, '/a/0/numeric/3', 'must be larger than the lower bound'],
  [{ a: [{ 'anything-but': null }] }, '/a/0/anything-but', 'must be a string or a number'],
  [{ a: [{ 'anything-but': [] }] }, '/a/0/anything-but', 'must have at least one value'],
  [{ a: [{ 'anything-but': ['b', true] }] }, '/a/0/anything-but/1', 'must be a string or a number'],
  [{ a: [{ 'anything-but': ['b', 1] }] }, '/a/0/anything-but', 'must have either strings or numbers'],
  ...[{}, { cidr: '10.0.0.0/8' }, { prefix: 'b', suffix: 'c' }].map(
    (operand) =>
      [
        { a: [{ 'anything-but': operand }] },
        '/a/0/anything-but',
        'must have exactly one of prefix, suffix, equals-ignore-case, wildcard',
      ] as const,
  ),
  [{ a: [{ 'anything-but': { prefix: '' } }] }, '/a/0/anything-but/prefix', 'must not be empty'],
  [{ a: [{ 'anything-but': { suffix: ['b', ''] } }] }, '/a/0/anything-but/suffix/1', 'must not be empty'],
  [
    { a: [{ 'anything-but': { wildcard: [] } }] },
    '/a/0/anything-but/wildcard',
    'must have at least one value',
  ],
  [
    { a: [{ 'anything-but': { wildcard: ['b', '**'] } }] },
    '/a/0/anything-but/wildcard/1',
    'has two wildcards in a row',
  ],
  [
    { a: [{ 'anything-but': { prefix: { 'equals-ignore-case': 'b' } } }] },
    '/a/0/anything-but/prefix',
    'must be a string',
  ],
];

const TWO = 'must be a list of at least two objects';
const BESIDE = 'is also beside $or. Use it in only one of the two places';

const inOr: readonly Fault[] = [
  [{ $or: { a: [1] } }, '/$or', TWO],
  [{ a: { $or: [{ b: [1] }] } }, '/a/$or', TWO],
  [{ $or: [{ a: [1] }, 'b'] }, '/$or/1', 'must be an object'],
  [{ $or: [{ a: [1] }, {}] }, '/$or/1', 'must name at least one field'],
  [{ $or: [{ a: [1] }, { a: { suffix: [1] } }] }, '/$or/1/a/suffix', 'cannot be a field name inside $or'],
  [{ $or: [{ a: [1] }, { regex: [1] }] }, '/$or/1/regex', 'cannot be a field name inside $or'],
  [{ a: [1], $or: [{ b: [1] }, { a: [2] }] }, '/$or/1/a', BESIDE],
  [{ $or: [{ b: [1] }, { c: [1], a: { d: [2] } }], a: [1] }, '/$or/1/a/d', BESIDE],
  [{ a: { d: [1] }, $or: [{ b: [1] }, { a: [2] }] }, '/$or/1/a', BESIDE],
  [{ a: { $or: [{ b: [1] }, { c: [1] }] }, $or: [{ d: [1] }, { a: { c: [2] } }] }, '/$or/1/a/c', BESIDE],
];

describe('a faulty filter', () => {
  it.each([...inShape, ...inOperands, ...inOr])('%j is wrong at %j: %s', (filter, pointer, detail) => {
    expect(filterFaults(filter)).toEqual([{ pointer, detail }]);
    expect(() => compileFilter(filter as PayloadFilter)).toThrow(`${pointer} ${detail}`);
  });

  it('has all of its faults listed, up to a bound', () => {
    const filter = { a: 1, b: [[], { exists: 0 }], $or: [{ c: [] }, { d: [{ numeric: ['?', '?'] }] }] };
    expect(filterFaults(filter).map(({ pointer }) => pointer)).toEqual([
      '/a',
      '/b/0',
      '/b/1/exists',
      '/$or/0/c',
      '/$or/1/d/0/numeric/0',
      '/$or/1/d/0/numeric/1',
    ]);
    expect(filterFaults({ a: Array(1_000).fill([]) })).toHaveLength(filterLimits.faults);
  });

  it('is not repeated in the message', () => {
    const [fault] = filterFaults({ ['a'.repeat(100_000)]: { ['b'.repeat(100_000)]: 'secret' } });
    expect(fault?.pointer).toBe(`/${'a'.repeat(128)}…/${'b'.repeat(128)}…`);
    expect(fault?.detail).not.toContain('secret');
  });
});

describe('the limits', () => {
  const nested = (depth: number): unknown => (depth === 0 ? [1] : { a: nested(depth - 1) });
  const binaryChoices = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`a${index}`, { $or: [{ b: [1] }, { c: [1] }] }]),
    );
  const operators = (count: number) => Array.from({ length: count }, (_, index) => ({ suffix: `${index}` }));
  const wildcards = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ wildcard: `${index}*` }));
  const LONG = 'is longer than 4096 characters of JSON';
  const DEEP = 'is nested more than 16 objects deep';
  const MANY = 'needs more than 128 comparisons, counted for each combination of $or';
  const WILD = 'has more than 16 wildcards, counted for each combination of $or';

  it.each<readonly [string, unknown, ...string[]]>([
    ['as long as may be', { a: ['😀'.repeat(4096 - '{"a":[""]}'.length)] }],
    ['a character longer', { a: ['😀'.repeat(4097 - '{"a":[""]}'.length)] }, LONG],
    ['as many values as fit', { a: Array(2_044).fill(1) }],
    ['as deep as may be', nested(16)],
    ['an object deeper', nested(17), DEEP],
    ['deeper in $or', { $or: [{ a: [1] }, nested(16)] }, DEEP],
    ['deeper than a stack', JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`), DEEP],
    [
      'values deeper than a stack',
      { a: JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`) },
      'must not be a list. Put its values into the outer list',
    ],
    ['as many operators as may be', { a: operators(127), b: [1, 2, 3] }],
    ['an operator more', { a: operators(128), b: [1, 2, 3] }, MANY],
    [
      'as many excluded texts as may be',
      { a: [{ 'anything-but': { suffix: operators(128).map(({ suffix }) => suffix) } }] },
    ],
    [
      'an excluded text more',
      { a: [{ 'anything-but': { suffix: operators(129).map(({ suffix }) => suffix) } }] },
      MANY,
    ],
    ['choices with 4 × 16 comparisons and one of their own', { ...binaryChoices(4), b: operators(4) }],
    ['choices with more of their own', { ...binaryChoices(4), b: operators(5) }, MANY],
    ['choices beyond all bounds', binaryChoices(100), MANY],
    ['more choices than characters', binaryChoices(115), LONG],
    ['as many wildcards as may be', { a: wildcards(15), b: [{ 'anything-but': { wildcard: '*' } }] }],
    [
      'a wildcard more',
      { a: wildcards(14), b: [{ 'anything-but': { wildcard: ['*', 'a'] } }], c: wildcards(1) },
      WILD,
    ],
    ['wildcards in each combination', { ...binaryChoices(3), b: wildcards(3) }, WILD],
  ])('%s', (_, filter, ...details) => {
    expect(filterFaults(filter).map(({ detail }) => detail)).toEqual(details);
  });

  it('are those of the page', () => {
    const { characters, depth, comparisons, wildcards: most, faults } = filterLimits;
    expect(filterPage).toContain(
      `characters of the filter's JSON, without spaces | ${characters.toLocaleString('en')} |`,
    );
    expect(filterPage).toContain(`objects within each other, those in \`$or\` included | ${depth} |`);
    expect(filterPage).toContain(`| comparisons | ${comparisons} |`);
    expect(filterPage).toContain(`| wildcards | ${most} |`);
    expect(filterPage).toContain(`up to ${faults} faults`);
  });
});
