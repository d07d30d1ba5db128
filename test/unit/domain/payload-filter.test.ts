import { describe, expect, it } from 'vitest';
import { compileFilter, filterFaults, type PayloadFilter } from '../../../src/domain/payload-filter.ts';
import { filterPage, guideExamples, pageExamples } from '../../support/filter-examples.ts';

const matches = (filter: PayloadFilter, payload: unknown) => compileFilter(filter)(payload);

describe('the examples', () => {
  it.each(pageExamples)('of the page: $filter and $payload: $isMatch', ({ filter, payload, isMatch }) => {
    expect(filterFaults(filter)).toEqual([]);
    expect(matches(filter, payload)).toBe(isMatch);
  });

  it('of the page all list matches and mismatches', () => {
    const verdicts = Map.groupBy(pageExamples, ({ filter }) => JSON.stringify(filter));
    expect(verdicts.size).toBe(filterPage.split('```json\n').length - 1);
    for (const examples of verdicts.values()) {
      expect(new Set(examples.map(({ isMatch }) => isMatch))).toEqual(new Set([true, false]));
    }
  });

  it.each(guideExamples)('of EventBridge: $filter and $payload: $isMatch', ({ filter, payload, isMatch }) => {
    expect(matches(filter, payload)).toBe(isMatch);
  });
});

describe('a payload that is not an object', () => {
  it.each([undefined, null, true, 1, 'a', [], [{ a: 1 }]])('matches nothing: %j', (payload) => {
    expect(matches({ a: [1, { exists: false }] }, payload)).toBe(false);
    expect(matches({ a: [{ 'anything-but': 2 }] }, payload)).toBe(false);
  });
});

type Row = readonly [filter: PayloadFilter, payload: string, isMatch: boolean];

describe('a value', () => {
  it.each<Row>([
    [{ a: [0] }, '{"a": -0}', true],
    [{ a: [-0] }, '{"a": 0.0}', true],
    [{ a: ['1'] }, '{"a": 1}', false],
    [{ a: [true] }, '{"a": "true"}', false],
    [{ a: [{ numeric: ['>', 5] }] }, '{"a": 1e400}', false],
    [{ a: [{ numeric: ['<', 5] }] }, '{"a": -1e400}', false],
    [{ a: [{ 'anything-but': 5 }] }, '{"a": 1e400}', true],
    [{ a: [{ prefix: '' }] }, '{"a": ""}', true],
    [{ a: [{ prefix: '' }] }, '{"a": 1}', false],
    [{ a: [{ suffix: '' }] }, '{"a": null}', false],
    [{ a: [{ wildcard: '' }] }, '{"a": ""}', true],
    [{ a: [{ wildcard: '*' }] }, '{"a": ""}', true],
    [{ a: [{ wildcard: '*a*' }] }, '{"a": "a"}', true],
    [{ a: [{ wildcard: 'ab*ba' }] }, '{"a": "aba"}', false],
    [{ a: [{ wildcard: '*aab*' }] }, '{"a": "aaab"}', true],
    [{ a: [{ 'equals-ignore-case': 'straße' }] }, '{"a": "STRASSE"}', true],
    [{ a: [{ 'equals-ignore-case': 'straße' }] }, '{"a": "strasse"}', false],
    [{ a: [{ suffix: { 'equals-ignore-case': 'aße' } }] }, '{"a": "STRASSE"}', true],
    [{ a: [{ 'equals-ignore-case': 'ab' }] }, '{"a": "ABC"}', false],
    [{ a: [{ 'equals-ignore-case': '𐐀' }] }, '{"a": "𐐨"}', true],
    [{ a: [{ 'equals-ignore-case': 'ok 😀' }] }, '{"a": "OK 😀"}', true],
    [{ a: [{ 'anything-but': { prefix: 'a' } }] }, '{"a": 1}', true],
    [{ a: ['10.0.0.1'] }, '{"a": "::ffff:a00:1"}', true],
    [{ a: ['10.0.0.1'] }, '{"a": "::ffff:10.0.0.1"}', false],
    [{ a: ['10.0.0.1'] }, '{"a": "10.0.0.01"}', false],
    [{ a: ['1.2.3.999'] }, '{"a": "1.2.3.999"}', true],
    [{ a: ['::1'] }, '{"a": "0:0:0:0:0:0:0:1"}', true],
    [{ a: [{ cidr: '0.0.0.0/0' }] }, '{"a": "1.2.3.4"}', true],
    [{ a: [{ cidr: '0.0.0.0/0' }] }, '{"a": "::1"}', false],
    [{ a: [{ cidr: '0.0.0.0/0' }] }, '{"a": 1}', false],
    [{ a: [{ cidr: '::/0' }] }, '{"a": "fe80::1%eth0"}', false],
    [{ a: [{ cidr: '10.0.0.77/24' }] }, '{"a": "10.0.0.1"}', true],
  ])('%j and %s: %j', (filter, payload, isMatch) => {
    expect(matches(filter, JSON.parse(payload))).toBe(isMatch);
  });
});

describe('a field', () => {
  it.each<Row>([
    [{ a: [1] }, '{"a": {"a": 1}}', false],
    [{ a: { b: [1] } }, '{"a": 1}', false],
    [{ a: { b: [1] } }, '{"a": {"b": 1}}', true],
    [{ 'a.b': [1] }, '{"a": {"b": 1}}', false],
    [{ 'a.b': [1] }, '{"a.b": 1}', true],
    [{ '': { '': [1] } }, '{"": {"": 1}}', true],
    [{ constructor: [{ exists: true }] }, '{}', false],
    [{ toString: { name: ['toString'] } }, '{}', false],
    [JSON.parse('{"__proto__": [1]}'), '{"__proto__": 1}', true],
    [JSON.parse('{"__proto__": [{"exists": false}]}'), '{}', true],
    [JSON.parse('{"__proto__": {"__proto__": [null]}}'), '{}', false],
    [{ length: [1] }, '{"a": "b"}', false],
    [{ a: { length: [{ exists: true }] } }, '{"a": [1, 2]}', false],
    [{ a: { 0: [1] } }, '{"a": [1]}', false],
    [{ prefix: ['a'] }, '{"prefix": "a"}', true],
    [{ a: { numeric: ['>', 5] } }, '{"a": {"numeric": 5}}', true],
  ])('%j and %s: %j', (filter, payload, isMatch) => {
    expect(matches(filter, JSON.parse(payload))).toBe(isMatch);
  });
});

describe('an array', () => {
  it.each<Row>([
    [{ a: [1] }, '{"a": [{"b": 1}, [[2, 1]]]}', true],
    [{ a: [{ exists: true }] }, '{"a": [[], {}, [[null]]]}', true],
    [{ a: [{ exists: false }] }, '{"a": [[], {}, [[]]]}', true],
    [{ a: { b: [1], c: [2] } }, '{"a": [[{"b": 1}], [{"b": 1, "c": 2}]]}', true],
    [{ a: { b: [1], c: [2] } }, '{"a": [[{"b": 1}, {"c": 2}]]}', false],
    [{ a: { b: { c: [1], d: [2] }, e: [3] } }, '{"a": [{"b": [{"c": 1}, {"c": 1, "d": 2}], "e": 3}]}', true],
    [{ a: { b: { c: [1] }, e: [3] } }, '{"a": [{"b": [{"c": 1}]}, {"e": 3}]}', false],
    [{ a: { b: [{ exists: false }] } }, '{"a": [{"b": 1}, {"c": 1}]}', false],
    [{ a: { b: [{ exists: false }] } }, '{"a": [{"c": 1}, 2, []]}', true],
    [{ a: { b: [{ exists: false }] } }, '{"a": []}', true],
    [{ a: { b: [{ exists: false }], c: [2] } }, '{"a": [{"c": 2}, {"c": 3}]}', true],
    [{ a: { b: [1], c: [{ exists: false }] } }, '{"a": [{"c": 1}, {"b": 1}]}', true],
    [{ a: { b: [1], c: [{ exists: false }] } }, '{"a": [{"b": 1, "c": 1}, {"b": 2}]}', false],
    [{ a: { c: [1], b: [{ exists: false }] } }, '{"a": [{"b": 1}, {"c": 1}]}', false],
    [{ a: { b: [1, { exists: false }], c: [2] } }, '{"a": [{"b": 1}, {"c": 2}]}', false],
    [{ a: { b: [1, { exists: false }], c: [2] } }, '{"a": [{"c": 2}, {"b": 3, "c": 2}]}', false],
    [{ a: { b: [1, { exists: false }], c: [2] } }, '{"a": [{"b": 3, "c": 2}, {"b": 1, "c": 2}]}', true],
    [
      { a: { b: { c: [{ exists: false }], d: [1, { exists: false }] }, e: [2] } },
      '{"a": [{"b": {"d": 3}}, {"e": 2}]}',
      false,
    ],
    // `-` comes before the dot that paths are joined with: `a.b-` is looked at before `a.b.c`.
    [{ a: { b: { c: [1] }, 'b-': [{ exists: false }] } }, '{"a": [{"b-": 1}, {"b": {"c": 1}}]}', false],
    [{ a: { b: { c: [1] }, 'b~': [{ exists: false }] } }, '{"a": [{"b~": 1}, {"b": {"c": 1}}]}', true],
    // The fields of one array belong together across `$or`.
    [{ a: { b: [1] }, $or: [{ a: { c: [2] } }, { d: [3] }] }, '{"a": [{"b": 1}, {"c": 2}]}', false],
    [{ a: { b: [1] }, $or: [{ a: { c: [2] } }, { d: [3] }] }, '{"a": [{"b": 1}, {"b": 1, "c": 2}]}', true],
  ])('%j and %s: %j', (filter, payload, isMatch) => {
    expect(matches(filter, JSON.parse(payload))).toBe(isMatch);
  });

  const DEEP = 100_000;
  it.each([
    ['[', '1', ']', true],
    ['[', '{"b": 2}', ']', false],
    ['{"a":', '1', '}', false],
  ])('may be as deep as it wants: %s%s%s', (open, inner, close, isMatch) => {
    const payload = JSON.parse(`{"a": ${open.repeat(DEEP)}${inner}${close.repeat(DEEP)}}`);
    expect(matches({ a: [1] }, payload)).toBe(isMatch);
    expect(matches({ a: { b: [2], c: [{ exists: false }] } }, payload)).toBe(inner.includes('b'));
  });
});
