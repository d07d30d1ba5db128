import { expect, it } from 'vitest';
import { storeFault } from '../../../src/application/store-fault.ts';
import { StoreUnavailableError } from '../../../src/ports/storage.ts';

const reach = { tenantId: 'ten_1' } as const;
const tenants = { add: noCall, find: noCall, list: noCall, creatorOf: async () => undefined };
const well = { faultNow: async () => undefined };

async function noCall(): Promise<never> {
  throw new Error('not part of the check');
}

const failing = (error: Error) => ({ ...tenants, creatorOf: () => Promise.reject(error) });

it('is none while the store reads', async () => {
  expect(await storeFault({ storeHealth: well, tenants }, reach)).toBeUndefined();
});

it('is the known fault, without a read', async () => {
  const storeHealth = { faultNow: async () => 'full' as const };
  const needs = { storeHealth, tenants: failing(new Error('read')) };
  expect(await storeFault(needs, reach)).toBe('The disk of the store is full.');
});

it('is the fault that a read meets', async () => {
  const needs = { storeHealth: well, tenants: failing(new StoreUnavailableError('failing')) };
  expect(await storeFault(needs, reach)).toBe('The store cannot be reached, read or written.');
});

it('does not hide a bug', async () => {
  await expect(
    storeFault({ storeHealth: well, tenants: failing(new TypeError('bug')) }, reach),
  ).rejects.toThrow('bug');
});
