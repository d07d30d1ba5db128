import { expect, it, vi } from 'vitest';
import { Audience } from '../../../../embedded/live/audience.ts';
import type { LiveFilter } from '../../../../src/domain/live/filter.ts';
import { exampleDelivered } from '../../../../src/http/deliveries/examples.ts';

/** A filter that tells whether it was tested. */
function countedFilter() {
  const includes = vi.fn(() => true);
  const filter: LiveFilter = { statuses: Object.assign([], { includes }) };
  return { filter, includes };
}

const { tenantId } = exampleDelivered;

it('an audience tests no filter for deliveries of other receivers', () => {
  const [bound, own] = [countedFilter(), countedFilter()];
  const rights = { tenantId, receiverId: 'a', keyId: 'key_1', tokenVersion: 0, expiresAtMs: null } as const;
  const audience = new Audience({ rights, filter: bound.filter, expiresAtMs: 0 }, own.filter, () => 'a');
  expect(audience.wants({ ...exampleDelivered, receiverId: 'b' })).toBe(false);
  expect(audience.wants({ ...exampleDelivered, receiverId: null })).toBe(false);
  expect([bound.includes, own.includes].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
  expect(audience.wants({ ...exampleDelivered, receiverId: 'a' })).toBe(true);
  expect([bound.includes, own.includes].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
});
