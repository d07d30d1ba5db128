import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { isJson } from '../../src/domain/json-check.ts';
import { requestLimits } from '../../src/domain/limits.ts';
import { excessIn } from '../../src/http/core/excess.ts';
import { parseJson } from '../../src/http/core/json-body.ts';
import { valueBySchema, verbatim } from '../../src/http/core/large-json.ts';
import { zodFaults } from '../../src/http/core/problem.ts';
import { structured, structuredList } from '../../src/http/intake/cloud-events.ts';
import { ingestBatchInput, publishBatchInput, publishInput } from '../../src/http/intake/input.ts';

/** Of a large body, only the members that a schema reads are parsed, and it finds the same faults as in the whole body. */

const everything = z.strictObject({
  payload: verbatim(z.unknown()),
  events: z
    .array(z.strictObject({ a: z.number(), payload: verbatim(z.unknown()) }))
    .max(2)
    .nullish(),
  type: z.enum(['a', 'b']).default('a'),
  record: z.record(z.string(), z.number()).optional(),
  loose: z.looseObject({ a: z.string() }).optional(),
  plain: z.object({ a: z.string() }).prefault({ a: '' }),
  either: z.union([z.string(), z.strictObject({ a: z.number() })]).optional(),
});
const schemas = { everything, publishInput, publishBatchInput, ingestBatchInput, structured, structuredList };

const names = [
  ...Object.keys(everything.shape),
  ...['a', 'event_type', 'receiver_id', 'deliver_at', 'idempotency_key', '__proto__', 'x', '', '1'],
  ...['specversion', 'id', 'source', 'data', 'data_base64'],
];
const spelled = (name: string) =>
  fc.constantFrom(
    JSON.stringify(name),
    `"${[...name].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`,
  );
const gap = fc.constantFrom('', ' ', '\n');
const { value: jsonText } = fc.letrec<{ value: string; list: string; object: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('1', 'null', 'true', '"a"', '"1.0"', '"é\\n"', '-1e400'),
    tie('list'),
    tie('object'),
  ),
  list: fc
    .tuple(fc.array(tie('value'), { maxLength: 4 }), gap)
    .map(([items, s]) => `[${s}${items.join(`${s},${s}`)}${s}]`),
  object: fc
    .tuple(fc.array(fc.tuple(fc.constantFrom(...names).chain(spelled), tie('value')), { maxLength: 6 }), gap)
    .map(([members, s]) => `{${s}${members.map(([n, v]) => `${n}${s}:${s}${v}`).join(`${s},${s}`)}${s}}`),
}));

const faultsOf = (schema: z.ZodType, value: unknown) => {
  const excess = excessIn(schema, value);
  if (excess.length > 0) return excess;
  const result = schema.safeParse(value);
  return result.success ? [] : zodFaults(result.error, 'body');
};

describe.each(Object.entries(schemas))('%s', (_, schema) => {
  it('finds the same faults in the parsed members as in the whole', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          jsonText,
          jsonText.map((text) => `{"events":[${text}]}`),
        ),
        (text) => {
          const bytes = Buffer.from(text);
          expect(isJson(bytes)).toBe(true);
          const shown = faultsOf(schema, valueBySchema(schema, bytes));
          const whole = faultsOf(schema, JSON.parse(text));
          expect(new Set(shown.map((fault) => JSON.stringify(fault)))).toEqual(
            new Set(whole.map((fault) => JSON.stringify(fault))),
          );
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

const many = (unit: (n: number) => string) => Array.from({ length: 100_000 }, (_, n) => unit(n)).join(',');
const members = `{${many((n) => `"m${n}":1`)}}`;
const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

describe('JSON.parse gets nothing of a large body but single names and scalars:', () => {
  it.each([
    ['unknown members', members, publishInput],
    ['nested lists', nested, publishInput],
    ['a wanted member again and again', `{${many(() => '"payload":1')}}`, publishInput],
    ['the same with escapes', `{${many(() => '"p\\u0061yload":1')}}`, publishInput],
    ['a payload without a type', `{"payload":${nested}}`, publishInput],
    ['members of a payload', `{"payload":${members}}`, publishInput],
    ['a list for an event type', `{"event_type":${nested},"payload":1}`, publishInput],
    ['unknown members of an item', `{"events":[${members}]}`, publishBatchInput],
    ['too many items', `{"events":[${many(() => '{}')}]}`, ingestBatchInput],
    ['a list for an item', `{"events":[${nested}]}`, ingestBatchInput],
    ['the data of a CloudEvent', `{"data":${nested}}`, structured],
    ['too many CloudEvents', `[${many(() => '{}')}]`, structuredList],
    ['nested lists that do not end', '['.repeat(100_000), publishInput],
  ])('%s', (_, text, schema) => {
    const parse = vi.spyOn(JSON, 'parse');
    try {
      const json = parseJson(Buffer.from(text), schema);
      expect(parse.mock.calls.length).toBeLessThanOrEqual(requestLimits.faultsListed + 3);
      expect(Math.max(0, ...parse.mock.calls.map(([given]) => given.length))).toBeLessThan(100);
      if (json.ok) expect(faultsOf(schema, json.value).length).toBeGreaterThan(0);
      else expect(json.fault).toBe('The body is not JSON: the body is too long to say where.');
    } finally {
      parse.mockRestore();
    }
  });
});

it('a member of the schema is found behind any number of unknown members', () => {
  const text = `{${many((n) => `"m${n}":1`)},"payload":[1],"\\u0065vent_type":"a"}`;
  const value = valueBySchema(publishInput, Buffer.from(text)) as Record<string, unknown>;
  expect(Object.keys(value)).toHaveLength(requestLimits.faultsListed + 3);
  expect(value).toMatchObject({ payload: [null], event_type: 'a' });
});

it('the same unknown member again and again is decoded a thousand times at the most', () => {
  const parse = vi.spyOn(JSON, 'parse');
  try {
    valueBySchema(publishInput, Buffer.from(`{${many(() => '"m":1')}}`));
    expect(parse.mock.calls.length).toBe(1_000);
  } finally {
    parse.mockRestore();
  }
});
