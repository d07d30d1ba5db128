import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attempted, type Delivery, delivered, exhausted, replayed } from '../../src/domain/delivery.ts';
import type { DeliveryId, SubscriptionId, TenantId } from '../../src/domain/ids.ts';
import { aSubscriptionId, aTenantId } from '../support/records.ts';
import {
  changeTo,
  keepEvent,
  type MakeStorageHarness,
  messageOf,
  type StorageHarness,
  storedDelivery,
} from './storage-harness.ts';

const HOUR_MS = 3_600_000;

export function describeExhaustedDeliveriesContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  let tenantId: TenantId;
  let subscriptionId: SubscriptionId;
  beforeEach(async () => {
    harness = await makeHarness();
    tenantId = aTenantId();
    subscriptionId = aSubscriptionId();
  });
  afterEach(() => harness.close());

  /** One whose event came in so long ago, and which was given up now. */
  async function givenUp(agoMs = 0, to = subscriptionId): Promise<Delivery> {
    const createdAtMs = harness.nowMs() - agoMs;
    const { deliveries } = await keepEvent(harness, { tenantId, createdAtMs, subscriptionIds: [to] });
    return changeTo(harness, deliveries[0]!, exhausted(deliveries[0]!, 'attempts', harness.nowMs()));
  }

  const scope = (
    about: { sinceMs?: number; untilMs?: number; subscriptionId?: SubscriptionId | null } = {},
  ) => ({
    tenantId,
    subscriptionId,
    sinceMs: 0,
    untilMs: harness.nowMs() + 1,
    ...about,
  });
  const oldest = async (about = scope(), afterId: DeliveryId | null = null, limit = 10) =>
    harness.exhausted.oldest(about, afterId, limit);
  const replay = (...befores: readonly Delivery[]) =>
    harness.exhausted.replay(befores.map((before) => ({ before, after: replayed(before, harness.nowMs()) })));

  describe(`ExhaustedDeliveries, ${family}: finding`, () => {
    it('counts and lists them, those of the oldest events first', async () => {
      const [second, third, first] = [
        await givenUp(2 * HOUR_MS),
        await givenUp(HOUR_MS),
        await givenUp(3 * HOUR_MS),
      ];
      expect(await oldest()).toEqual({ deliveries: [first, second, third], lastId: null });
      expect(await harness.exhausted.count(scope())).toBe(3);
    });

    it('goes on after the last one of a page, and says when there are no more', async () => {
      const all: Delivery[] = [];
      for (let n = 5; n > 0; n -= 1) all.push(await givenUp(n * HOUR_MS));
      const pages: Delivery[] = [];
      let afterId: DeliveryId | null = null;
      do {
        const page = await oldest(scope(), afterId, 2);
        pages.push(...page.deliveries);
        afterId = page.lastId;
      } while (afterId !== null);
      expect(pages).toEqual(all);
    });

    it('takes only those of events from a time on, and before another', async () => {
      await givenUp(3 * HOUR_MS);
      const wanted = await givenUp(2 * HOUR_MS);
      await givenUp(HOUR_MS);
      const about = scope({ sinceMs: wanted.createdAtMs, untilMs: wanted.createdAtMs + 1 });
      expect((await oldest(about)).deliveries).toEqual([wanted]);
      expect(await harness.exhausted.count(about)).toBe(1);
      const none = scope({ sinceMs: wanted.createdAtMs + 1, untilMs: wanted.createdAtMs + 2 });
      expect(await oldest(none)).toEqual({ deliveries: [], lastId: null });
      expect(await harness.exhausted.count(none)).toBe(0);
    });

    it('knows those of one subscription from those of others', async () => {
      const mine = await givenUp();
      const another = aSubscriptionId();
      const theirs = await givenUp(0, another);
      expect((await oldest()).deliveries).toEqual([mine]);
      expect((await oldest(scope({ subscriptionId: another }))).deliveries).toEqual([theirs]);
    });

    it('finds those of a whole tenant, of the deliveries of one event as well', async () => {
      const [second, first] = [await givenUp(HOUR_MS), await givenUp(2 * HOUR_MS, aSubscriptionId())];
      const { deliveries } = await keepEvent(harness, { tenantId, deliveries: 3 });
      const ofOne = deliveries.toSorted((one, other) => (one.id < other.id ? -1 : 1));
      const third: Delivery[] = [];
      for (const one of ofOne)
        third.push(await changeTo(harness, one, exhausted(one, 'attempts', harness.nowMs())));
      tenantId = aTenantId();
      await givenUp();
      tenantId = first.tenantId;

      const all = scope({ subscriptionId: null });
      const expected = [first, second, ...third];
      expect(await oldest(all)).toEqual({ deliveries: expected, lastId: null });
      expect(await harness.exhausted.count(all)).toBe(5);
      const page = await oldest(all, null, 3);
      expect(page).toEqual({ deliveries: expected.slice(0, 3), lastId: third[0]!.id });
      expect(await oldest(all, page.lastId)).toEqual({ deliveries: expected.slice(3), lastId: null });
      const since = scope({
        subscriptionId: null,
        sinceMs: second.createdAtMs,
        untilMs: second.createdAtMs + 1,
      });
      expect((await oldest(since)).deliveries).toEqual([second]);
      expect(await replay(first, third[1]!)).toBe(2);
      expect((await oldest(all)).deliveries).toEqual([second, third[0], third[2]]);
    });

    it('leaves out open, delivered and expired deliveries', async () => {
      const { deliveries } = await keepEvent(harness, { tenantId, subscriptionIds: [subscriptionId] });
      expect(await oldest()).toEqual({ deliveries: [], lastId: null });
      const open = deliveries[0]!;
      await changeTo(harness, open, delivered(attempted(open, open.targetUrl, harness.nowMs())));
      expect(await oldest()).toEqual({ deliveries: [], lastId: null });
      await givenUp();
      await harness.passSeconds(73 * 3_600);
      expect((await oldest()).deliveries).toEqual([]);
    });
  });

  describe(`ExhaustedDeliveries, ${family}: replaying`, () => {
    it('opens them again, with a message each under the new ticket', async () => {
      const befores = [await givenUp(HOUR_MS), await givenUp()];
      await harness.takeMessages();
      expect(await replay(...befores)).toBe(2);
      const afters = befores.map((before) => replayed(before, harness.nowMs()));
      expect(await Promise.all(befores.map(({ id }) => storedDelivery(harness, id)))).toEqual(afters);
      const messages = await harness.takeMessages();
      expect(messages).toHaveLength(2);
      expect(messages).toEqual(expect.arrayContaining(afters.map(messageOf)));
      expect(await oldest()).toEqual({ deliveries: [], lastId: null });
    });

    it('has each message received when its turn has come', async () => {
      const before = await givenUp();
      await harness.takeMessages();
      const nowMs = harness.nowMs();
      const after = { ...replayed(before, nowMs), nextAttemptAtMs: nowMs + 3_000 };
      await harness.exhausted.replay([{ before, after }]);
      expect(await harness.takeMessages()).toEqual([]);
      await harness.passSeconds(4);
      expect(await harness.takeMessages()).toEqual([messageOf(after)]);
    });

    it('leaves deliveries that another process has replayed, or that have moved on since', async () => {
      const [mine, theirs, ended] = [await givenUp(), await givenUp(), await givenUp()];
      await harness.outcomes.sendNow({ before: theirs, after: replayed(theirs, harness.nowMs()) });
      const again = replayed(ended, harness.nowMs());
      await harness.outcomes.sendNow({ before: ended, after: again });
      await changeTo(harness, again, exhausted(again, 'attempts', harness.nowMs()));
      await harness.takeMessages();
      expect(await replay(mine, theirs, ended)).toBe(1);
      expect(await harness.takeMessages()).toEqual([messageOf(replayed(mine, harness.nowMs()))]);
      expect((await storedDelivery(harness, ended.id))?.status).toBe('exhausted');
    });

    it('sends one message each, with other replays of the same at the same moment', async () => {
      const befores = [await givenUp(), await givenUp(), await givenUp()];
      await harness.takeMessages();
      const counts = await Promise.all([replay(...befores), replay(...befores), replay(...befores)]);
      expect(counts.reduce((sum, count) => sum + count)).toBe(3);
      expect(await harness.takeMessages()).toHaveLength(3);
    });

    it('keeps their events for as long as their retries may last', async () => {
      const before = await givenUp();
      await harness.passSeconds(71 * 3_600);
      await replay(before);
      await harness.passSeconds(60 * 3_600);
      expect(await harness.events.find(before.tenantId, before.eventId)).toMatchObject({
        id: before.eventId,
      });
    });

    it('has nothing to do where there is nothing', async () => {
      expect(await replay()).toBe(0);
    });
  });
}
