import { describe, expect, it } from 'vitest';
import { schemaLimits } from '../../../src/domain/json-schema/limits.ts';
import { relocated } from '../../../src/domain/json-schema/relocated.ts';
import { compileSchema, faultsOfSchema, type JsonSchema } from '../../../src/domain/json-schema.ts';

const pointersOf = (schema: unknown) => faultsOfSchema(schema).map(({ pointer }) => pointer);
const check = (schema: JsonSchema, value: unknown) =>
  compileSchema(schema)(value, JSON.stringify(value).length);
const nested = (depth: number, inner: unknown, wrap: (value: unknown) => unknown) =>
  Array.from({ length: depth }).reduce(wrap, inner);

describe('a schema', () => {
  it.each<[string, unknown, string]>([
    ['that is none', 5, ''],
    ['with an unknown keyword', { properties: { a: { nope: 1 } } }, '/properties/a/nope'],
    ['with a keyword beyond the subset', { $dynamicRef: '#a' }, '/$dynamicRef'],
    ['with an unknown type', { type: 'text' }, '/type'],
    ['with an empty enum', { enum: [] }, '/enum'],
    ['with a bound that is no number', { minimum: '1' }, '/minimum'],
    ['with a length below 0', { minLength: -1 }, '/minLength'],
    ['with a pattern that looks ahead', { pattern: 'a(?=b)' }, '/pattern'],
    ['with such a name of members', { patternProperties: { '(': true } }, '/patternProperties/('],
    ['with a reference to elsewhere', { $ref: 'https://elsewhere.example/' }, '/$ref'],
    ['with a reference to nothing', { $ref: '#/$defs/a', $defs: {} }, '/$ref'],
    ['with a reference to no schema', { properties: { a: {} }, $ref: '#/properties' }, '/$ref'],
    ['of another dialect', { $schema: 'http://json-schema.org/draft-03/schema#' }, '/$schema'],
    ['with an id further down', { items: { $id: 'a' } }, '/items/$id'],
    ['with a list of items', { items: [{}] }, '/items'],
    ['with names that are escaped', { properties: { 'a/b~c': 1 } }, '/properties/a~1b~0c'],
    ['that is too deep', nested(40, {}, (items) => ({ items })), '/items'.repeat(33)],
    ['that is much too deep', nested(100_000 / 20, {}, (items) => ({ items })), ''],
    ['that is too long', { description: 'x'.repeat(schemaLimits.characters) }, ''],
    ['with a bad schema for members', { unevaluatedProperties: 1 }, '/unevaluatedProperties'],
    ['with a bad schema for items', { not: { unevaluatedItems: [] } }, '/not/unevaluatedItems'],
    ['of too many schemas', { anyOf: Array(schemaLimits.subschemas).fill(true) }, ''],
    [
      'of too many patterns',
      { allOf: Array.from({ length: 20 }, () => ({ pattern: 'a{900}' })) },
      '/allOf/11/pattern',
    ],
  ])('%s is refused, and the place named', (_, schema, pointer) => {
    expect(pointersOf(schema)).toContain(pointer);
  });

  it.each<[string, JsonSchema]>([
    ['to itself', { $ref: '#' }],
    ['in a circle', { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } }],
    ['through allOf', { allOf: [{ anyOf: [{ not: { $ref: '#' } }] }] }],
    ['through a condition', { if: true, else: { $ref: '#' } }],
    ['through a dependency', { dependentSchemas: { a: { $ref: '#' } } }],
  ])('that leads back without an end is refused: %s', (_, schema) => {
    expect(faultsOfSchema(schema).map(({ detail }) => detail)).toEqual([
      'refers back to itself without descending into the value',
    ]);
  });

  it('may lead back to itself inside of the value', () => {
    const tree = { type: 'object', properties: { children: { type: 'array', items: { $ref: '#' } } } };
    expect(check(tree, { children: [{ children: [] }] })).toEqual([]);
    expect(check(tree, { children: [{ children: [1] }] })).toEqual([
      { pointer: '/children/0/children/0', detail: 'must be of type object' },
    ]);
  });

  it('has a bounded number of faults listed', () => {
    const unknown = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`k${n}`, 1]));
    expect(faultsOfSchema(unknown)).toHaveLength(schemaLimits.faults);
  });
});

describe('the faults of a payload', () => {
  it('is told with its place', () => {
    const schema = {
      type: 'object',
      required: ['id'],
      properties: { id: {}, 'a/b': { enum: [1, 'x'] }, list: { items: { minimum: 3 } } },
      additionalProperties: false,
    };
    expect(check(schema, { 'a/b': 2, list: [3, 2], more: 1 })).toEqual([
      { pointer: '/id', detail: 'is required' },
      { pointer: '/a~1b', detail: 'must be one of 1, "x"' },
      { pointer: '/list/1', detail: 'must be at least 3' },
      { pointer: '/more', detail: 'is not a member of the schema' },
    ]);
  });

  it('is told up to a number of faults', () => {
    expect(check({ items: { type: 'null' } }, Array(1_000).fill(1))).toHaveLength(schemaLimits.faults);
  });

  it('reads names of members that every object inherits like any other', () => {
    const schema = JSON.parse('{"properties":{"__proto__":{"type":"null"}},"required":["constructor"]}');
    const payload = JSON.parse('{"__proto__": 1}');
    expect(check(schema, payload).map(({ pointer }) => pointer)).toEqual(['/__proto__', '/constructor']);
  });
});

describe('a check that would take too long ends', () => {
  it('where a schema makes it exponential', () => {
    const doubled = (n: number) => ({ anyOf: [{ $ref: `#/$defs/${n + 1}` }, { $ref: `#/$defs/${n + 1}` }] });
    const $defs = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [n, doubled(n)]));
    const schema = { $defs: { ...$defs, 60: false }, $ref: '#/$defs/0' };
    expect(check(schema, 1)).toEqual([{ pointer: '', detail: expect.stringContaining('steps') }]);
  });

  it('where a payload is nested without end', () => {
    const payload = nested(2_000, 1, (value) => [value]);
    expect(compileSchema({ items: { $ref: '#' } })(payload, 10_000)).toEqual([
      { pointer: '', detail: 'is nested too deep to be checked' },
    ]);
  });

  it('and does not, where schema and payload are both large', () => {
    const order = {
      type: 'object',
      required: ['id', 'total'],
      properties: { id: { type: 'integer' }, total: { type: 'string', pattern: '^\\d+\\.\\d{2}$' } },
      additionalProperties: false,
    };
    const payload = Array.from({ length: 25_000 }, (_, id) => ({ id, total: '49.90' }));
    expect(check({ type: 'array', uniqueItems: true, items: order }, payload)).toEqual([]);
  });
});

describe('a schema of an older dialect', () => {
  const faults = (schema: object) =>
    faultsOfSchema(schema).map(({ pointer, detail }) => `${pointer} ${detail}`);
  const uris = [
    'http://json-schema.org/draft-04/schema#',
    'http://json-schema.org/draft-06/schema#',
    'http://json-schema.org/draft-07/schema#',
    'http://json-schema.org/draft-07/schema',
    'https://json-schema.org/draft/2019-09/schema',
  ];

  it.each(uris)('of %s is taken where its keywords mean the same', ($schema) => {
    const schema = {
      $schema,
      type: 'object',
      definitions: { id: { type: 'integer', minimum: 1 } },
      properties: { id: { $ref: '#/definitions/id', description: 'd' } },
      additionalProperties: false,
    };
    expect(faults(schema)).toEqual([]);
    expect(compileSchema(schema)({ id: 1 }, 10)).toEqual([]);
    expect(compileSchema(schema)({ id: 0 }, 10)).toHaveLength(1);
  });

  it.each([
    ['draft-04', { const: 1 }, '/const'],
    ['draft-04', { minimum: 1, exclusiveMinimum: true }, '/exclusiveMinimum'],
    ['draft-06', { if: true, else: false }, '/if'],
    ['draft-07', { items: [true] }, '/items'],
    ['draft-07', { items: true, additionalItems: false }, '/additionalItems'],
    ['draft-07', { dependencies: { a: ['b'] } }, '/dependencies'],
    ['draft-07', { prefixItems: [true] }, '/prefixItems'],
    ['draft-07', { dependentRequired: { a: ['b'] } }, '/dependentRequired'],
    ['draft-07', { unevaluatedProperties: false }, '/unevaluatedProperties'],
    ['draft-07', { properties: { a: { $ref: '#', minLength: 1 } } }, '/properties/a/minLength'],
  ])('of %s is refused by name with %j', (draft, keywords, pointer) => {
    const found = faults({ $schema: `http://json-schema.org/${draft}/schema#`, ...keywords });
    expect(found.map((fault) => fault.split(' ')[0])).toContain(pointer);
  });

  it('of 2019-09 is rejected with a keyword of another meaning', () => {
    const $schema = 'https://json-schema.org/draft/2019-09/schema';
    expect(faults({ $schema, prefixItems: [true] })).toHaveLength(1);
    expect(faults({ $schema, properties: { a: { $recursiveRef: '#' } } })).toHaveLength(1);
    expect(faults({ $schema, unevaluatedItems: false })).toEqual([
      '/unevaluatedItems has a different meaning in the dialect in $schema than in 2020-12',
    ]);
    expect(faults({ $schema, unevaluatedProperties: false })).toEqual([]);
  });

  it('that is unknown is rejected', () => {
    expect(faults({ $schema: 'https://example.com/schema' })).toHaveLength(1);
  });
});

describe('an anchor', () => {
  const schema = {
    $defs: { id: { $anchor: 'id', type: 'integer' } },
    properties: { a: { $ref: '#id' } },
  };

  it('may be the target of a reference', () => {
    expect(faultsOfSchema(schema)).toEqual([]);
    expect(compileSchema(schema)({ a: 1 }, 10)).toEqual([]);
    expect(compileSchema(schema)({ a: 'x' }, 10)).toHaveLength(1);
  });

  it('that is not there, there twice, or no name is refused', () => {
    expect(faultsOfSchema({ $ref: '#nope' })).toHaveLength(1);
    expect(faultsOfSchema({ $anchor: 'a', not: { $anchor: 'a' } })).toHaveLength(1);
    expect(faultsOfSchema({ $anchor: '1 a' })).toHaveLength(1);
  });

  it('becomes a pointer in another document', () => {
    expect(relocated(schema, '#/components/schemas/x')).toEqual({
      $defs: { id: { type: 'integer' } },
      properties: { a: { $ref: '#/components/schemas/x/$defs/id' } },
    });
  });
});

describe('members and items that no schema evaluates', () => {
  it('are told with their places, beside the other faults', () => {
    const schema = {
      properties: { id: { type: 'integer' } },
      allOf: [{ properties: { list: { prefixItems: [true], unevaluatedItems: false } } }],
      unevaluatedProperties: false,
    };
    expect(check(schema, { id: 'x', list: [1, 2], more: 1 })).toEqual([
      { pointer: '/id', detail: 'must be of type integer' },
      { pointer: '/list/1', detail: 'is not an item of the schema' },
      { pointer: '/more', detail: 'is not a member of the schema' },
    ]);
  });

  it.each(['anyOf', 'oneOf'])('are not told where %s fails, which may have evaluated them', (keyword) => {
    const card = { properties: { card: { type: 'string' } }, required: ['card'] };
    const schema = { allOf: [{ [keyword]: [card] }], unevaluatedProperties: false };
    expect(check(schema, { card: 1, more: 1 })).toEqual([
      { pointer: '', detail: expect.stringContaining(keyword) },
    ]);
  });

  it('are told where an anyOf of another value fails', () => {
    const schema = { properties: { a: { anyOf: [false] } }, unevaluatedProperties: false };
    expect(check(schema, { a: 1, more: 1 }).map(({ pointer }) => pointer)).toEqual(['/a', '/more']);
  });

  it('are told up to a number of faults', () => {
    expect(check({ unevaluatedItems: false }, Array(1_000).fill(1))).toHaveLength(schemaLimits.faults);
    const members = Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`k${n}`, n]));
    expect(check({ unevaluatedProperties: false }, members)).toHaveLength(schemaLimits.faults);
  });

  it.each([
    ['unevaluatedItems', { items: true }],
    ['unevaluatedItems', { contains: true }],
  ])('are counted in steps, so that %s with nested %j takes no memory without end', (keyword, evaluating) => {
    const alternatives = nested(14, true, (inner) => ({ ...evaluating, anyOf: [inner] }));
    const schema = { allOf: [alternatives], [keyword]: false };
    expect(check(schema, Array(50_000).fill(1))).toEqual([
      { pointer: '', detail: expect.stringContaining('steps') },
    ]);
  });

  it('may be of a large list', () => {
    const order = {
      allOf: [{ properties: { id: { type: 'integer' } } }],
      anyOf: [{ properties: { total: { type: 'string' } } }, { properties: { total: { type: 'number' } } }],
      unevaluatedProperties: false,
    };
    const payload = Array.from({ length: 5_000 }, (_, id) => ({ id, total: '49.90' }));
    expect(check({ items: order }, payload)).toEqual([]);
    expect(check({ items: true, unevaluatedItems: false }, Array(50_000).fill(1))).toEqual([]);
  });

  it('end the check of a payload that is nested without end', () => {
    const payload = nested(2_000, {}, (a) => ({ a }));
    expect(compileSchema({ unevaluatedProperties: { $ref: '#' } })(payload, 20_000)).toEqual([
      { pointer: '', detail: 'is nested too deep to be checked' },
    ]);
  });

  it('have schemas whose references lead into them in another document', () => {
    const schema = { unevaluatedProperties: { $ref: '#' }, unevaluatedItems: { $ref: '#' } };
    expect(relocated(schema, '#/x')).toEqual({
      unevaluatedProperties: { $ref: '#/x' },
      unevaluatedItems: { $ref: '#/x' },
    });
  });
});
