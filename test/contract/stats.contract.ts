import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CountedFact } from '../../src/domain/counters.ts';
import {
  asleepInQueue,
  attempted,
  cancelled,
  type Delivery,
  delivered,
  exhausted,
  madeLater,
  replayed,
} from '../../src/domain/delivery.ts';
import type { SubscriptionId, TenantId } from '../../src/domain/ids.ts';
import { alignedRange, type CounterSum, type StatsDimension } from '../../src/domain/stats.ts';
import {
  aDelivery,
  anAttempt,
  anEvent,
  aSubscription,
  aSubscriptionId,
  aSuccess,
  aTenantId,
} from '../support/records.ts';
import { changeTo, keepEvent, type MakeStorageHarness, type StorageHarness } from './storage-harness.ts';

const MINUTE_MS = 60_000;

/** `StatsReader`, over what the other ports have recorded. */
export function describeStatsContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  const tenantId = aTenantId();

  interface Reading {
    readonly by?: StatsDimension;
    readonly receiverId?: string;
    readonly tenant?: TenantId;
    readonly stepMinutes?: number;
    readonly seriesMost?: number;
  }

  async function sums(reading: Reading = {}): Promise<readonly CounterSum[]> {
    const { by, receiverId, tenant = tenantId, stepMinutes = 1, seriesMost = 10 } = reading;
    await harness.counters?.flush();
    const nowMs = harness.nowMs();
    const range = alignedRange(nowMs - 3_600_000, nowMs + MINUTE_MS, stepMinutes * MINUTE_MS);
    const found = await harness.stats.sums({ tenantId: tenant, receiverId, range, by, seriesMost });
    if (found === 'too-many') throw new Error('too many counters');
    return found;
  }

  /** The count of each fact, by series; `other` for the summed-up ones. */
  async function table(reading: Reading = {}): Promise<Readonly<Record<string, Record<string, number>>>> {
    const found: Record<string, Record<string, number>> = {};
    for (const { series, isOther, fact, count } of await sums(reading)) {
      const key = isOther ? 'other' : String(series);
      const row = found[key] ?? {};
      found[key] = row;
      const name = fact.split(':')[0] ?? '';
      row[name] = (row[name] ?? 0) + count;
    }
    return found;
  }

  const keep = (about: Parameters<typeof keepEvent>[1] = {}) => keepEvent(harness, { tenantId, ...about });

  const tried = (delivery: Delivery) => attempted(delivery, delivery.targetUrl, harness.nowMs());

  async function succeed(before: Delivery, afterMs = 0): Promise<Delivery> {
    const after = delivered({ ...tried(before), updatedAtMs: before.createdAtMs + afterMs });
    await harness.outcomes.record({ before, after, attempt: aSuccess({ number: after.attemptCount }) });
    return after;
  }

  async function fail(before: Delivery, about: Parameters<typeof anAttempt>[0] = {}): Promise<Delivery> {
    const after = asleepInQueue(tried(before), harness.nowMs() + 5_000);
    await harness.outcomes.record({
      before,
      after,
      attempt: anAttempt({ number: after.attemptCount, ...about }),
    });
    return after;
  }

  describe(`StatsReader, ${family}`, () => {
    it('finds nothing where nothing was counted', async () => {
      expect(await sums()).toEqual([]);
    });

    it('counts an event once, also if the call is repeated, and each of its deliveries', async () => {
      const event = anEvent({ tenantId, createdAtMs: harness.nowMs(), subscriptionIds: [aSubscriptionId()] });
      const deliveries = [aDelivery(event)];
      await harness.intake.keep(event, deliveries);
      await harness.intake.keep(event, deliveries);
      await keep({ deliveries: 3 });
      await keep({ deliveries: 0 });
      expect(await table()).toEqual({ null: { event: 3, delivery: 4 } });
    });

    it('counts the deliveries of a large fan-out when they are made, once', async () => {
      const event = anEvent({ tenantId, createdAtMs: harness.nowMs(), subscriptionIds: [aSubscriptionId()] });
      await harness.intake.keep(event, 'to fan out');
      expect(await table()).toEqual({ null: { event: 1 } });
      await harness.intake.addDeliveries(event, [aDelivery(event)]);
      await harness.intake.addDeliveries(event, [aDelivery(event)]);
      expect(await table()).toEqual({ null: { event: 1, delivery: 1 } });
    });

    it('counts a delivery that is made later once', async () => {
      const { event } = await keep({ deliveries: 0 });
      const missed = madeLater(aDelivery(event, aSubscriptionId()), harness.nowMs(), harness.nowMs());
      await harness.missed.make([missed], 'now');
      await harness.missed.make([missed], 'now');
      expect(await table()).toEqual({ null: { event: 1, delivery: 1 } });
    });

    it('counts attempts by the class of their answer or by their failure, and the ends of deliveries', async () => {
      const { deliveries } = await keep({ deliveries: 4 });
      const [one, two, three, four] = deliveries as [Delivery, Delivery, Delivery, Delivery];
      await succeed(await fail(one));
      const timeout = { statusCode: null, failureKind: 'timeout', error: 'no answer' } as const;
      await fail(await fail(two, timeout), { statusCode: 302 });
      const givenUp = exhausted(tried(three), 'attempts', harness.nowMs());
      await harness.outcomes.record({
        before: three,
        after: givenUp,
        attempt: anAttempt({ statusCode: 404 }),
      });
      await changeTo(harness, four, cancelled(four, 'by_request', harness.nowMs()));
      expect(await table({ by: 'status' })).toEqual({
        null: { event: 1, delivery: 4, cancelled: 1 },
        '2xx': { delivered: 1 },
        '3xx': { failed: 1 },
        '4xx': { failed: 1, exhausted: 1 },
        '5xx': { failed: 1 },
        timeout: { failed: 1 },
      });
    });

    it('counts no change that is superseded', async () => {
      const { deliveries } = await keep();
      const before = deliveries[0]!;
      const closed = await changeTo(harness, before, cancelled(before, 'by_request', harness.nowMs()));
      expect(
        await harness.outcomes.record({ before, after: delivered(tried(closed)), attempt: aSuccess() }),
      ).toBe('superseded');
      expect(await table()).toEqual({ null: { event: 1, delivery: 1, cancelled: 1 } });
    });

    it('counts a delivery as delivered again after a replay, but not for a second success before that', async () => {
      const { deliveries } = await keep();
      const first = await succeed(deliveries[0]!);
      await harness.outcomes.record({
        before: deliveries[0]!,
        after: delivered(tried(deliveries[0]!)),
        attempt: aSuccess(),
      });
      expect(await table()).toEqual({ null: { event: 1, delivery: 1, delivered: 1, succeeded: 1 } });
      const again = replayed(first, harness.nowMs());
      await harness.outcomes.sendNow({ before: first, after: again });
      await succeed(again);
      expect(await table()).toEqual({ null: { event: 1, delivery: 1, delivered: 2, succeeded: 1 } });
    });

    it('keeps times to delivery in buckets', async () => {
      const { deliveries } = await keep({ deliveries: 3 });
      await succeed(deliveries[0]!, 1);
      await succeed(deliveries[1]!, 100);
      await succeed(deliveries[2]!, 100);
      const facts = new Map((await sums()).map(({ fact, count }): [CountedFact, number] => [fact, count]));
      expect(facts.get('delivered:0')).toBe(1);
      expect(facts.get('delivered:26')).toBe(2);
    });

    it('splits by subscription and by event type, and sums up the small ones', async () => {
      const busy = aSubscriptionId();
      const quiet = aSubscriptionId();
      const quieter = aSubscriptionId();
      const keepFor = async (id: SubscriptionId, eventType: string | null) => {
        const { deliveries } = await keep({ subscriptionIds: [id], eventType });
        await succeed(deliveries[0]!);
      };
      for (let n = 0; n < 3; n += 1) await keepFor(busy, 'a');
      await keepFor(quiet, null);
      await keepFor(quiet, 'other');
      await keepFor(quieter, 'b');
      expect(await table({ by: 'subscription' })).toEqual({
        null: { event: 6 },
        [busy]: { delivery: 3, delivered: 3 },
        [quiet]: { delivery: 2, delivered: 2 },
        [quieter]: { delivery: 1, delivered: 1 },
      });
      expect(await table({ by: 'subscription', seriesMost: 1 })).toEqual({
        null: { event: 6 },
        [busy]: { delivery: 3, delivered: 3 },
        other: { delivery: 3, delivered: 3 },
      });
      const ofTypes = await table({ by: 'event_type' });
      expect(ofTypes).toMatchObject({
        null: { event: 1, delivery: 1, delivered: 1 },
        a: { event: 3, delivery: 3, delivered: 3 },
        b: { event: 1 },
      });
      expect(await table({ by: 'event_type', seriesMost: 1 })).toEqual({
        null: { event: 1, delivery: 1, delivered: 1 },
        a: { event: 3, delivery: 3, delivered: 3 },
        other: { event: 2, delivery: 2, delivered: 2 },
      });
    });

    it('puts counts into the step of their time', async () => {
      await keep();
      await harness.passSeconds(600);
      await keep();
      await keep();
      const minutes = (await sums()).filter(({ fact }) => fact === 'event');
      expect(minutes.map(({ count }) => count).toSorted()).toEqual([1, 2]);
      const [first, second] = minutes.toSorted((one, other) => one.atMs - other.atMs);
      expect(second!.atMs - first!.atMs).toBe(600_000);
      for (const { atMs } of minutes) expect(atMs % MINUTE_MS).toBe(0);
      for (const { atMs, count } of await sums({ stepMinutes: 120 })) {
        expect(atMs % (120 * MINUTE_MS)).toBe(0);
        expect(count).toBeLessThanOrEqual(3);
      }
    });

    it('leaves out other times, and other tenants', async () => {
      await keep({ tenantId: aTenantId() });
      await keep();
      await harness.counters?.flush();
      await harness.passSeconds(2 * 3_600);
      expect(await sums()).toEqual([]);
      await keep();
      expect(await table()).toEqual({ null: { event: 1, delivery: 1 } });
    });

    it('shows a receiver its events, and of deliveries only those to its own subscriptions', async () => {
      const own = aSubscription({ tenantId, receiverId: 'a\tb' });
      const tenants = aSubscription({ tenantId, receiverId: null });
      await harness.store.add(own);
      await harness.store.add(tenants);
      const of = async (receiverId: string | null, subscriptionIds: readonly SubscriptionId[]) => {
        const { deliveries } = await keep({ receiverId, subscriptionIds });
        for (const delivery of deliveries) await succeed(delivery);
      };
      await of('a\tb', [own.id, tenants.id]);
      await of('a', [own.id]);
      await of(null, [own.id]);
      expect(await table({ receiverId: 'a\tb', by: 'subscription' })).toEqual({
        null: { event: 1 },
        [own.id]: { delivery: 1, delivered: 1 },
      });
      expect(await table({ receiverId: 'a' })).toEqual({ null: { event: 1 } });
      await harness.store.remove(own, harness.nowMs());
      expect(await table({ receiverId: 'a\tb' })).toEqual({ null: { event: 1 } });
    });
  });
}
