import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changedReceiver, type Receiver } from '../../src/domain/receiver.ts';
import { aSubscription, aTenantId } from '../support/records.ts';
import type { MakeStorageHarness, StorageHarness } from './storage-harness.ts';

const aReceiver = (about: Partial<Receiver> = {}): Receiver => ({
  tenantId: aTenantId(),
  id: 'customer-42',
  name: 'Käufer “42”',
  metadata: { b: '', a: '1', ['__proto__']: 'x' },
  rateLimit: { perSecond: 0.5, burst: 20 },
  subscriptionsLimit: 0,
  madeBy: '01KC2XHQ5B9V7N3M8R4T6Y0W1Z',
  version: 1,
  createdAtMs: 1_800_000_000_000,
  updatedAtMs: 1_800_000_000_000,
  ...about,
});

const noLimits = { rateLimit: null, subscriptionsLimit: null };
const all = { afterId: undefined, limit: 250 };

export function describeReceiverStoreContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  const find = ({ tenantId, id }: Receiver) => harness.receivers.find(tenantId, id);
  const limitedIds = async (tenantId: Receiver['tenantId'], most = 100) =>
    (await harness.receivers.limited(tenantId, most)).map(({ id }) => id).sort();

  describe(`ReceiverStore, ${family}`, () => {
    it('keeps a record with all of its fields, the order of members included', async () => {
      const receiver = aReceiver();
      expect(await harness.receivers.add(receiver)).toBe('added');
      expect(await find(receiver)).toEqual(receiver);
      expect(JSON.stringify((await find(receiver))?.metadata)).toBe(JSON.stringify(receiver.metadata));
      const plain = aReceiver({ metadata: {}, ...noLimits });
      await harness.receivers.add(plain);
      expect(await find(plain)).toEqual(plain);
    });

    it('finds, lists, changes and removes records with any id, in the order of their bytes', async () => {
      const ids = ['#', 'a#b', 'a/b', '~', 'ä', '漢', '🐎', ' ', 'a\nb', '\u0000', '-', 'x'.repeat(128)];
      const byBytes = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other));
      const tenantId = aTenantId();
      const receivers = ids.toSorted(byBytes).map((id) => aReceiver({ tenantId, id }));
      for (const receiver of receivers.toReversed()) {
        expect(await harness.receivers.add(receiver)).toBe('added');
      }
      expect(await harness.receivers.list(tenantId, all)).toEqual(receivers);
      expect(await limitedIds(tenantId)).toEqual(ids.toSorted());
      for (const [n, receiver] of receivers.entries()) {
        const page = { afterId: receiver.id, limit: 1 };
        expect(await harness.receivers.list(tenantId, page)).toEqual(receivers.slice(n + 1, n + 2));
        const changed = changedReceiver(receiver, { ...receiver, name: 'n' }, 1_800_000_000_001);
        expect(await harness.receivers.replace(changed)).toBe('replaced');
        expect(await find(receiver)).toEqual(changed);
      }
      for (const { id } of receivers) expect(await harness.receivers.remove(tenantId, id)).toBe(true);
      expect(await harness.receivers.list(tenantId, all)).toEqual([]);
      expect(await limitedIds(tenantId)).toEqual([]);
    });

    it('adds one of many with the same id', async () => {
      const receiver = aReceiver();
      const outcomes = await Promise.all(Array.from({ length: 5 }, () => harness.receivers.add(receiver)));
      expect(outcomes.toSorted()).toEqual(['added', 'exists', 'exists', 'exists', 'exists']);
      expect(await harness.receivers.add({ ...receiver, name: 'another', ...noLimits })).toBe('exists');
      expect(await find(receiver)).toEqual(receiver);
      expect(await limitedIds(receiver.tenantId)).toEqual([receiver.id]);
    });

    it('keeps the records of tenants apart', async () => {
      const [ours, theirs] = [aReceiver({ name: 'ours' }), aReceiver({ name: 'theirs' })];
      await harness.receivers.add(ours);
      expect(await find(theirs)).toBeUndefined();
      expect(await harness.receivers.remove(theirs.tenantId, theirs.id)).toBe(false);
      expect(await harness.receivers.replace({ ...theirs, version: 2 })).toBe('conflict');
      expect(await harness.receivers.add(theirs)).toBe('added');
      expect(await harness.receivers.list(ours.tenantId, all)).toEqual([ours]);
      await harness.receivers.remove(theirs.tenantId, theirs.id);
      expect(await limitedIds(ours.tenantId)).toEqual([ours.id]);
    });

    it('replaces only the version before, and does not bring a deleted record back', async () => {
      const receiver = aReceiver();
      await harness.receivers.add(receiver);
      const changed = changedReceiver(receiver, { ...receiver, name: 'changed' }, 1_800_000_000_001);
      expect(await harness.receivers.replace(changed)).toBe('replaced');
      expect(await harness.receivers.replace({ ...changed, name: 'late' })).toBe('conflict');
      expect(await find(receiver)).toEqual(changed);
      expect(await harness.receivers.remove(receiver.tenantId, receiver.id)).toBe(true);
      expect(await harness.receivers.replace({ ...changed, version: 3 })).toBe('conflict');
      expect(await find(receiver)).toBeUndefined();
      expect(await harness.receivers.remove(receiver.tenantId, receiver.id)).toBe(false);
      expect(await limitedIds(receiver.tenantId)).toEqual([]);
    });

    it('tells the limits of receivers that have one, as they are changed', async () => {
      const tenantId = aTenantId();
      const { rateLimit } = aReceiver();
      const rated = aReceiver({ tenantId, id: 'rated', subscriptionsLimit: null });
      await harness.receivers.add(rated);
      await harness.receivers.add(aReceiver({ tenantId, id: 'counted', rateLimit: null }));
      await harness.receivers.add(aReceiver({ tenantId, id: 'free', ...noLimits }));
      const limits = await harness.receivers.limited(tenantId, 10);
      expect(limits.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
        { id: 'counted', rateLimit: null, subscriptionsLimit: 0 },
        { id: 'rated', rateLimit, subscriptionsLimit: null },
      ]);
      expect(await harness.receivers.limited(tenantId, 1)).toHaveLength(1);
      await harness.receivers.replace(changedReceiver(rated, { ...rated, ...noLimits }, 1_800_000_000_001));
      expect(await limitedIds(tenantId)).toEqual(['counted']);
    });

    it('lists more records than fit into one response of the store', async () => {
      const tenantId = aTenantId();
      const metadata = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`m${n}`, 'x'.repeat(512)]));
      const ids = Array.from({ length: 60 }, (_, n) => `r${String(n).padStart(3, '0')}`);
      await Promise.all(ids.map((id) => harness.receivers.add(aReceiver({ tenantId, id, metadata }))));
      const found = await harness.receivers.list(tenantId, all);
      expect(found.map(({ id }) => id)).toEqual(ids);
      expect((await harness.receivers.list(tenantId, { afterId: undefined, limit: 51 })).length).toBe(51);
    });
  });

  describe(`SubscriptionStore with a limit, ${family}`, () => {
    it('adds subscriptions of a receiver up to the limit', async () => {
      const about = { tenantId: aTenantId(), receiverId: 'customer-42' };
      const [one, two, three] = [aSubscription(about), aSubscription(about), aSubscription(about)];
      expect(await harness.store.add(one, 2)).toBe('added');
      expect(await harness.store.add(two, 2)).toBe('added');
      expect(await harness.store.add(three, 2)).toBe('full');
      expect(await harness.store.add(two, 2)).toBe('exists');
      expect(await harness.store.add(aSubscription({ ...about, receiverId: 'other' }), 2)).toBe('added');
      expect(await harness.store.add(three, 3)).toBe('added');
      expect(await harness.store.add(aSubscription({ ...about, receiverId: 'none' }), 0)).toBe('full');
    });

    it('moves a subscription to a receiver only below the limit', async () => {
      const tenantId = aTenantId();
      const one = aSubscription({ tenantId, receiverId: 'full' });
      const other = aSubscription({ tenantId, receiverId: 'other' });
      await harness.store.add(one);
      await harness.store.add(other);
      const moved = { ...other, receiverId: 'full', version: other.version + 1 };
      expect(await harness.store.replace(moved, 1)).toBe('full');
      expect((await harness.store.find(other.id))?.receiverId).toBe('other');
      expect(await harness.store.replace(moved, 2)).toBe('replaced');
      expect(await harness.store.replace({ ...one, version: one.version + 1 }, 1)).toBe('replaced');
    });
  });
}
