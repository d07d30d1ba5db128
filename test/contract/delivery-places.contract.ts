import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aSubscriptionId } from '../support/records.ts';
import type { MakeStorageHarness, StorageHarness } from './storage-harness.ts';

export function describeDeliveryPlacesContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  describe(`DeliveryPlaces, ${family}`, () => {
    it('are free for a burst, and then come at the pace of the limit', async () => {
      const limit = { perSecond: 0.5, burst: 3 };
      const id = aSubscriptionId();
      const startMs = harness.nowMs();
      const places: number[] = [];
      for (let n = 0; n < 6; n += 1) places.push(await harness.places.take(id, limit));
      const endMs = harness.nowMs();
      for (const [n, atMs] of places.entries()) {
        const waitMs = Math.max(0, n - 2) * 2_000;
        expect(atMs).toBeGreaterThanOrEqual(startMs + waitMs);
        expect(atMs).toBeLessThanOrEqual(endMs + waitMs);
      }
    });

    it('are taken once, however many ask at the same moment', async () => {
      const limit = { perSecond: 1, burst: 1 };
      const id = aSubscriptionId();
      const startMs = harness.nowMs();
      const taken = await Promise.all(Array.from({ length: 12 }, () => harness.places.take(id, limit)));
      const inOrder = taken.toSorted((one, other) => one - other);
      for (const [n, atMs] of inOrder.entries()) {
        expect(atMs - startMs).toBeGreaterThanOrEqual(n * 1_000);
        if (n > 0) expect(Math.round(atMs - inOrder[n - 1]!)).toBeGreaterThanOrEqual(1_000);
      }
    });

    it('are a subscription’s own, and begin anew with another limit', async () => {
      const [id, other] = [aSubscriptionId(), aSubscriptionId()];
      const limit = { perSecond: 0.01, burst: 1 };
      const first = await harness.places.take(id, limit);
      expect(await harness.places.take(id, limit)).toBeGreaterThan(first + 90_000);
      expect(await harness.places.take(other, limit)).toBeLessThan(first + 90_000);
      expect(await harness.places.take(id, { perSecond: 0.02, burst: 1 })).toBeLessThan(first + 90_000);
    });

    it('are there again when their time has come', async () => {
      const limit = { perSecond: 1, burst: 1 };
      const id = aSubscriptionId();
      await harness.places.take(id, limit);
      await harness.passSeconds(1.1);
      const nowMs = harness.nowMs();
      expect(await harness.places.take(id, limit)).toBeLessThan(nowMs + 500);
    });
  });
}
