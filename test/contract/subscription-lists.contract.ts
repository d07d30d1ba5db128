import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SubscriptionId, TenantId } from '../../src/domain/ids.ts';
import {
  changed,
  disabled,
  enabled,
  type Recipient,
  type Subscription,
} from '../../src/domain/subscription.ts';
import type { SubscriptionFilter } from '../../src/ports/storage.ts';
import { aSubscription, aSubscriptionId, aTenantId } from '../support/records.ts';
import { allPages, type MakeStorageHarness, type StorageHarness } from './storage-harness.ts';

const anySubscription: SubscriptionFilter = {
  status: undefined,
  eventType: undefined,
  receiverId: undefined,
};

const recipientOf = ({ id, eventTypes, filter, targetUrl }: Subscription): Recipient => ({
  id,
  eventTypes,
  filter,
  targetUrl,
});

/** The many-at-once reads of a store: pages for people, and routes for events. */
export function describeSubscriptionListsContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  async function added(about: Partial<Subscription> = {}): Promise<Subscription> {
    const subscription = aSubscription(about);
    expect(await harness.store.add(subscription)).toBe('added');
    return subscription;
  }

  describe(`SubscriptionStore, ${family}: listing`, () => {
    const list = async (tenantId: TenantId, filter: Partial<SubscriptionFilter> = {}) => {
      const wanted = { ...anySubscription, ...filter };
      const { items, nextBefore } = await harness.store.list(tenantId, wanted, {
        beforeId: undefined,
        limit: 50,
      });
      expect(nextBefore).toBeUndefined();
      return items;
    };

    it('gives only those that the filter names', async () => {
      const tenantId = aTenantId();
      const all = await added({ tenantId, id: aSubscriptionId(4_000) });
      const orders = await added({ tenantId, id: aSubscriptionId(3_000), eventTypes: ['order.*'] });
      const acme = await added({ tenantId, id: aSubscriptionId(2_000), receiverId: 'acme' });
      const off = await added({ tenantId, id: aSubscriptionId(1_000), eventTypes: ['refund.created'] });
      const disabledOne = disabled(off, 'by_request', harness.nowMs());
      await harness.store.replace(disabledOne);
      await added();

      expect(await list(tenantId)).toEqual([all, orders, acme, disabledOne]);
      expect(await list(tenantId, { status: 'disabled' })).toEqual([disabledOne]);
      expect(await list(tenantId, { status: 'enabled' })).toEqual([all, orders, acme]);
      expect(await list(tenantId, { receiverId: 'acme' })).toEqual([acme]);
      expect(await list(tenantId, { eventType: 'order.created' })).toEqual([all, orders, acme]);
      expect(await list(tenantId, { eventType: 'refund.created', status: 'disabled' })).toEqual([
        disabledOne,
      ]);
    });

    it('pages newest first, without a gap or a repeat, past rows that the filter leaves out', async () => {
      const tenantId = aTenantId();
      const wanted: SubscriptionId[] = [];
      for (let second = 1; second <= 24; second += 1) {
        const eventTypes = second % 2 === 0 ? ['order.created'] : ['refund.created'];
        const { id } = await added({ tenantId, id: aSubscriptionId(second * 1_000), eventTypes });
        if (second % 2 === 0) wanted.unshift(id);
      }
      const filter = { ...anySubscription, eventType: 'order.created' };
      let newest = 100_000;
      const pages = await allPages(async (beforeId: SubscriptionId | undefined) => {
        const page = await harness.store.list(tenantId, filter, { beforeId, limit: 5 });
        expect(page.items.length).toBeLessThanOrEqual(5);
        newest += 1_000;
        await added({ tenantId, id: aSubscriptionId(newest), eventTypes: [] });
        return page;
      });
      expect(pages.flat().map(({ id }) => id)).toEqual(wanted);
    });
  });

  describe(`SubscriptionStore, ${family}: routes`, () => {
    it('are a tenant’s enabled ones for one receiver, or those that name none', async () => {
      const tenantId = aTenantId();
      const acme = [
        await added({ tenantId, receiverId: 'acme' }),
        await added({
          tenantId,
          receiverId: 'acme',
          filter: { order: { total: [{ numeric: ['>=', 100] }] } },
        }),
      ];
      const umbrella = await added({ tenantId, receiverId: 'umbrella' });
      const plain = await added({ tenantId });
      await added({ receiverId: 'acme' });

      const routes = await harness.routes.recipientsFor(tenantId, 'acme');
      expect(routes).toHaveLength(2);
      expect(routes).toEqual(expect.arrayContaining(acme.map(recipientOf)));
      expect(await harness.routes.recipientsFor(tenantId, 'umbrella')).toEqual([recipientOf(umbrella)]);
      expect(await harness.routes.recipientsFor(tenantId, null)).toEqual([recipientOf(plain)]);
      expect(await harness.routes.recipientsFor(tenantId, 'Acme')).toEqual([]);
    });

    it('follow a subscription that is disabled, enabled, or moved to another receiver', async () => {
      const tenantId = aTenantId();
      const first = await added({ tenantId, receiverId: 'acme' });
      const off = disabled(first, 'by_request', harness.nowMs());
      await harness.store.replace(off);
      expect(await harness.routes.recipientsFor(tenantId, 'acme')).toEqual([]);
      const on = enabled(off, harness.nowMs());
      await harness.store.replace(on);
      expect(await harness.routes.recipientsFor(tenantId, 'acme')).toEqual([recipientOf(on)]);
      const moved = changed(on, { receiverId: null }, harness.nowMs());
      await harness.store.replace(moved);
      expect(await harness.routes.recipientsFor(tenantId, 'acme')).toEqual([]);
      expect(await harness.routes.recipientsFor(tenantId, null)).toEqual([recipientOf(moved)]);
    });
  });
}
