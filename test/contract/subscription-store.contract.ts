import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { held } from '../../src/domain/delivery.ts';
import { causeOf, failing, goodHealth, recovered } from '../../src/domain/health.ts';
import { subscriptionLimits } from '../../src/domain/limits.ts';
import { changed, type Subscription, withHealth } from '../../src/domain/subscription.ts';
import type { SubscriptionFilter } from '../../src/ports/storage.ts';
import {
  aDelivery,
  anAttempt,
  anEvent,
  aSubscription,
  aSubscriptionId,
  aTenantId,
} from '../support/records.ts';
import {
  changeTo,
  keepDelivery,
  type MakeStorageHarness,
  type StorageHarness,
  storedDelivery,
} from './storage-harness.ts';

const anySubscription: SubscriptionFilter = {
  status: undefined,
  eventType: undefined,
  receiverId: undefined,
};

/** One that uses every setting. */
const aFullSubscription = (about: Partial<Subscription> = {}): Subscription =>
  aSubscription({
    version: 1,
    eventTypes: ['order.*', 'refund.created'],
    description: 'Orders, “quoted” — and a\nsecond line',
    metadata: { team: 'billing', 'a key': '' },
    headers: { authorization: 'Bearer s3cr3t', 'x-plain': 'yes' },
    retryPolicy: { scheduleSeconds: [5, 30] },
    timeoutSeconds: 20,
    receiverId: 'acme',
    ingestSecret: 'pâssword 🔑',
    signingSecrets: [
      { secret: 'whsec_new', expiresAtMs: null },
      { secret: 'whsec_old', expiresAtMs: 1_900_000_000_000 },
    ],
    ...about,
  });

export function describeSubscriptionStoreContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  async function added(about: Partial<Subscription> = {}): Promise<Subscription> {
    const subscription = aSubscription(about);
    if ((await harness.store.add(subscription)) !== 'added') throw new Error('the store is not empty');
    return subscription;
  }

  const addedDisabled = () => added({ status: 'disabled', disabledReason: 'by_request' });

  const newer = (subscription: Subscription): Subscription =>
    changed(subscription, { targetUrl: 'https://receiver.example/new' }, harness.nowMs());

  describe(`SubscriptionStore, ${family}: adding`, () => {
    it.each([
      ['with all that can be set', aFullSubscription()],
      ['with as little as possible', aSubscription()],
      [
        'with exponential retries',
        aSubscription({
          retryPolicy: { baseSeconds: 2, factor: 1.5, maxDelaySeconds: 600, maxAttempts: 8 },
        }),
      ],
    ])('keeps one as it is, %s', async (_, subscription) => {
      expect(await harness.store.add(subscription)).toBe('added');
      expect(await harness.store.find(subscription.id)).toEqual(subscription);
    });

    it('keeps its health, and its pending announcements', async () => {
      const cause = causeOf(aDelivery(anEvent(), aSubscriptionId()), anAttempt());
      const failed = failing(goodHealth, cause, 1_900_000_000_000);
      const subscription = await added({ health: failed });
      expect((await harness.store.find(subscription.id))?.health).toEqual(failed);
      const well = withHealth(
        subscription,
        recovered({ ...failed, pendingNotices: [] }, cause, 1_900_000_060_000),
      );
      expect(await harness.store.replace(well)).toBe('replaced');
      expect(await harness.store.find(subscription.id)).toEqual(well);
      // Of two who find out at the same moment one is first; the other has to look again.
      expect(await harness.store.replace(withHealth(subscription, goodHealth))).not.toBe('replaced');
    });

    it('says when it is there already, and leaves that as it is', async () => {
      const first = await added();
      expect(await harness.store.add({ ...first, description: 'another' })).toBe('exists');
      expect(await harness.store.find(first.id)).toEqual(first);
    });

    it('adds one of many simultaneous calls with the same id', async () => {
      const subscription = aSubscription();
      const results = await Promise.all(Array.from({ length: 8 }, () => harness.store.add(subscription)));
      expect(results.filter((result) => result === 'added')).toHaveLength(1);
      expect(results.filter((result) => result === 'exists')).toHaveLength(7);
    });

    it.each([
      ['a receiver', 'acme'],
      ['those that name no receiver', null],
    ])('takes as many as an event can reach for %s, and others still', async (_, receiverId) => {
      const tenantId = aTenantId();
      const otherReceiver = receiverId === null ? 'acme' : null;
      const all = Array.from({ length: subscriptionLimits.perReceiver }, () =>
        aSubscription({ tenantId, receiverId }),
      );
      const results = await Promise.all(all.map((subscription) => harness.store.add(subscription)));
      expect(new Set(results)).toEqual(new Set(['added']));

      expect(await harness.store.add(aSubscription({ tenantId, receiverId }))).toBe('full');
      expect(await harness.store.add(all[0]!)).toBe('exists');
      expect(await harness.store.replace(newer(all[0]!))).toBe('replaced');
      expect(await harness.store.add(aSubscription({ receiverId }))).toBe('added');

      const other = await added({ tenantId, receiverId: otherReceiver });
      const moved = changed(other, { receiverId }, harness.nowMs());
      expect(await harness.store.replace(moved)).toBe('full');
      expect(await harness.store.find(other.id)).toEqual(other);

      await harness.store.remove(all[1]!, harness.nowMs());
      expect(await harness.store.replace(moved)).toBe('replaced');
    });
  });

  describe(`SubscriptionStore, ${family}: replacing`, () => {
    it('puts the next version in its place, as it is', async () => {
      const first = await added();
      const second = aFullSubscription({ id: first.id, tenantId: first.tenantId, version: 2 });
      expect(await harness.store.replace(second)).toBe('replaced');
      expect(await harness.store.find(first.id)).toEqual(second);
    });

    it('refuses every version but the next', async () => {
      const first = await added();
      const second = newer(first);
      await harness.store.replace(second);
      expect(await harness.store.replace(newer(first))).toBe('conflict');
      expect(await harness.store.replace({ ...second, version: 4 })).toBe('conflict');
      expect(await harness.store.find(first.id)).toEqual(second);
    });

    it('lets one of many simultaneous changes through', async () => {
      const first = await added();
      const results = await Promise.all(Array.from({ length: 8 }, () => harness.store.replace(newer(first))));
      expect(results.filter((result) => result === 'replaced')).toHaveLength(1);
    });

    it('refuses one that was never added, or was removed', async () => {
      const unknown = aSubscription();
      expect(await harness.store.replace(newer(unknown))).toBe('conflict');
      expect(await harness.store.find(unknown.id)).toBeUndefined();

      const gone = await added();
      await harness.store.remove(gone, harness.nowMs());
      expect(await harness.store.replace(newer(gone))).toBe('conflict');
      expect(await harness.store.find(gone.id)).toBeUndefined();
    });
  });

  describe(`SubscriptionStore, ${family}: removing`, () => {
    it('leaves a tombstone: it is not found, and its id cannot be used again', async () => {
      const subscription = await added();
      expect(await harness.store.remove(subscription, harness.nowMs())).toBe('removed');
      expect(await harness.store.find(subscription.id)).toBeUndefined();
      const { tenantId } = subscription;
      const page = await harness.store.list(tenantId, anySubscription, { beforeId: undefined, limit: 9 });
      expect(page).toEqual({ items: [], nextBefore: undefined });
      expect(await harness.routes.recipientsFor(tenantId, null)).toEqual([]);
      expect(await harness.store.add(subscription)).toBe('exists');
      expect(await harness.store.find(subscription.id)).toBeUndefined();
    });

    it('refuses a version that is not the stored one, one that is gone, and one that never was', async () => {
      const first = await added();
      const second = newer(first);
      await harness.store.replace(second);
      expect(await harness.store.remove(first, harness.nowMs())).toBe('conflict');
      expect(await harness.store.find(first.id)).toEqual(second);
      expect(await harness.store.remove(second, harness.nowMs())).toBe('removed');
      expect(await harness.store.remove(second, harness.nowMs())).toBe('conflict');
      expect(await harness.store.remove(aSubscription(), harness.nowMs())).toBe('conflict');
    });

    it('makes its held deliveries due, and none of others', async () => {
      const [subscription, other] = [await addedDisabled(), await addedDisabled()];
      const mine = await keepDelivery(harness, subscription.id);
      const another = await keepDelivery(harness, other.id);
      await changeTo(harness, mine, held(mine));
      await changeTo(harness, another, held(another));

      await harness.store.remove(subscription, harness.nowMs());
      expect(await harness.parked.release(harness.nowMs(), harness.nowMs(), 10)).toBe(1);
      expect((await storedDelivery(harness, mine.id))?.waits).toBe('queue');
    });

    it('makes nothing due when it is refused', async () => {
      const subscription = await addedDisabled();
      const delivery = await keepDelivery(harness, subscription.id);
      await changeTo(harness, delivery, held(delivery));
      await harness.store.remove({ ...subscription, version: 7 }, harness.nowMs());
      expect(await harness.parked.release(harness.nowMs(), harness.nowMs(), 10)).toBe(0);
    });
  });
}
