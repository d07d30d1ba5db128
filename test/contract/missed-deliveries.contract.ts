import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Delivery, madeLater } from '../../src/domain/delivery.ts';
import type { Event } from '../../src/domain/event.ts';
import type { EventId, SubscriptionId, TenantId } from '../../src/domain/ids.ts';
import { aDelivery, aSubscription, aSubscriptionId, aTenantId } from '../support/records.ts';
import {
  keepEvent,
  type MakeStorageHarness,
  messageOf,
  type StorageHarness,
  storedDelivery,
  storedEvent,
} from './storage-harness.ts';

const HOUR_MS = 3_600_000;

export function describeMissedDeliveriesContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  let tenantId: TenantId;
  let subscriptionId: SubscriptionId;
  beforeEach(async () => {
    harness = await makeHarness();
    tenantId = aTenantId();
    subscriptionId = aSubscriptionId();
  });
  afterEach(() => harness.close());

  async function published(agoMs = 0, about: Parameters<typeof keepEvent>[1] = {}): Promise<Event> {
    const createdAtMs = harness.nowMs() - agoMs;
    const { event } = await keepEvent(harness, {
      tenantId,
      createdAtMs,
      isPublished: true,
      subscriptionIds: [],
      ...about,
    });
    return event;
  }

  const scope = (
    about: { sinceMs?: number; untilMs?: number; isWanted?: (event: Event) => boolean } = {},
  ) => ({
    tenantId,
    subscriptionId,
    sinceMs: 0,
    untilMs: harness.nowMs() + 1,
    isWanted: () => true,
    ...about,
  });
  const oldest = (about = scope(), afterId: EventId | null = null, limit = 10) =>
    harness.missed.oldest(about, afterId, limit);
  const idsOf = async (...about: Parameters<typeof oldest>) =>
    (await oldest(...about)).events.map(({ id }) => id);
  const later = (event: Event, atMs = harness.nowMs()): Delivery =>
    madeLater(aDelivery(event, subscriptionId), atMs, harness.nowMs());

  describe(`MissedDeliveries, ${family}: finding`, () => {
    it('has the wanted events without a delivery, the oldest first, without their payloads', async () => {
      const [second, first] = [await published(HOUR_MS), await published(2 * HOUR_MS)];
      const unwanted = await published();
      const { events, lastId } = await oldest(scope({ isWanted: ({ id }) => id !== unwanted.id }));
      expect(events.map(({ id }) => id)).toEqual([first.id, second.id]);
      expect(events.map(({ payload }) => payload.length)).toEqual([0, 0]);
      expect(events[0]).toMatchObject({ isPublished: true, eventType: 'order.created', tenantId });
      expect(lastId).toBeNull();
    });

    it('leaves out events that the subscription has or had a delivery of, and other tenants', async () => {
      await published(0, { subscriptionIds: [subscriptionId] });
      const missed = await published(0, { subscriptionIds: [aSubscriptionId()] });
      tenantId = aTenantId();
      await published();
      tenantId = missed.tenantId;
      expect(await idsOf()).toEqual([missed.id]);
      // Long after its delivery was forgotten, the event may still be kept.
      await harness.passSeconds(73 * 3_600);
      expect(await idsOf()).toEqual([missed.id]);
    });

    it('goes on after the last event of a page, and takes only those of a time', async () => {
      const all: Event[] = [];
      for (let n = 5; n > 0; n -= 1) all.push(await published(n * HOUR_MS));
      const found: EventId[] = [];
      let afterId: EventId | null = null;
      do {
        const page = await oldest(scope(), afterId, 2);
        found.push(...page.events.map(({ id }) => id));
        afterId = page.lastId;
      } while (afterId !== null);
      expect(found).toEqual(all.map(({ id }) => id));
      const sinceMs = all[1]!.createdAtMs;
      expect(await idsOf(scope({ sinceMs, untilMs: all[3]!.createdAtMs }))).toEqual([all[1]!.id, all[2]!.id]);
      expect(await oldest(scope({ sinceMs, untilMs: sinceMs }))).toEqual({ events: [], lastId: null });
    });

    it('says of an event whether it was published or handed to one subscription', async () => {
      const one = await published(3 * HOUR_MS, { subscriptionIds: [aSubscriptionId()] });
      const none = await published(2 * HOUR_MS);
      const direct = await published(HOUR_MS, { isPublished: false, subscriptionIds: [aSubscriptionId()] });
      const { events } = await oldest();
      expect(events.map(({ id, isPublished }) => [id, isPublished])).toEqual([
        [one.id, true],
        [none.id, true],
        [direct.id, false],
      ]);
    });
  });

  describe(`MissedDeliveries, ${family}: making`, () => {
    it('keeps them with a message each, lists the subscription, and finds nothing more', async () => {
      const events = [await published(HOUR_MS), await published(0, { subscriptionIds: [aSubscriptionId()] })];
      await harness.takeMessages();
      const deliveries = events.map((event) => later(event));
      expect(await harness.missed.make(deliveries, 'in turn')).toBe(2);
      expect(await Promise.all(deliveries.map(({ id }) => storedDelivery(harness, id)))).toEqual(deliveries);
      const messages = await harness.takeMessages();
      expect(messages).toHaveLength(2);
      expect(messages).toEqual(expect.arrayContaining(deliveries.map(messageOf)));
      for (const event of events) {
        const stored = await storedEvent(harness, event);
        expect(stored).toEqual({ ...event, subscriptionIds: [...event.subscriptionIds, subscriptionId] });
      }
      expect(await idsOf()).toEqual([]);
    });

    it('has each message received when its turn has come', async () => {
      const delivery = later(await published(), harness.nowMs() + 3_000);
      await harness.takeMessages();
      await harness.missed.make([delivery], 'in turn');
      expect(await harness.takeMessages()).toEqual([]);
      await harness.passSeconds(4);
      expect(await harness.takeMessages()).toEqual([messageOf(delivery)]);
    });

    it('leaves an existing delivery, and sends one message, for any number of calls and processes', async () => {
      const event = await published();
      const [mine, theirs] = [later(event), later(await published(0, { subscriptionIds: [subscriptionId] }))];
      await harness.takeMessages();
      const makes = [mine, mine, mine].map((one) => harness.missed.make([one, theirs], 'now'));
      const counts = await Promise.all(makes);
      expect(counts.reduce((sum, count) => sum + count)).toBe(1);
      expect(await harness.takeMessages()).toEqual([messageOf(mine)]);
      expect((await storedDelivery(harness, theirs.id))?.ticket).toBe(0);
      expect((await storedEvent(harness, event))?.subscriptionIds).toEqual([subscriptionId]);
    });

    it('parks the delivery of an event that is not due yet', async () => {
      const dueMs = harness.nowMs() + HOUR_MS;
      const event = await published(0, { deliverAtMs: dueMs });
      const delivery = madeLater(
        { ...aDelivery(event, subscriptionId), nextAttemptAtMs: dueMs, waits: 'due', dueAtMs: dueMs },
        harness.nowMs(),
        harness.nowMs(),
      );
      expect(await harness.missed.make([delivery], 'now')).toBe(1);
      expect(await harness.takeMessages()).toEqual([]);
      expect(await storedDelivery(harness, delivery.id)).toMatchObject({ waits: 'due', dueAtMs: dueMs });
    });

    it('keeps their events for as long as the deliveries are open', async () => {
      const event = await published();
      await harness.passSeconds(71 * 3_600);
      await harness.missed.make([later(event)], 'in turn');
      await harness.passSeconds(60 * 3_600);
      expect(await harness.events.find(tenantId, event.id)).toMatchObject({ id: event.id });
    });

    it('never makes an event that was handed to one subscription look published', async () => {
      const direct = await published(0, { isPublished: false, subscriptionIds: [aSubscriptionId()] });
      await harness.missed.make([later(direct)], 'now');
      subscriptionId = aSubscriptionId();
      expect((await oldest()).events.map(({ isPublished }) => isPublished)).toEqual([false]);
    });

    it('has nothing to do where there is nothing', async () => {
      expect(await harness.missed.make([], 'in turn')).toBe(0);
    });
  });

  describe(`RecipientReader, ${family}`, () => {
    it('knows the settings of a subscription, until it is deleted', async () => {
      const subscription = aSubscription({
        tenantId,
        receiverId: 'customer-42',
        eventTypes: ['order.*'],
        filter: { order: [1] },
      });
      const { id, targetUrl, eventTypes, filter, receiverId } = subscription;
      await harness.store.add(subscription);
      expect(await harness.recipientReader.recipientOf(id)).toEqual({
        id,
        targetUrl,
        eventTypes,
        filter,
        receiverId,
      });
      await harness.store.remove(subscription, harness.nowMs());
      expect(await harness.recipientReader.recipientOf(id)).toBeUndefined();
    });
  });
}
