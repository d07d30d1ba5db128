import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { requestLimits } from '../../../../src/domain/limits.ts';
import {
  type ProblemCode,
  problem,
  problemCodes,
  problemDocument,
  zodFaults,
} from '../../../../src/http/core/problem.ts';

describe('a problem document', () => {
  it('has the members of RFC 9457 and ours, in this order', () => {
    const errors = [{ in: 'query', pointer: '/limit', detail: 'must be a whole number' }] as const;
    const document = problem('invalid-request', { detail: 'See errors.', errors, requestId: 'r-1' });
    expect(JSON.stringify(document)).toBe(
      '{"type":"urn:posthorn:problem:invalid-request","title":"The request is not valid","status":422,' +
        '"detail":"See errors.","errors":[{"in":"query","pointer":"/limit","detail":"must be a whole number"}],' +
        '"request_id":"r-1"}',
    );
  });

  it('leaves errors out where there are none', () => {
    expect(problem('not-found', { detail: 'Gone.', requestId: 'r-1' })).not.toHaveProperty('errors');
  });

  it.each(Object.keys(problemCodes) as ProblemCode[])('of %s has the documented shape', (code) => {
    const document = problem(code, { detail: problemCodes[code].example, requestId: 'r-1' });
    expect(problemDocument.parse(document)).toEqual(document);
    expect(document.title.length).toBeGreaterThan(0);
  });
});

const faults = (schema: z.ZodType, value: unknown, part: 'body' | 'query' = 'body') =>
  zodFaults(schema.safeParse(value).error ?? new z.ZodError([]), part).map(
    ({ pointer, detail }) => `${pointer} ${detail}`,
  );

describe('the faults that a schema finds', () => {
  const schema = z.strictObject({
    name: z.string(),
    count: z.int().min(1).max(9),
    share: z.number().optional(),
    flag: z.boolean().optional(),
    list: z.array(z.string().min(2)).max(2).optional(),
    inner: z.strictObject({ kind: z.enum(['a', 'b']) }).optional(),
  });

  it.each([
    [{ count: 1 }, ['/name is required']],
    [{ name: null, count: 1 }, ['/name must be a string']],
    [{ name: ['a'], count: 1 }, ['/name must be a single value']],
    [{ name: 'n', count: '1' }, ['/count must be a number']],
    [{ name: 'n', count: 1.5 }, ['/count must be a whole number']],
    [{ name: 'n', count: 0 }, ['/count must be at least 1']],
    [{ name: 'n', count: 10 }, ['/count must be at most 9']],
    [{ name: 'n', count: 1, share: 'x' }, ['/share must be a number']],
    [{ name: 'n', count: 1, flag: 1 }, ['/flag must be true or false']],
    [{ name: 'n', count: 1, list: {} }, ['/list must be a list']],
    [{ name: 'n', count: 1, list: ['a', 'bb'] }, ['/list/0 must be at least 2 characters']],
    [{ name: 'n', count: 1, list: ['aa', 'bb', 'cc'] }, ['/list must be at most 2 items']],
    [{ name: 'n', count: 1, inner: 1 }, ['/inner must be an object']],
    [{ name: 'n', count: 1, inner: { kind: 'c' } }, ['/inner/kind must be one of a, b']],
    [{ name: 'n', count: 1, inner: { kind: ['a'] } }, ['/inner/kind must be a single value']],
    [[], [' must be an object']],
    [null, [' must be an object']],
    [undefined, [' is required']],
  ])('%# are worded plainly: %j', (value, expected) => {
    expect(faults(schema, value)).toEqual(expected);
  });

  it('name every unknown field by its own pointer (RFC 6901)', () => {
    const value = JSON.parse(
      '{"name":"n","count":1,"a/b":1,"m~n":2,"":3,"__proto__":4,"inner":{"kind":"a","x":1}}',
    );
    expect(faults(schema, value)).toEqual([
      '/inner/x is not a field of this object',
      ...['/a~1b', '/m~0n', '/', '/__proto__'].map((pointer) => `${pointer} is not a field of this object`),
    ]);
  });

  it('name an unknown query parameter as a query parameter', () => {
    expect(faults(z.strictObject({}), { limt: '5' }, 'query')).toEqual([
      '/limt is not a parameter of this operation',
    ]);
  });

  it('come from the alternative that was meant', () => {
    const either = z.object({
      shape: z.union([
        z.strictObject({ side: z.number() }),
        z.strictObject({ width: z.number(), height: z.number() }),
      ]),
    });
    expect(faults(either, { shape: { side: 'x' } })).toEqual(['/shape/side must be a number']);
    expect(faults(either, { shape: { width: 1 } })).toEqual(['/shape/height is required']);
    expect(faults(either, { shape: 7 })).toEqual(['/shape must be an object']);
  });

  it('never repeat a value', () => {
    const secret = 'hunter2';
    const strict = z.strictObject({
      a: z.enum(['x']),
      b: z.int(),
      c: z.iso.datetime(),
      d: z.literal('y'),
      e: z.number().multipleOf(2),
    });
    const found = faults(strict, { a: secret, b: secret, c: secret, d: secret, e: 7 });
    expect(found).toHaveLength(5);
    expect(found.join()).not.toContain(secret);
    expect(found.join()).not.toContain('7');
  });

  it('are few and short for any request', () => {
    const value = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`${index}${'x'.repeat(10_000)}`, 1]),
    );
    const found = faults(z.strictObject({}), value);
    expect(found).toHaveLength(requestLimits.faultsListed);
    expect(found.join().length).toBeLessThan(20_000);
  });
});
