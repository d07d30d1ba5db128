import { expect, it, vi } from 'vitest';
import { Watcher } from '../../../../functions/live/watcher.ts';
import type { LiveFilter } from '../../../../src/domain/live/filter.ts';
import { exampleDelivered } from '../../../../src/http/deliveries/examples.ts';

const { tenantId } = exampleDelivered;

it('a watcher tests no filter for deliveries of other receivers and tenants', async () => {
  const includes = vi.fn(() => true);
  const filter: LiveFilter = { statuses: Object.assign([], { includes }) };
  const rights = { tenantId, receiverId: 'a', keyId: 'key_1', tokenVersion: 0, expiresAtMs: null } as const;
  const watch = { filter, sinceMs: undefined, number: 1 };
  const watcher = new Watcher({ id: 'c', rights, filter, watch, greeted: 1 }, 0);
  const receivers = { receiverOf: vi.fn(async () => 'a') };
  const takes = (about: object) =>
    watcher.takes({ delivery: { ...exampleDelivered, ...about }, attempt: undefined }, receivers);
  expect(takes({ receiverId: 'b' })).toBe(false);
  expect(takes({ receiverId: 'a', tenantId: 'ten_other' })).toBe(false);
  expect(includes).not.toHaveBeenCalled();
  expect(receivers.receiverOf).not.toHaveBeenCalled();
  expect(await takes({ receiverId: 'a' })).toBe(true);
  expect(includes).toHaveBeenCalledTimes(2);
});
