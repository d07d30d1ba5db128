import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  attempted,
  cancelled,
  type Delivery,
  delivered,
  exhausted,
  replayed,
} from '../../src/domain/delivery.ts';
import { deliveryIdOf, type EventId, lowestUlidAt } from '../../src/domain/ids.ts';
import type { DeliveryFilter } from '../../src/ports/storage.ts';
import { anEventId, aSubscriptionId, aSuccess, RETENTION_HOURS } from '../support/records.ts';
import {
  allPages,
  changeTo,
  keepEvent,
  type MakeStorageHarness,
  type StorageHarness,
  storedDelivery,
} from './storage-harness.ts';

const everything: DeliveryFilter = {
  status: undefined,
  eventType: undefined,
  sinceMs: undefined,
  untilMs: undefined,
};

export function describeDeliveryReaderContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  /** One that all deliveries of a test go to, and one that a second delivery of each event goes to. */
  const mine = aSubscriptionId();
  const another = aSubscriptionId();

  async function deliveryAt(createdAtMs: number, eventType: string | null = null): Promise<Delivery> {
    const { deliveries } = await keepEvent(harness, {
      createdAtMs,
      eventType,
      subscriptionIds: [mine, another],
    });
    return deliveries[0]!;
  }

  const pageOf = (limit: number, filter: Partial<DeliveryFilter> = {}, beforeEventId?: EventId) =>
    harness.deliveries.listOf(mine, { ...everything, ...filter }, { beforeEventId, limit });

  const list = async (filter: Partial<DeliveryFilter> = {}) => (await pageOf(50, filter)).items;

  async function closed(delivery: Delivery): Promise<Delivery> {
    const after = delivered(attempted(delivery, delivery.targetUrl, harness.nowMs()));
    await harness.outcomes.record({ before: delivery, after, attempt: aSuccess() });
    return after;
  }

  describe(`DeliveryReader, ${family}: finding by id`, () => {
    it('finds all that are known, and leaves the others out', async () => {
      const { deliveries } = await keepEvent(harness, { deliveries: 3 });
      const unknown = deliveryIdOf(anEventId(), mine);
      const found = await harness.deliveries.findMany([...deliveries.map(({ id }) => id), unknown]);
      expect(found).toHaveLength(3);
      expect(found).toEqual(expect.arrayContaining([...deliveries]));
    });

    it('finds nothing when nothing is asked for', async () => {
      expect(await harness.deliveries.findMany([])).toEqual([]);
    });

    it('gives one once that is asked for twice', async () => {
      const delivery = await deliveryAt(harness.nowMs());
      expect(await harness.deliveries.findMany([delivery.id, delivery.id])).toEqual([delivery]);
    });

    it('finds more than a hundred', async () => {
      const { deliveries } = await keepEvent(harness, { deliveries: 120 });
      const found = await harness.deliveries.findMany(deliveries.map(({ id }) => id));
      expect(found.map(({ id }) => id).sort()).toEqual(deliveries.map(({ id }) => id).sort());
    });

    it('sees a delivery that was recorded just before', async () => {
      const delivery = await deliveryAt(harness.nowMs());
      const after = await closed(delivery);
      expect(await storedDelivery(harness, delivery.id)).toEqual(after);
    });

    it('knows no attempts of a delivery that had none', async () => {
      const delivery = await deliveryAt(harness.nowMs());
      expect(await harness.deliveries.attemptsOf(delivery.id)).toEqual([]);
    });
  });

  describe(`DeliveryReader, ${family}: expired deliveries`, () => {
    it('are read until they expire, and not after that, even before a sweep', async () => {
      const delivery = await closed(await deliveryAt(harness.nowMs()));
      await harness.passSeconds(RETENTION_HOURS * 3_600 - 2);
      expect(await storedDelivery(harness, delivery.id)).toEqual(delivery);
      expect(await list()).toEqual([delivery]);
      expect(await harness.deliveries.attemptsOf(delivery.id)).toEqual([aSuccess()]);

      await harness.passSeconds(4);
      expect(await storedDelivery(harness, delivery.id)).toBeUndefined();
      expect(await list()).toEqual([]);
      expect(await harness.deliveries.attemptsOf(delivery.id)).toEqual([]);
    });

    it('do not shorten a page', async () => {
      const nowMs = harness.nowMs();
      const open = await deliveryAt(nowMs);
      await closed(await deliveryAt(nowMs + 1));
      await closed(await deliveryAt(nowMs + 2));
      await harness.passSeconds(RETENTION_HOURS * 3_600 + 2);
      expect(await pageOf(1)).toEqual({ items: [open], nextBefore: undefined });
    });

    it('are never open ones, however old', async () => {
      const delivery = await deliveryAt(harness.nowMs());
      await harness.passSeconds(RETENTION_HOURS * 3_600 * 10);
      expect(await list()).toEqual([delivery]);
    });
  });

  describe(`DeliveryReader, ${family}: listing`, () => {
    it('gives a subscription’s own, newest first', async () => {
      const startMs = harness.nowMs();
      const [a, b, c] = [
        await deliveryAt(startMs + 2),
        await deliveryAt(startMs),
        await deliveryAt(startMs + 1),
      ];
      expect(await list()).toEqual([a, c, b]);
    });

    it('gives only those that the filter names', async () => {
      const nowMs = harness.nowMs();
      const order = await deliveryAt(nowMs + 3, 'order.created');
      const refund = await deliveryAt(nowMs + 2, 'refund.created');
      const untyped = await deliveryAt(nowMs + 1);
      const done = await closed(await deliveryAt(nowMs, 'order.created'));
      const gone = await changeTo(harness, refund, cancelled(refund, 'by_request', nowMs));

      expect(await list({ status: 'pending' })).toEqual([order, untyped]);
      expect(await list({ status: 'delivered' })).toEqual([done]);
      expect(await list({ status: 'cancelled' })).toEqual([gone]);
      expect(await list({ status: 'exhausted' })).toEqual([]);
      expect(await list({ eventType: 'order.created' })).toEqual([order, done]);
      expect(await list({ eventType: 'order.created', status: 'delivered' })).toEqual([done]);
      expect(await list({ eventType: 'order' })).toEqual([]);
    });

    it('includes deliveries created at `since`, and excludes those at `until`, to the last id', async () => {
      const startMs = harness.nowMs();
      const lowest = async (createdAtMs: number) => {
        const { deliveries } = await keepEvent(harness, {
          id: `evt_${lowestUlidAt(createdAtMs)}`,
          subscriptionIds: [mine],
        });
        return deliveries[0];
      };
      const zero = await lowest(startMs);
      const one = await lowest(startMs + 1);
      const two = await deliveryAt(startMs + 2);
      const three = await lowest(startMs + 3);
      expect(await list({ sinceMs: startMs + 1 })).toEqual([three, two, one]);
      expect(await list({ untilMs: startMs + 1 })).toEqual([zero]);
      expect(await list({ sinceMs: startMs + 1, untilMs: startMs + 3 })).toEqual([two, one]);
      expect(await list({ sinceMs: startMs + 4 })).toEqual([]);
    });

    it('pages through all without a gap or a repeat, while new ones come in', async () => {
      const startMs = harness.nowMs();
      // Several of one millisecond, so that pages end among them.
      const old = await Promise.all(
        Array.from({ length: 25 }, (_, n) => deliveryAt(startMs + Math.floor(n / 5))),
      );
      let added = 0;
      const pages = await allPages(async (before) => {
        const page = await pageOf(4, {}, before);
        added += 1;
        await deliveryAt(harness.nowMs() + 1_000 + added);
        return page;
      });
      expect(pages.map(({ length }) => length)).toEqual([4, 4, 4, 4, 4, 4, 1]);
      const newestFirst = old
        .map(({ eventId }) => eventId)
        .sort()
        .reverse();
      expect(pages.flat().map(({ eventId }) => eventId)).toEqual(newestFirst);
    });

    it('says after a full page whether more matches of the filter follow', async () => {
      const nowMs = harness.nowMs();
      await deliveryAt(nowMs, 'common');
      const second = await deliveryAt(nowMs + 1, 'rare');
      await deliveryAt(nowMs + 2, 'common');
      const first = await deliveryAt(nowMs + 3, 'rare');
      const filter = { eventType: 'rare' };
      const page = await pageOf(1, filter);
      expect(page.items).toEqual([first]);
      expect(page.nextBefore).toBeDefined();
      expect(await pageOf(1, filter, page.nextBefore)).toEqual({ items: [second], nextBefore: undefined });
      expect(await pageOf(2, filter)).toEqual({ items: [first, second], nextBefore: undefined });
    });

    it('pages through exhausted ones alone, and through them of one type', async () => {
      const nowMs = harness.nowMs();
      const failed: Delivery[] = [];
      for (let n = 0; n < 9; n += 1) {
        const delivery = await deliveryAt(nowMs + n, n % 2 === 0 ? 'even' : 'odd');
        failed.unshift(await changeTo(harness, delivery, exhausted(delivery, 'attempts', nowMs)));
        await deliveryAt(nowMs + n);
      }
      const pages = await allPages((before) => pageOf(4, { status: 'exhausted' }, before));
      expect(pages.flat()).toEqual(failed);
      const odd = failed.filter(({ eventType }) => eventType === 'odd');
      expect(await list({ status: 'exhausted', eventType: 'odd' })).toEqual(odd);
      const period = { sinceMs: nowMs + 2, untilMs: nowMs + 5 };
      expect(await list({ status: 'exhausted', ...period })).toEqual(failed.slice(4, 7));
    });

    it('does not list one as exhausted that is being replayed', async () => {
      const delivery = await deliveryAt(harness.nowMs());
      const failed = await changeTo(harness, delivery, exhausted(delivery, 'attempts', harness.nowMs()));
      expect(await list({ status: 'exhausted' })).toEqual([failed]);
      const after = replayed(failed, harness.nowMs());
      expect(await harness.outcomes.sendNow({ before: failed, after })).toBe('recorded');
      expect(await list({ status: 'exhausted' })).toEqual([]);
      expect(await list()).toEqual([after]);
    });

    it('fills a page with matches of the filter, past all others', async () => {
      const nowMs = harness.nowMs();
      const wanted = await deliveryAt(nowMs, 'rare');
      await Promise.all(Array.from({ length: 30 }, (_, n) => deliveryAt(nowMs + 1 + n, 'common')));
      expect(await pageOf(5, { eventType: 'rare' })).toEqual({ items: [wanted], nextBefore: undefined });
    });

    it('knows nothing of a subscription without deliveries', async () => {
      await deliveryAt(harness.nowMs());
      const page = { beforeEventId: undefined, limit: 10 };
      expect(await harness.deliveries.listOf(aSubscriptionId(), everything, page)).toEqual({
        items: [],
        nextBefore: undefined,
      });
    });
  });
}
