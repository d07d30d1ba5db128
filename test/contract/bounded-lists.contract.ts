import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cancelled, type Delivery, exhausted } from '../../src/domain/delivery.ts';
import type { DeliveryId, EventId, SubscriptionId } from '../../src/domain/ids.ts';
import type { DeliveryFilter, EventFilter, SubscriptionFilter } from '../../src/ports/storage.ts';
import { aSubscription, aSubscriptionId, aTenantId, RETENTION_HOURS } from '../support/records.ts';
import {
  allPages,
  changeTo,
  keepEvent,
  type MakeStorageHarness,
  type StorageHarness,
} from './storage-harness.ts';

/** The most rows that the readers of these harnesses read for one page: few, so that a test needs few rows. */
export const ROWS_EXAMINED = 10;

const anyEvent: EventFilter = {
  eventType: undefined,
  receiverId: undefined,
  sinceMs: undefined,
  untilMs: undefined,
};
const anySubscription: SubscriptionFilter = {
  status: undefined,
  eventType: undefined,
  receiverId: undefined,
};
const anyDelivery: DeliveryFilter = {
  status: undefined,
  eventType: undefined,
  sinceMs: undefined,
  untilMs: undefined,
};

/** The promises of readers about pages for which they must not read all rows. */
export function describeBoundedListsContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  const tenantId = aTenantId();
  const subscriptionId = aSubscriptionId();

  /** One a millisecond, every eighth of them of the type `rare`; newest first. */
  async function keepMany(count: number): Promise<readonly Delivery[]> {
    const startMs = harness.nowMs();
    const kept = await Promise.all(
      Array.from({ length: count }, (_, n) =>
        keepEvent(harness, {
          tenantId,
          createdAtMs: startMs + n,
          eventType: n % 8 === 0 ? 'rare' : 'common',
          subscriptionIds: [subscriptionId],
        }),
      ),
    );
    return kept.flatMap(({ deliveries }) => deliveries).reverse();
  }

  const events = (filter: Partial<EventFilter>, limit: number, beforeId?: EventId) =>
    harness.events.list(tenantId, { ...anyEvent, ...filter }, { beforeId, limit });

  const deliveries = (filter: Partial<DeliveryFilter>, limit: number, beforeEventId?: EventId) =>
    harness.deliveries.listOf(subscriptionId, { ...anyDelivery, ...filter }, { beforeEventId, limit });

  const idsOf = (found: readonly Delivery[]) => found.map(({ eventId }) => eventId);
  const rareOnes = (kept: readonly Delivery[]) => kept.filter(({ eventType }) => eventType === 'rare');

  describe(`lists that look at few rows, ${family}`, () => {
    it('end a page early, and go on from there without a gap', async () => {
      const kept = await keepMany(25);
      const wanted = rareOnes(kept);
      const ofDeliveries = await allPages((before) => deliveries({ eventType: 'rare' }, 3, before));
      expect(ofDeliveries).toEqual([wanted.slice(0, 2), wanted.slice(2, 3), wanted.slice(3)]);

      const ofEvents = await allPages((before) => events({ eventType: 'rare' }, 3, before));
      expect(ofEvents.map((page) => page.map(({ id }) => id))).toEqual(ofDeliveries.map(idsOf));
    });

    it('end a page of a tenant’s deliveries early, and go on from there without a gap', async () => {
      const kept = await keepMany(25);
      const filter = { ...anyDelivery, eventType: 'rare' };
      const pages = await allPages((beforeId: DeliveryId | undefined) =>
        harness.deliveries.listOfTenant(tenantId, filter, { beforeId, limit: 3 }),
      );
      const wanted = rareOnes(kept);
      expect(pages).toEqual([wanted.slice(0, 2), wanted.slice(2, 3), wanted.slice(3)]);
    });

    it('count each delivery of an event, and an event without one', async () => {
      const { deliveries: many } = await keepEvent(harness, { tenantId, deliveries: 2 * ROWS_EXAMINED });
      for (let n = 0; n < ROWS_EXAMINED; n += 1) {
        await keepEvent(harness, { tenantId, createdAtMs: harness.nowMs() + 1 + n, subscriptionIds: [] });
      }
      const filter = { ...anyDelivery, status: 'delivered' } as const;
      const pages = await allPages((beforeId: DeliveryId | undefined) =>
        harness.deliveries.listOfTenant(tenantId, filter, { beforeId, limit: 3 }),
      );
      expect(pages).toEqual([[], [], [], []]);
      expect(many).toHaveLength(2 * ROWS_EXAMINED);
    });

    it('may have an empty page before one that is not', async () => {
      const kept = await keepMany(15);
      const filter = { receiverId: 'acme' };
      const { event } = await keepEvent(harness, {
        tenantId,
        ...filter,
        createdAtMs: kept.at(-1)!.createdAtMs - 1,
        subscriptionIds: [],
      });
      const pages = await allPages((before) => events(filter, 1, before));
      expect(pages.map((page) => page.map(({ id }) => id))).toEqual([[], [event.id]]);
    });

    it('give as many as they look at, when a page may have more', async () => {
      const kept = await keepMany(12);
      const pages = await allPages((before) => deliveries({}, 50, before));
      expect(pages).toEqual([kept.slice(0, ROWS_EXAMINED), kept.slice(ROWS_EXAMINED)]);
    });

    it('look at no more than their period, and at all of it', async () => {
      const kept = await keepMany(25);
      const oldest = kept.at(-1)!;
      const period = { sinceMs: oldest.createdAtMs, untilMs: oldest.createdAtMs + 9 };
      expect(await deliveries({ eventType: 'rare', ...period }, 5)).toEqual({
        items: rareOnes(kept).slice(-2),
        nextBefore: undefined,
      });
    });

    it('end a page of subscriptions early, whichever filter leaves the others out', async () => {
      const ids: SubscriptionId[] = [];
      for (let n = 0; n < 25; n += 1) {
        const isRare = n % 8 === 0;
        const id = aSubscriptionId(harness.nowMs() + n);
        const eventTypes = isRare ? ['rare'] : ['common'];
        await harness.store.add(
          aSubscription({ id, tenantId, eventTypes, status: isRare ? 'disabled' : 'enabled' }),
        );
        if (isRare) ids.unshift(id);
      }
      for (const filter of [{ eventType: 'rare' }, { status: 'disabled' }] as const) {
        const wanted = { ...anySubscription, ...filter };
        const pages = await allPages((beforeId: SubscriptionId | undefined) =>
          harness.store.list(tenantId, wanted, { beforeId, limit: 3 }),
        );
        expect(pages.map((page) => page.map(({ id }) => id))).toEqual([
          ids.slice(0, 2),
          ids.slice(2, 3),
          ids.slice(3),
        ]);
      }
    });

    it('count expired rows as read', async () => {
      const kept = await keepMany(12);
      const open = kept.at(-1)!;
      for (const delivery of kept.slice(0, -1)) {
        await changeTo(harness, delivery, cancelled(delivery, 'by_request', harness.nowMs()));
      }
      await harness.passSeconds(RETENTION_HOURS * 3_600 + 2);
      expect(await allPages((before) => deliveries({}, 5, before))).toEqual([[], [open]]);
    });

    it('look only at exhausted ones for these', async () => {
      const kept = await keepMany(25);
      const failed: Delivery[] = [];
      for (const delivery of rareOnes(kept)) {
        const after = exhausted(delivery, 'attempts', harness.nowMs());
        failed.push(await changeTo(harness, delivery, after));
      }
      expect(await deliveries({ status: 'exhausted' }, 5)).toEqual({ items: failed, nextBefore: undefined });
      const others = { status: 'exhausted', eventType: 'common' } as const;
      expect(await deliveries(others, 5)).toEqual({ items: [], nextBefore: undefined });
    });
  });
}
