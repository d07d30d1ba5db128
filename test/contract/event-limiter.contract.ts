import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aSubscriptionId, aTenantId } from '../support/records.ts';
import type { MakeStorageHarness, StorageHarness } from './storage-harness.ts';

export function describeEventLimiterContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  describe(`EventLimiter, ${family}`, () => {
    // So slow that no place becomes free while a test lasts.
    const limit = { perSecond: 0.01, burst: 10 };

    it('lets in a burst and no more, and says how long it is to the next place', async () => {
      const id = aSubscriptionId();
      expect(await harness.eventLimiter.admit(id, limit, 7)).toMatchObject({ admitted: 7, remaining: 3 });
      expect(await harness.eventLimiter.admit(id, limit, 3)).toMatchObject({ admitted: 3, remaining: 0 });
      const { admitted, nextInMs } = await harness.eventLimiter.admit(id, limit, 1);
      expect(admitted).toBe(0);
      expect(nextInMs).toBeGreaterThan(90_000);
      expect(nextInMs).toBeLessThanOrEqual(100_000);
    });

    it('lets in as many of a batch as may come', async () => {
      const id = aSubscriptionId();
      expect((await harness.eventLimiter.admit(id, limit, 25)).admitted).toBe(10);
      const other = aSubscriptionId();
      await harness.eventLimiter.admit(other, limit, 4);
      expect((await harness.eventLimiter.admit(other, limit, 25)).admitted).toBe(6);
    });

    it('lets in each once, however many ask at the same moment', async () => {
      const id = aSubscriptionId();
      const asked = Array.from({ length: 30 }, () => harness.eventLimiter.admit(id, limit, 1));
      const admitted = (await Promise.all(asked)).reduce((sum, one) => sum + one.admitted, 0);
      expect(admitted).toBe(10);
    });

    it('begins with a new count for another limit, and for another name', async () => {
      const id = aSubscriptionId();
      await harness.eventLimiter.admit(id, limit, 10);
      expect((await harness.eventLimiter.admit(id, { ...limit, burst: 5 }, 5)).admitted).toBe(5);
      expect((await harness.eventLimiter.admit(aSubscriptionId(), limit, 1)).admitted).toBe(1);
    });

    it('counts a receiver apart from its tenant and from other receivers', async () => {
      const tenantId = aTenantId();
      await harness.eventLimiter.admit(`${tenantId} one`, limit, 10);
      expect((await harness.eventLimiter.admit(`${tenantId} one`, limit, 1)).admitted).toBe(0);
      expect((await harness.eventLimiter.admit(`${tenantId} other`, limit, 1)).admitted).toBe(1);
      expect((await harness.eventLimiter.admit(tenantId, limit, 10)).admitted).toBe(10);
    });

    it('has places again when their time has come', async () => {
      const id = aSubscriptionId();
      const quick = { perSecond: 1, burst: 1 };
      await harness.eventLimiter.admit(id, quick, 1);
      await harness.passSeconds(1.1);
      expect((await harness.eventLimiter.admit(id, quick, 1)).admitted).toBe(1);
    });
  });
}
