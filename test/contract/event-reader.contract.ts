import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cancelled } from '../../src/domain/delivery.ts';
import type { Event } from '../../src/domain/event.ts';
import { type EventId, lowestUlidAt } from '../../src/domain/ids.ts';
import { retention } from '../../src/domain/limits.ts';
import type { EventFilter } from '../../src/ports/storage.ts';
import { anEventId, aSubscriptionId, aTenantId, RETENTION_HOURS } from '../support/records.ts';
import {
  allPages,
  changeTo,
  keepEvent,
  type MakeStorageHarness,
  plain,
  type StorageHarness,
  storedEvent,
} from './storage-harness.ts';

const EVENT_LIFE_SECONDS = (RETENTION_HOURS + retention.eventExtraHours) * 3_600;

const everything: EventFilter = {
  eventType: undefined,
  receiverId: undefined,
  sinceMs: undefined,
  untilMs: undefined,
};

export function describeEventReaderContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  const tenantId = aTenantId();

  const eventAt = async (createdAtMs: number, about: Partial<Event> = {}): Promise<Event> => {
    const { event } = await keepEvent(harness, { tenantId, ...about, createdAtMs });
    return event;
  };

  const pageOf = (limit: number, filter: Partial<EventFilter> = {}, beforeId?: EventId) =>
    harness.events.list(tenantId, { ...everything, ...filter }, { beforeId, limit });

  const list = async (filter: Partial<EventFilter> = {}) => (await pageOf(50, filter)).items.map(plain);

  /** As it stands in lists. */
  const listed = (event: Event): Event => ({ ...event, payload: new Uint8Array() });

  describe(`EventReader, ${family}: finding one`, () => {
    it('gives it whole', async () => {
      const event = await eventAt(harness.nowMs(), {
        subscriptionIds: Array.from({ length: 120 }, () => aSubscriptionId()),
      });
      expect(await storedEvent(harness, event)).toEqual(event);
    });

    it('finds no event of another tenant, and no unknown one', async () => {
      const { id } = await eventAt(harness.nowMs());
      expect(await storedEvent(harness, { tenantId: aTenantId(), id })).toBeUndefined();
      expect(await storedEvent(harness, { tenantId, id: anEventId() })).toBeUndefined();
    });
  });

  describe(`EventReader, ${family}: expired events`, () => {
    it('are read until they expire, and not after that, even before a sweep', async () => {
      const event = await eventAt(harness.nowMs(), { subscriptionIds: [] });
      await harness.passSeconds(EVENT_LIFE_SECONDS - 2);
      expect(await storedEvent(harness, event)).toEqual(event);
      expect(await list()).toEqual([listed(event)]);

      await harness.passSeconds(4);
      expect(await storedEvent(harness, event)).toBeUndefined();
      expect(await list()).toEqual([]);
    });

    it('are read on for as long as a delivery is open, which still needs the payload', async () => {
      const { event, deliveries } = await keepEvent(harness, {
        subscriptionIds: [aSubscriptionId(), aSubscriptionId()],
      });
      const [first, second] = deliveries;
      await harness.passSeconds(2 * EVENT_LIFE_SECONDS);
      expect(await storedEvent(harness, event)).toEqual(event);
      await changeTo(harness, first!, cancelled(first!, 'by_request', harness.nowMs()));
      await changeTo(harness, second!, cancelled(second!, 'by_request', harness.nowMs()));
      // The record of a delivery that closes this late is kept for the usual time, and so is the event that a replay needs.
      await harness.passSeconds(3_600);
      expect((await storedEvent(harness, event))?.payload).toEqual(event.payload);
    });
  });

  describe(`EventReader, ${family}: listing`, () => {
    it('gives a tenant’s own, newest first, without their payloads', async () => {
      const startMs = harness.nowMs();
      const second = await eventAt(startMs + 1);
      const first = await eventAt(startMs);
      await keepEvent(harness);
      expect(await list()).toEqual([listed(second), listed(first)]);
    });

    it('gives only those that the filter names', async () => {
      const startMs = harness.nowMs();
      const plainOne = await eventAt(startMs + 3, { eventType: null });
      const acme = await eventAt(startMs + 2, { eventType: 'order.created', receiverId: 'acme' });
      const umbrella = await eventAt(startMs + 1, { eventType: 'order.created', receiverId: 'umbrella' });
      const refund = await eventAt(startMs, { eventType: 'refund.created', receiverId: 'acme' });
      const ids = async (filter: Partial<EventFilter>) => (await list(filter)).map(({ id }) => id);

      expect(await ids({ eventType: 'order.created' })).toEqual([acme.id, umbrella.id]);
      expect(await ids({ receiverId: 'acme' })).toEqual([acme.id, refund.id]);
      expect(await ids({ eventType: 'order.created', receiverId: 'acme' })).toEqual([acme.id]);
      expect(await ids({ receiverId: 'ACME' })).toEqual([]);
      expect(await ids({})).toContain(plainOne.id);
    });

    it('includes events created at `since`, and excludes those at `until`, to the last id', async () => {
      const startMs = harness.nowMs();
      const [zero, one, two, three] = [
        await eventAt(startMs, { id: `evt_${lowestUlidAt(startMs)}` }),
        await eventAt(startMs + 1, { id: `evt_${lowestUlidAt(startMs + 1)}` }),
        await eventAt(startMs + 2),
        await eventAt(startMs + 3, { id: `evt_${lowestUlidAt(startMs + 3)}` }),
      ].map(listed);
      expect(await list({ sinceMs: startMs + 1 })).toEqual([three, two, one]);
      expect(await list({ untilMs: startMs + 1 })).toEqual([zero]);
      expect(await list({ sinceMs: startMs + 1, untilMs: startMs + 3 })).toEqual([two, one]);
      expect(await list({ sinceMs: startMs + 4 })).toEqual([]);
    });

    it('pages through all without a gap or a repeat, while new ones come in', async () => {
      const startMs = harness.nowMs();
      // Several of one millisecond, so that pages end among them.
      const old = await Promise.all(
        Array.from({ length: 25 }, (_, n) => eventAt(startMs + Math.floor(n / 5))),
      );
      let added = 0;
      const pages = await allPages(async (before) => {
        const page = await pageOf(4, {}, before);
        added += 1;
        await eventAt(harness.nowMs() + 1_000 + added);
        return page;
      });
      expect(pages.map(({ length }) => length)).toEqual([4, 4, 4, 4, 4, 4, 1]);
      const newestFirst = old
        .map(({ id }) => id)
        .sort()
        .reverse();
      expect(pages.flat().map(({ id }) => id)).toEqual(newestFirst);
    });

    it('says after a full page whether more matches of the filter follow', async () => {
      const startMs = harness.nowMs();
      await eventAt(startMs, { receiverId: 'umbrella' });
      const second = await eventAt(startMs + 1, { receiverId: 'acme' });
      await eventAt(startMs + 2, { receiverId: 'umbrella' });
      const first = await eventAt(startMs + 3, { receiverId: 'acme' });
      const filter = { receiverId: 'acme' };
      const page = await pageOf(1, filter);
      expect(page.items.map(({ id }) => id)).toEqual([first.id]);
      expect(page.nextBefore).toBeDefined();
      const next = await pageOf(1, filter, page.nextBefore);
      expect(next.items.map(({ id }) => id)).toEqual([second.id]);
      expect(next.nextBefore).toBeUndefined();
      expect((await pageOf(2, filter)).nextBefore).toBeUndefined();
    });
  });
}
