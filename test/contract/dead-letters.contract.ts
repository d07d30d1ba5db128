import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listDeadLetters } from '../../src/application/read-deliveries.ts';
import { type Delivery, exhausted, replayed } from '../../src/domain/delivery.ts';
import type { DeliveryId, SubscriptionId, TenantId } from '../../src/domain/ids.ts';
import type { DeliveryFilter } from '../../src/ports/storage.ts';
import { aSubscriptionId, aTenantId } from '../support/records.ts';
import {
  allPages,
  changeTo,
  keepEvent,
  type MakeStorageHarness,
  type StorageHarness,
} from './storage-harness.ts';

const HOUR_MS = 3_600_000;

const newestFirst = (one: Delivery, other: Delivery) => (one.id > other.id ? -1 : 1);

export function describeDeadLettersContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  let tenantId: TenantId;
  beforeEach(async () => {
    harness = await makeHarness();
    tenantId = aTenantId();
  });
  afterEach(() => harness.close());

  /** Of one event that came in so long ago, to so many subscriptions; newest first. */
  async function givenUp(
    agoMs = 0,
    about: { eventType?: string; deliveries?: number; subscriptionIds?: readonly SubscriptionId[] } = {},
  ) {
    const createdAtMs = harness.nowMs() - agoMs;
    const { deliveries } = await keepEvent(harness, { tenantId, createdAtMs, ...about });
    const all: Delivery[] = [];
    for (const one of deliveries.toSorted(newestFirst)) {
      all.push(await changeTo(harness, one, exhausted(one, 'attempts', harness.nowMs())));
    }
    return all;
  }

  const list = (filter: Partial<DeliveryFilter> = {}, limit = 50, beforeId?: DeliveryId) =>
    harness.deliveries.listOfTenant(
      tenantId,
      { status: 'exhausted', eventType: undefined, sinceMs: undefined, untilMs: undefined, ...filter },
      { beforeId, limit },
    );
  const listed = async (filter: Partial<DeliveryFilter> = {}) => (await list(filter)).items;

  describe(`DeliveryReader, ${family}: dead letters`, () => {
    it('are a tenant’s exhausted deliveries of all subscriptions, newest first', async () => {
      const old = await givenUp(2 * HOUR_MS);
      const young = await givenUp(0, { deliveries: 3 });
      const middle = await givenUp(HOUR_MS);
      await keepEvent(harness, { tenantId });
      expect(await listed()).toEqual([...young, ...middle, ...old]);
      const mine = tenantId;
      tenantId = aTenantId();
      expect(await listed()).toEqual([]);
      const [theirs] = await givenUp();
      expect(await listed()).toEqual([theirs]);
      tenantId = mine;
      expect(await listed()).not.toContainEqual(theirs);
    });

    it('are only those that the filter names', async () => {
      const [order] = await givenUp(HOUR_MS, { eventType: 'order.created' });
      const [refund] = await givenUp(0, { eventType: 'refund.created' });
      expect(await listed({ eventType: 'order.created' })).toEqual([order]);
      expect(await listed({ eventType: 'order' })).toEqual([]);
      const { createdAtMs } = refund!;
      expect(await listed({ sinceMs: createdAtMs })).toEqual([refund]);
      expect(await listed({ untilMs: createdAtMs })).toEqual([order]);
      expect(await listed({ sinceMs: createdAtMs + 1 })).toEqual([]);
    });

    it('are paged without a gap or a repeat, also among those of one event', async () => {
      const all = [...(await givenUp(0, { deliveries: 5 })), ...(await givenUp(HOUR_MS, { deliveries: 4 }))];
      const pages = await allPages((before: DeliveryId | undefined) => list({}, 2, before));
      expect(pages.flat()).toEqual(all);
      expect(pages.map((page) => page.length)).toEqual([2, 2, 2, 2, 1]);
    });

    it('of one subscription are paged the same way, without those of others', async () => {
      const subscriptionId = aSubscriptionId();
      const of = { subscriptionIds: [subscriptionId, aSubscriptionId()] };
      const all = [...(await givenUp(0, of)), ...(await givenUp(HOUR_MS, of)), ...(await givenUp(9, of))];
      const its = all.filter((one) => one.subscriptionId === subscriptionId).sort(newestFirst);
      const pageOf = (whose: TenantId, limit: number, beforeId?: DeliveryId) =>
        listDeadLetters(harness, {
          tenantId: whose,
          filter: { subscriptionId, eventType: undefined, sinceMs: undefined, untilMs: undefined },
          beforeId,
          limit,
        });
      const first = await pageOf(tenantId, 2);
      expect(first).toEqual({ items: its.slice(0, 2), nextBefore: its[1]!.id });
      const rest = await pageOf(tenantId, 2, first.nextBefore);
      expect(rest).toEqual({ items: its.slice(2), nextBefore: undefined });
      expect(await pageOf(aTenantId(), 2)).toEqual({ items: [], nextBefore: undefined });
    });

    it('are none any more once they are replayed, or no longer kept', async () => {
      const [before] = await givenUp();
      await harness.outcomes.sendNow({ before: before!, after: replayed(before!, harness.nowMs()) });
      expect(await listed()).toEqual([]);
      await givenUp();
      await harness.passSeconds(73 * 3_600);
      expect(await listed()).toEqual([]);
    });
  });
}
