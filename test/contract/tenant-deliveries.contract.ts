import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listAllDeliveries } from '../../src/application/list-all-deliveries.ts';
import {
  attempted,
  cancelled,
  type Delivery,
  delivered,
  exhausted,
  parkedUntil,
  replayed,
} from '../../src/domain/delivery.ts';
import type { DeliveryId, SubscriptionId, TenantId } from '../../src/domain/ids.ts';
import type { DeliveryFilter } from '../../src/ports/storage.ts';
import { aSubscription, aSubscriptionId, aSuccess, aTenantId, RETENTION_HOURS } from '../support/records.ts';
import {
  allPages,
  changeTo,
  keepEvent,
  type MakeStorageHarness,
  type StorageHarness,
} from './storage-harness.ts';

const byNewest = (one: Delivery, other: Delivery) => (one.id > other.id ? -1 : 1);

const everything: DeliveryFilter & { readonly subscriptionId: SubscriptionId | undefined } = {
  subscriptionId: undefined,
  status: undefined,
  eventType: undefined,
  sinceMs: undefined,
  untilMs: undefined,
};

/** The deliveries of all subscriptions of a tenant, and of one receiver. */
export function describeTenantDeliveriesContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  let tenantId: TenantId;
  beforeEach(async () => {
    harness = await makeHarness();
    tenantId = aTenantId();
  });
  afterEach(() => harness.close());

  async function kept(about: Parameters<typeof keepEvent>[1] = {}): Promise<readonly Delivery[]> {
    const { deliveries } = await keepEvent(harness, { tenantId, ...about });
    return deliveries.toSorted(byNewest);
  }

  const list = (filter: Partial<typeof everything> = {}, limit = 50, beforeId?: DeliveryId) =>
    listAllDeliveries(harness, {
      reach: { tenantId },
      filter: { ...everything, ...filter },
      beforeId,
      limit,
    });
  const listed = async (filter: Partial<typeof everything> = {}) => (await list(filter)).items;
  const paged = (filter: Partial<typeof everything>, limit: number) =>
    allPages((before: DeliveryId | undefined) => list(filter, limit, before));

  describe(`DeliveryReader, ${family}: the deliveries of a tenant`, () => {
    it('are those of all its subscriptions, newest first, and of no other tenant', async () => {
      const nowMs = harness.nowMs();
      const old = await kept({ createdAtMs: nowMs - 2_000 });
      const young = await kept({ createdAtMs: nowMs, deliveries: 3 });
      await kept({ createdAtMs: nowMs - 500, subscriptionIds: [] });
      const middle = await kept({ createdAtMs: nowMs - 1_000, deliveries: 2 });
      await kept({ tenantId: aTenantId() });
      expect(await listed()).toEqual([...young, ...middle, ...old]);
      tenantId = aTenantId();
      expect(await list()).toEqual({ items: [], nextBefore: undefined });
    });

    it('are paged without a gap or a repeat, also among those of one event', async () => {
      const nowMs = harness.nowMs();
      const all = [
        ...(await kept({ createdAtMs: nowMs, deliveries: 5 })),
        ...(await kept({ createdAtMs: nowMs - 1, deliveries: 1 })),
        ...(await kept({ createdAtMs: nowMs - 2, deliveries: 4 })),
      ];
      const pages = await paged({}, 2);
      expect(pages.flat()).toEqual(all);
      expect(pages.map(({ length }) => length)).toEqual([2, 2, 2, 2, 2]);
      expect((await paged({}, 3)).flat()).toEqual(all);
    });

    it('are only those that the filter names, each status as it is now', async () => {
      const nowMs = harness.nowMs();
      const one = async (ago: number, eventType: string | null = null): Promise<Delivery> => {
        const [delivery] = await kept({ createdAtMs: nowMs - ago, eventType });
        return delivery!;
      };
      const pending = await one(1, 'order.created');
      const waiting = await one(2, 'refund.created');
      const failed = await one(3, 'order.created');
      const stopped = await one(4);
      const arrived = await one(5, 'order.created');
      const retrying = parkedUntil({ ...waiting, status: 'retrying' }, nowMs + 3_600_000);
      const after: Record<string, Delivery> = {
        retrying: await changeTo(harness, waiting, retrying),
        exhausted: await changeTo(harness, failed, exhausted(failed, 'attempts', nowMs)),
        cancelled: await changeTo(harness, stopped, cancelled(stopped, 'by_request', nowMs)),
        delivered: delivered(attempted(arrived, arrived.targetUrl, nowMs)),
      };
      await harness.outcomes.record({ before: arrived, after: after['delivered']!, attempt: aSuccess() });
      expect(await listed({ status: 'pending' })).toEqual([pending]);
      for (const [status, delivery] of Object.entries(after))
        expect(await listed({ status: delivery.status }), status).toEqual([delivery]);
      const orders = { eventType: 'order.created' };
      expect(await listed(orders)).toEqual([pending, after['exhausted'], after['delivered']]);
      expect(await listed({ ...orders, status: 'delivered' })).toEqual([after['delivered']]);
      expect(await listed({ eventType: 'order' })).toEqual([]);
      const period = { sinceMs: nowMs - 4, untilMs: nowMs - 1 };
      expect(await listed(period)).toEqual([after['retrying'], after['exhausted'], after['cancelled']]);
    });

    it.each(['retrying', 'exhausted', 'cancelled', 'pending'] as const)(
      'that are %s are paged among many others',
      async (status) => {
        const nowMs = harness.nowMs();
        const wanted: Delivery[] = [];
        for (let n = 0; n < 4; n += 1) {
          for (const delivery of await kept({ createdAtMs: nowMs - n, deliveries: 3 })) {
            const isWanted = wanted.length % 2 === n % 2;
            wanted.push(
              await changeTo(harness, delivery, changedTo(isWanted ? status : 'delivered', delivery)),
            );
          }
        }
        const expected = wanted.filter((delivery) => delivery.status === status).sort(byNewest);
        expect(expected.length).toBeGreaterThan(3);
        expect((await paged({ status }, 2)).flat()).toEqual(expected);
      },
    );

    it('leave out expired ones, and keep an open one however old its event is', async () => {
      const [done] = await kept();
      const [open] = await kept();
      await changeTo(harness, done!, changedTo('delivered', done!));
      await harness.passSeconds(RETENTION_HOURS * 3_600 * 10);
      expect(await listed()).toEqual([open]);
    });

    it('of one subscription are listed alone, also of a deleted one, but not of another tenant', async () => {
      const subscriptionId = aSubscriptionId();
      const about = { subscriptionIds: [subscriptionId, aSubscriptionId()] };
      const all = [...(await kept(about)), ...(await kept(about)), ...(await kept(about))];
      const its = all.filter((one) => one.subscriptionId === subscriptionId).sort(byNewest);
      expect((await paged({ subscriptionId }, 2)).flat()).toEqual(its);
      tenantId = aTenantId();
      const nothing = { items: [], nextBefore: undefined };
      expect(await list({ subscriptionId }, 1)).toEqual(nothing);
      // A filter that no delivery matches must not tell, by a cursor, that there are some.
      expect(await list({ subscriptionId, eventType: 'none' }, 1)).toEqual(nothing);
    });
  });

  describe(`DeliveryReader, ${family}: the deliveries of a receiver`, () => {
    const receiverId = 'customer-42';

    async function subscriptionsOf(
      receiver: string | null,
      count: number,
    ): Promise<readonly SubscriptionId[]> {
      const ids = Array.from({ length: count }, () => aSubscriptionId());
      for (const id of ids) {
        await harness.store.add(aSubscription({ id, tenantId, receiverId: receiver }));
      }
      return ids;
    }

    // Lists of few subscriptions are merged, those of many are filtered.
    it.each([1, 3, 10])('are paged without a gap with %i subscriptions', async (count) => {
      const nowMs = harness.nowMs();
      const mine = await subscriptionsOf(receiverId, count);
      const [theirs] = await subscriptionsOf('customer-7', 1);
      const [own] = await subscriptionsOf(null, 1);
      const expected: Delivery[] = [];
      for (let n = 0; n < 4; n += 1) {
        const createdAtMs = nowMs - n;
        const subscriptionIds = [...mine.filter((_, m) => n === 0 || m % 2 === n % 2), own!];
        const all = await kept({ createdAtMs, receiverId, subscriptionIds });
        expected.push(...all.filter((one) => one.subscriptionId !== own));
        await kept({ createdAtMs, receiverId: 'customer-7', subscriptionIds: [theirs!] });
      }
      const pages = await paged({ receiverId }, Math.max(3, count));
      expect(pages.flat()).toEqual(expected.sort(byNewest));
      const portal = { reach: { tenantId, receiverId }, beforeId: undefined, limit: 50 };
      const seen = await listAllDeliveries(harness, { ...portal, filter: everything });
      expect(seen.items).toEqual(expected.sort(byNewest));
      const other = { ...everything, receiverId: 'customer-7' };
      const nothing = { items: [], nextBefore: undefined };
      expect(await listAllDeliveries(harness, { ...portal, filter: other })).toEqual(nothing);
      const one = { ...everything, subscriptionId: theirs };
      expect(await listAllDeliveries(harness, { ...portal, filter: one })).toEqual(nothing);
    });

    it.each([1, 10])('are not those of a subscription that has moved away, of %i', async (count) => {
      const [moved, ...rest] = await subscriptionsOf(receiverId, count);
      const all = await kept({ receiverId, subscriptionIds: [moved!, ...rest] });
      const subscription = await harness.store.find(moved!);
      await harness.store.replace({
        ...subscription!,
        receiverId: 'customer-7',
        version: subscription!.version + 1,
      });
      expect(await listed({ receiverId })).toEqual(all.filter((one) => one.subscriptionId !== moved));
      expect(await listed({ receiverId: 'customer-7' })).toEqual([]);
    });
  });

  function changedTo(status: Delivery['status'], delivery: Delivery): Delivery {
    const nowMs = harness.nowMs();
    switch (status) {
      case 'retrying':
        return parkedUntil(replayed(delivery, nowMs), nowMs + 3_600_000);
      case 'exhausted':
        return exhausted(delivery, 'attempts', nowMs);
      case 'cancelled':
        return cancelled(delivery, 'by_request', nowMs);
      case 'delivered':
        return delivered(attempted(delivery, delivery.targetUrl, nowMs));
      case 'pending':
        return parkedUntil(delivery, nowMs + 3_600_000);
    }
  }
}
