import { ulid } from 'ulid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiKeyHash } from '../../src/domain/api-key.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import type { Tenant } from '../../src/domain/tenant.ts';
import { anApiKey, aTenantId } from '../support/records.ts';
import type { MakeStorageHarness, StorageHarness } from './storage-harness.ts';

const aTenant = (about: Partial<Tenant> = {}): Tenant => ({
  id: aTenantId(),
  name: 'staging, für “alle”',
  createdBy: aTenantId(),
  createdAtMs: 1_800_000_000_000,
  ...about,
});

export function describeTenantStoreContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  const add = (tenant: Tenant, keyText = ulid()) => {
    const key = anApiKey({ tenantId: tenant.id, scopes: ['admin'] });
    return harness.tenants.add(tenant, { hash: apiKeyHash(keyText), key });
  };

  describe(`TenantStore, ${family}`, () => {
    it('keeps a tenant and its first key', async () => {
      const tenant = aTenant();
      expect(await add(tenant, 'first')).toBe('added');
      expect(await harness.tenants.find(tenant.createdBy, tenant.id)).toEqual(tenant);
      const key = await harness.apiKeyStore.findByHash(apiKeyHash('first'));
      expect(key?.tenantId).toBe(tenant.id);
      expect(await harness.apiKeyStore.list(tenant.id, { beforeId: undefined, limit: 5 })).toEqual([key]);
    });

    it('keeps none, and no key of it, where there is one of its id', async () => {
      const tenant = aTenant();
      await add(tenant, 'first');
      expect(await add({ ...tenant, name: 'another' }, 'second')).toBe('exists');
      expect(await harness.tenants.find(tenant.createdBy, tenant.id)).toEqual(tenant);
      expect(await harness.apiKeyStore.findByHash(apiKeyHash('second'))).toBeUndefined();
    });

    it('shows it to the one that made it only', async () => {
      const tenant = aTenant();
      await add(tenant);
      expect(await harness.tenants.find(aTenantId(), tenant.id)).toBeUndefined();
      expect(await harness.tenants.find(tenant.id, tenant.id)).toBeUndefined();
      expect(await harness.tenants.list(tenant.id, { beforeId: undefined, limit: 5 })).toEqual([]);
    });

    it('knows which tenant made a tenant', async () => {
      const tenant = aTenant();
      await add(tenant);
      expect(await harness.tenants.creatorOf(tenant.id)).toBe(tenant.createdBy);
      expect(await harness.tenants.creatorOf(tenant.createdBy)).toBeUndefined();
    });

    it('lists the tenants that a tenant has made, newest first, page by page', async () => {
      const createdBy = aTenantId();
      const tenants: Tenant[] = [];
      for (const letter of 'ABC') {
        const id = `ten_01KC2XHQ5B9V7N3M8R4T6Y0W1${letter}` as TenantId;
        tenants.unshift(aTenant({ id, createdBy }));
        await add(tenants[0]!);
      }
      await add(aTenant());
      const page = (beforeId: TenantId | undefined, limit: number) =>
        harness.tenants.list(createdBy, { beforeId, limit });
      expect(await page(undefined, 5)).toEqual(tenants);
      expect(await page(undefined, 2)).toEqual(tenants.slice(0, 2));
      expect(await page(tenants[1]!.id, 5)).toEqual(tenants.slice(2));
    });
  });
}
