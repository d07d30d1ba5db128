import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aTenantId } from '../support/records.ts';
import type { MakeStorageHarness, StorageHarness } from './storage-harness.ts';

export function describePortalVersionsContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  describe(`PortalVersions, ${family}`, () => {
    it('are 0 until they are raised, for one receiver of one tenant each', async () => {
      const { portalVersions } = harness;
      const tenantId = aTenantId();
      expect(await portalVersions.versionOf(tenantId, 'customer-42')).toBe(0);
      const version = await portalVersions.raise(tenantId, 'customer-42', harness.nowMs());
      expect(version).toBe(harness.nowMs());
      expect(await portalVersions.versionOf(tenantId, 'customer-42')).toBe(version);
      expect(await portalVersions.versionOf(tenantId, 'customer-4')).toBe(0);
      expect(await portalVersions.versionOf(tenantId, 'customer-42#V')).toBe(0);
      expect(await portalVersions.versionOf(aTenantId(), 'customer-42')).toBe(0);
    });

    it('rise also when the clock stands still or goes back', async () => {
      const { portalVersions } = harness;
      const tenantId = aTenantId();
      const first = await portalVersions.raise(tenantId, 'a', harness.nowMs());
      const second = await portalVersions.raise(tenantId, 'a', harness.nowMs());
      const third = await portalVersions.raise(tenantId, 'a', harness.nowMs() - 3_600_000);
      expect([second, third]).toEqual([first + 1, first + 2]);
      expect(await portalVersions.versionOf(tenantId, 'a')).toBe(third);
    });
  });
}
