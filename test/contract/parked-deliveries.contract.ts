import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  asRetrying,
  attempted,
  cancelled,
  type Delivery,
  held,
  parkedUntil,
} from '../../src/domain/delivery.ts';
import { giveUpAtMs } from '../../src/domain/retry-policy.ts';
import { disabled, enabled, type Subscription } from '../../src/domain/subscription.ts';
import { aSubscription } from '../support/records.ts';
import {
  changeTo,
  keepDelivery,
  type MakeStorageHarness,
  messageOf,
  type StorageHarness,
  storedDelivery,
} from './storage-harness.ts';

export function describeParkedDeliveriesContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  /** Parked after a failure, to be tried again in so many seconds. */
  async function parkedFor(seconds: number): Promise<Delivery> {
    const before = await keepDelivery(harness);
    const tried = asRetrying(attempted(before, before.targetUrl, harness.nowMs()));
    const delivery = await changeTo(harness, before, parkedUntil(tried, harness.nowMs() + seconds * 1_000));
    await harness.takeMessages();
    return delivery;
  }

  async function aDisabledSubscription(): Promise<Subscription> {
    const subscription = disabled(aSubscription(), 'by_request', harness.nowMs());
    await harness.store.add(subscription);
    return subscription;
  }

  async function heldFor({ id }: Subscription): Promise<Delivery> {
    const before = await keepDelivery(harness, id);
    const delivery = await changeTo(harness, before, held(before));
    await harness.takeMessages();
    return delivery;
  }

  const releaseUpTo = (seconds: number, limit = 100): Promise<number> =>
    harness.parked.release(harness.nowMs(), harness.nowMs() + seconds * 1_000, limit);

  async function waitingPlaces(...deliveries: readonly Delivery[]) {
    return Promise.all(deliveries.map(async ({ id }) => (await storedDelivery(harness, id))?.waits));
  }

  describe(`ParkedDeliveries, ${family}: releasing due deliveries`, () => {
    it('gives it a new ticket and a message under that', async () => {
      const delivery = await parkedFor(0);
      expect(await releaseUpTo(0)).toBe(1);
      const stored = await storedDelivery(harness, delivery.id);
      expect(stored).toEqual({
        ...delivery,
        waits: 'queue',
        dueAtMs: null,
        ticket: delivery.ticket + 1,
        nextAttemptAtMs: expect.any(Number),
      });
      expect(await harness.takeMessages()).toEqual([messageOf(stored!)]);
    });

    it('lets an overdue delivery be attempted now', async () => {
      const delivery = await parkedFor(0);
      await harness.passSeconds(5);
      const fromMs = harness.nowMs();
      await releaseUpTo(0);
      const nextAttemptAtMs = (await storedDelivery(harness, delivery.id))?.nextAttemptAtMs;
      expect(nextAttemptAtMs).toBeGreaterThanOrEqual(fromMs);
      expect(nextAttemptAtMs).toBeLessThanOrEqual(harness.nowMs());
    });

    it('releases each once', async () => {
      await parkedFor(0);
      const counts = await Promise.all([releaseUpTo(0), releaseUpTo(0), releaseUpTo(0)]);
      expect([...counts, await releaseUpTo(0)].sort()).toEqual([0, 0, 0, 1]);
      expect(await harness.takeMessages()).toHaveLength(1);
    });

    it('leaves deliveries that are due after the bound', async () => {
      const soon = await parkedFor(60);
      const later = await parkedFor(62);
      expect(await releaseUpTo(61)).toBe(1);
      expect(await waitingPlaces(soon, later)).toEqual(['queue', 'due']);
      expect(await storedDelivery(harness, later.id)).toEqual(later);
    });

    it('sends no message before its delivery is due', async () => {
      const delivery = await parkedFor(2);
      expect(await releaseUpTo(60)).toBe(1);
      expect((await storedDelivery(harness, delivery.id))?.nextAttemptAtMs).toBe(delivery.dueAtMs);
      expect(await harness.takeMessages()).toEqual([]);
      await harness.passSeconds(2);
      expect(await harness.takeMessages()).toHaveLength(1);
    });

    it('releases at most as many as it is told to, those first that are due first', async () => {
      const third = await parkedFor(30);
      const first = await parkedFor(10);
      const fourth = await parkedFor(40);
      const second = await parkedFor(20);
      expect(await releaseUpTo(60, 2)).toBe(2);
      expect(await waitingPlaces(first, second, third, fourth)).toEqual(['queue', 'queue', 'due', 'due']);
      expect(await releaseUpTo(60, 100)).toBe(2);
    });

    it('does not release a delivery that has ended', async () => {
      const delivery = await parkedFor(0);
      await changeTo(harness, delivery, cancelled(delivery, 'by_request', harness.nowMs()));
      expect(await releaseUpTo(60)).toBe(0);
    });

    it('has nothing to release at first', async () => {
      await keepDelivery(harness);
      expect(await releaseUpTo(60)).toBe(0);
    });
  });

  describe(`ParkedDeliveries, ${family}: held deliveries of a disabled subscription`, () => {
    it('stays held, however often there are releases', async () => {
      const delivery = await heldFor(await aDisabledSubscription());
      await harness.passSeconds(86_400);
      expect(await releaseUpTo(60)).toBe(0);
      expect(await storedDelivery(harness, delivery.id)).toEqual(delivery);
    });

    it('are due at once when their subscription is enabled, and those of others are not', async () => {
      const [mine, another] = [await aDisabledSubscription(), await aDisabledSubscription()];
      const released = [await heldFor(mine), await heldFor(mine)];
      const stillHeld = await heldFor(another);
      await harness.store.replace(enabled(mine, harness.nowMs()));
      expect(await releaseUpTo(0)).toBe(2);
      expect(await waitingPlaces(...released, stillHeld)).toEqual(['queue', 'queue', 'held']);
      expect(await harness.takeMessages()).toHaveLength(2);
    });

    it('do not hurry deliveries that are parked for another reason', async () => {
      const subscription = await aDisabledSubscription();
      const before = await keepDelivery(harness, subscription.id);
      const delivery = await changeTo(harness, before, parkedUntil(before, harness.nowMs() + 60_000));
      await harness.store.replace(enabled(subscription, harness.nowMs()));
      expect(await releaseUpTo(0)).toBe(0);
      expect(await storedDelivery(harness, delivery.id)).toEqual(delivery);
    });

    it('is due at once if the subscription was enabled or deleted a moment before', async () => {
      const [first, second] = [await aDisabledSubscription(), await aDisabledSubscription()];
      const enabledMeanwhile = await keepDelivery(harness, first.id);
      const deletedMeanwhile = await keepDelivery(harness, second.id);
      await harness.store.replace(enabled(first, harness.nowMs()));
      await harness.store.remove(second, harness.nowMs());
      await changeTo(harness, enabledMeanwhile, held(enabledMeanwhile));
      await changeTo(harness, deletedMeanwhile, held(deletedMeanwhile));
      expect(await waitingPlaces(enabledMeanwhile, deletedMeanwhile)).toEqual(['due', 'due']);
      expect(await releaseUpTo(0)).toBe(2);
    });

    it('comes up when it is to be given up', async () => {
      const delivery = await heldFor(await aDisabledSubscription());
      await harness.passSeconds((giveUpAtMs(delivery.createdAtMs) - harness.nowMs()) / 1_000);
      expect(await releaseUpTo(0)).toBe(1);
    });
  });
}
