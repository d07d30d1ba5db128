import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { requestLimits } from '../../../../src/domain/limits.ts';
import { excessIn } from '../../../../src/http/core/excess.ts';

const item = z.strictObject({ name: z.string() });
const schema = z.strictObject({
  names: z.array(z.string()).max(3).nullish(),
  items: z.array(item).max(100).optional(),
  anything: z.unknown(),
});

/** A list that counts how many of its elements were looked at. */
function watched(length: number) {
  let looks = 0;
  const list = new Proxy(
    Array.from({ length }, () => ({ other: 1 })),
    {
      get: (target, name, receiver) => {
        if (typeof name === 'string' && /^\d+$/.test(name)) looks += 1;
        return Reflect.get(target, name, receiver);
      },
    },
  );
  return { list, looks: () => looks };
}

const members = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`m${n}`, n]));

describe('an excess in a body', () => {
  it('is a list that is too long, whose elements are not looked at', () => {
    const { list, looks } = watched(101);
    expect(excessIn(schema, { items: list })).toEqual([
      { in: 'body', pointer: '/items', detail: 'must be at most 100 items' },
    ]);
    expect(looks()).toBe(0);
    expect(excessIn(schema, { names: [1, 2, 3, 4] })).toMatchObject([{ pointer: '/names' }]);
  });

  it('is an object of more unknown members than are listed', () => {
    const most = requestLimits.faultsListed;
    const faults = excessIn(schema, members(most + 1));
    expect(faults).toHaveLength(most);
    expect(faults[0]).toEqual({ in: 'body', pointer: '/m0', detail: 'is not a field of this object' });
    expect(excessIn(schema, { items: [{ name: 'a' }, members(most + 1)] })[0]?.pointer).toBe('/items/1/m0');
  });

  it('is nothing that the schema itself may judge', () => {
    for (const value of [
      { names: ['a', 1], anything: members(1_000) },
      members(requestLimits.faultsListed),
      { names: null, items: [1, null, {}] },
      [],
      null,
      'text',
    ]) {
      expect(excessIn(schema, value)).toEqual([]);
    }
  });
});
