import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attempted, delivered } from '../../src/domain/delivery.ts';
import { requestLimits, subscriptionLimits } from '../../src/domain/limits.ts';
import { aDelivery, anEvent, aSubscriptionId, bytesOf } from '../support/records.ts';
import {
  changeTo,
  keepEvent,
  type MakeStorageHarness,
  messageOf,
  plain,
  type StorageHarness,
  storedDelivery,
  storedEvent,
} from './storage-harness.ts';

export function describeEventIntakeContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  const anEventForTwo = () =>
    anEvent({ createdAtMs: harness.nowMs(), subscriptionIds: [aSubscriptionId(), aSubscriptionId()] });

  describe(`EventIntake, ${family}: keeping an event`, () => {
    it('keeps it with its deliveries, and puts each of them on the queue', async () => {
      const event = anEventForTwo();
      const deliveries = event.subscriptionIds.map((id) => aDelivery(event, id));
      expect(plain(await harness.intake.keep(event, deliveries))).toEqual(event);

      expect(await storedEvent(harness, event)).toEqual(event);
      const ids = deliveries.map(({ id }) => id);
      const found = await harness.deliveries.findMany(ids);
      expect(found).toHaveLength(2);
      expect(found).toEqual(expect.arrayContaining(deliveries));
      const messages = await harness.takeMessages();
      expect(messages).toHaveLength(2);
      expect(messages).toEqual(expect.arrayContaining(deliveries.map(messageOf)));
    });

    it('keeps an event without deliveries, and sends nothing', async () => {
      const event = anEvent({ createdAtMs: harness.nowMs() });
      await harness.intake.keep(event, []);
      expect(await storedEvent(harness, event)).toEqual(event);
      expect(await harness.takeMessages()).toEqual([]);
    });

    it('keeps one that names neither type nor receiver, and one that names both', async () => {
      const { event: plain } = await keepEvent(harness, { eventType: null, receiverId: null });
      const { event: full } = await keepEvent(harness, { eventType: 'a.b-c_D', receiverId: 'Zoë & Söhne' });
      expect(await storedEvent(harness, plain)).toEqual(plain);
      expect(await storedEvent(harness, full)).toEqual(full);
    });

    it.each([
      ['no bytes at all', Buffer.alloc(0)],
      ['every byte there is', Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))],
      ['text with NUL and a cut-off character', Buffer.from([0x00, 0x7b, 0x00, 0xe2, 0x82])],
      ['a byte order mark', Buffer.from('\ufeff{"a":1}\r\n')],
      ['32 KiB, the most that is inline on AWS, and one more', randomBytes(32 * 1024 + 1)],
      ['the largest payload', randomBytes(requestLimits.payloadBytes)],
    ])('keeps its payload byte for byte: %s', async (_, payload) => {
      const { event } = await keepEvent(harness, { payload });
      const found = await storedEvent(harness, event);
      expect(Buffer.from(found!.payload).equals(payload)).toBe(true);
    });

    it('keeps the hops that it was handed in with', async () => {
      const { event } = await keepEvent(harness, { hops: 3 });
      expect((await storedEvent(harness, event))?.hops).toBe(3);
      const [message] = await harness.takeMessages();
      const content = message !== undefined && 'content' in message ? message.content : undefined;
      // Messages of a family that puts no content into them lead to the stored event.
      expect(content === undefined ? 3 : content.hops).toBe(3);
    });

    it('keeps many at once, each with its deliveries and one message a delivery', async () => {
      const kept = await Promise.all(
        Array.from({ length: 200 }, () => keepEvent(harness, { deliveries: 2 })),
      );
      const deliveries = kept.flatMap((one) => one.deliveries);
      expect(await harness.deliveries.findMany(deliveries.map(({ id }) => id))).toHaveLength(400);
      const events = await Promise.all(kept.map(({ event }) => storedEvent(harness, event)));
      expect(events).toEqual(kept.map(({ event }) => event));
      const messages = await harness.takeMessages();
      expect(messages).toHaveLength(400);
      expect(messages).toEqual(expect.arrayContaining(deliveries.map(messageOf)));
    });
  });

  describe(`EventIntake, ${family}: keeping the same event again`, () => {
    it('gives the first one and sends nothing more', async () => {
      const { event, deliveries } = await keepEvent(harness);
      expect(await harness.takeMessages()).toHaveLength(1);
      expect(plain(await harness.intake.keep(event, deliveries))).toEqual(event);
      expect(await harness.takeMessages()).toEqual([]);
    });

    it('changes nothing, with any content of the second call', async () => {
      const { event, deliveries } = await keepEvent(harness);
      const other = anEvent({
        id: event.id,
        tenantId: event.tenantId,
        payload: bytesOf('another payload'),
        contentType: 'text/plain',
        eventType: 'order.cancelled',
        subscriptionIds: event.subscriptionIds,
      });
      expect(plain(await harness.intake.keep(other, [aDelivery(other)]))).toEqual(event);
      expect(await storedEvent(harness, event)).toEqual(event);
      expect(await storedDelivery(harness, deliveries[0]!.id)).toEqual(deliveries[0]);
    });

    it('leaves a delivery that has moved on where it is, and wakes it no more', async () => {
      const { event, deliveries } = await keepEvent(harness);
      await harness.takeMessages();
      const before = deliveries[0]!;
      const after = delivered(attempted(before, before.targetUrl, harness.nowMs()));
      await changeTo(harness, before, after);

      await harness.intake.keep(event, deliveries);
      expect(await storedDelivery(harness, before.id)).toEqual(after);
      expect(await harness.takeMessages()).toEqual([]);
    });

    it('gives all of many simultaneous calls the same event, and sends once', async () => {
      const event = anEventForTwo();
      const calls = Array.from({ length: 20 }, (_, call) => {
        const mine = { ...event, payload: bytesOf(`call ${call}`) };
        return harness.intake.keep(
          mine,
          event.subscriptionIds.map((id) => aDelivery(mine, id)),
        );
      });
      const payloads = (await Promise.all(calls)).map(({ payload }) => Buffer.from(payload).toString());
      const stored = await storedEvent(harness, event);
      expect(new Set(payloads)).toEqual(new Set([Buffer.from(stored!.payload).toString()]));
      expect(await harness.takeMessages()).toHaveLength(2);
    });
  });

  describe(`EventIntake, ${family}: keeping an event to fan it out`, () => {
    it('keeps it without deliveries, and sends one message that has them made', async () => {
      const event = anEventForTwo();
      expect(plain(await harness.intake.keep(event, 'to fan out'))).toEqual(event);
      expect(await storedEvent(harness, event)).toEqual(event);
      const ids = event.subscriptionIds.map((id) => aDelivery(event, id).id);
      expect(await harness.deliveries.findMany(ids)).toEqual([]);
      expect(await harness.takeMessages()).toEqual([{ fanOutOf: event.id, tenantId: event.tenantId }]);
    });

    it('keeps the names of as many subscriptions as an event can reach', async () => {
      const subscriptionIds = Array.from({ length: subscriptionLimits.perReceiver }, () => aSubscriptionId());
      const event = anEvent({
        createdAtMs: harness.nowMs(),
        subscriptionIds,
        payload: randomBytes(32 * 1024),
      });
      await harness.intake.keep(event, 'to fan out');
      expect((await storedEvent(harness, event))?.subscriptionIds).toEqual(subscriptionIds);
    });

    it('again gives the first one', async () => {
      const event = anEventForTwo();
      await harness.intake.keep(event, 'to fan out');
      const other = { ...event, payload: bytesOf('another payload') };
      expect(plain(await harness.intake.keep(other, 'to fan out'))).toEqual(event);
    });
  });

  describe(`EventIntake, ${family}: adding deliveries to a kept event`, () => {
    it('keeps them and puts each on the queue, page by page', async () => {
      const event = anEventForTwo();
      await harness.intake.keep(event, 'to fan out');
      await harness.takeMessages();
      const deliveries = event.subscriptionIds.map((id) => aDelivery(event, id));
      for (const delivery of deliveries) {
        await harness.intake.addDeliveries(event, [delivery]);
        expect(await harness.takeMessages()).toEqual([messageOf(delivery)]);
        expect(await storedDelivery(harness, delivery.id)).toEqual(delivery);
      }
    });

    it('leaves known deliveries unchanged, in any state', async () => {
      const event = anEventForTwo();
      await harness.intake.keep(event, 'to fan out');
      const [first, second] = event.subscriptionIds.map((id) => aDelivery(event, id));
      await harness.intake.addDeliveries(event, [first!]);
      const done = delivered(attempted(first!, first!.targetUrl, harness.nowMs()));
      await changeTo(harness, first!, done);
      await harness.takeMessages();

      await harness.intake.addDeliveries(event, [first!, second!]);
      expect(await harness.takeMessages()).toEqual([messageOf(second!)]);
      expect(await storedDelivery(harness, first!.id)).toEqual(done);
    });

    it('does nothing for none', async () => {
      const event = anEvent({ createdAtMs: harness.nowMs() });
      await harness.intake.keep(event, 'to fan out');
      await harness.takeMessages();
      await harness.intake.addDeliveries(event, []);
      expect(await harness.takeMessages()).toEqual([]);
    });
  });
}
