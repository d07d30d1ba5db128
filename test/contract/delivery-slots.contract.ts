import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SubscriptionId } from '../../src/domain/ids.ts';
import type { RateLimit } from '../../src/domain/rate-limit.ts';
import { aSubscriptionId } from '../support/records.ts';
import type { MakeStorageHarness, StorageHarness } from './storage-harness.ts';

export function describeDeliverySlotsContract(
  family: string,
  makeHarness: MakeStorageHarness,
  { runs = 5, steps = 12 } = {},
): void {
  let harness: StorageHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  const ask = (id: SubscriptionId, limit: RateLimit, hasWaited = true) =>
    harness.slots.ask(id, limit, { receiptHandle: '0-0', hasWaited });
  const isGranted = async (id: SubscriptionId, limit: RateLimit, hasWaited = true) =>
    (await ask(id, limit, hasWaited)).granted;

  async function grantsOf(id: SubscriptionId, limit: RateLimit, asks: number): Promise<number> {
    const turns = await Promise.all(Array.from({ length: asks }, () => ask(id, limit)));
    return turns.filter(({ granted }) => granted).length;
  }

  describe(`DeliverySlots, ${family}`, () => {
    it('grants a burst, and then none until its time has come', async () => {
      const limit = { perSecond: 0.5, burst: 3 };
      const id = aSubscriptionId();
      expect(await grantsOf(id, limit, 12)).toBe(3);
      await harness.passSeconds(2.1);
      expect(await grantsOf(id, limit, 12)).toBe(1);
    });

    it('grants no more than a burst after a pause, however many have waited', async () => {
      const limit = { perSecond: 2, burst: 2 };
      const id = aSubscriptionId();
      await grantsOf(id, limit, 20);
      await harness.passSeconds(3);
      expect(await grantsOf(id, limit, 20)).toBe(2);
    });

    it('reserves nothing for those that were put off', async () => {
      const limit = { perSecond: 1, burst: 1 };
      const id = aSubscriptionId();
      // All but one of them are cancelled, and never ask again.
      expect(await grantsOf(id, limit, 60)).toBe(1);
      await harness.passSeconds(1.1);
      expect(await isGranted(id, limit)).toBe(true);
    });

    it('is a subscription’s own', async () => {
      const limit = { perSecond: 0.01, burst: 1 };
      expect(await isGranted(aSubscriptionId(), limit, false)).toBe(true);
      expect(await isGranted(aSubscriptionId(), limit, false)).toBe(true);
    });

    it('keeps the used count when the limit changes', async () => {
      const id = aSubscriptionId();
      expect(await grantsOf(id, { perSecond: 0.01, burst: 2 }, 3)).toBe(2);
      expect(await isGranted(id, { perSecond: 0.02, burst: 2 })).toBe(false);
      expect(await isGranted(id, { perSecond: 0.02, burst: 1 })).toBe(false);
      expect(await isGranted(id, { perSecond: 1, burst: 1 })).toBe(false);
      await harness.passSeconds(1.2);
      expect(await isGranted(id, { perSecond: 1, burst: 1 })).toBe(true);
    });

    it('grants in any period at most a burst and the rate times the period, after any earlier calls', async () => {
      const limit = fc.record({
        perSecond: fc.constantFrom(0.5, 3, 30),
        burst: fc.integer({ min: 1, max: 4 }),
      });
      const step = fc.record({
        asks: fc.integer({ min: 1, max: 6 }),
        hasWaited: fc.boolean(),
        thenMs: fc.constantFrom(0, 40, 400),
      });
      const history = fc.array(step, { minLength: 1, maxLength: steps });
      await fc.assert(
        fc.asyncProperty(limit, history, async (rateLimit, planned) => {
          const id = aSubscriptionId();
          const grants: { readonly fromMs: number; readonly toMs: number }[] = [];
          for (const { asks, hasWaited, thenMs } of planned) {
            for (let n = 0; n < asks; n += 1) {
              const fromMs = harness.nowMs();
              if (await isGranted(id, rateLimit, hasWaited)) grants.push({ fromMs, toMs: harness.nowMs() });
            }
            await harness.passSeconds(thenMs / 1_000);
          }
          expectWithin(rateLimit, grants);
        }),
        { numRuns: runs },
      );
    });
  });
}

/** Each was granted at a moment between two times. */
function expectWithin(
  { perSecond, burst }: RateLimit,
  grants: readonly { readonly fromMs: number; readonly toMs: number }[],
): void {
  for (const [from, first] of grants.entries()) {
    for (const [index, last] of grants.slice(from).entries()) {
      const most = burst + (perSecond * (last.toMs - first.fromMs)) / 1_000;
      expect(index + 1).toBeLessThanOrEqual(most + 1e-3);
    }
  }
}
