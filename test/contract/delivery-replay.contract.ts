import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  asleepInQueue,
  asRetrying,
  attempted,
  cancelled,
  type Delivery,
  delivered,
  exhausted,
  parkedUntil,
  replayed,
  retriedNow,
} from '../../src/domain/delivery.ts';
import { aDelivery, anEvent, aSubscriptionId } from '../support/records.ts';
import {
  changeTo,
  keepDelivery,
  keepEvent,
  type MakeStorageHarness,
  messageOf,
  type StorageHarness,
  storedDelivery,
  storedEvent,
} from './storage-harness.ts';

const DAY_SECONDS = 86_400;

export function describeDeliveryReplayContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  /** A delivery that has ended, and whose message is gone. */
  async function closed(end: (open: Delivery) => Delivery): Promise<Delivery> {
    const open = await keepDelivery(harness);
    await harness.takeMessages();
    return changeTo(harness, open, end(open));
  }
  const asDelivered = (open: Delivery) => delivered(attempted(open, open.targetUrl, harness.nowMs()));

  async function expectNothingToHappen(stored: Delivery | undefined, before: Delivery) {
    const after = replayed(before, harness.nowMs());
    expect(await harness.outcomes.sendNow({ before, after })).toBe('superseded');
    expect(await storedDelivery(harness, before.id)).toEqual(stored);
    expect(await harness.takeMessages()).toEqual([]);
  }

  describe(`DeliveryOutcomes, ${family}: sending now`, () => {
    it.each([
      ['delivered', asDelivered],
      ['exhausted', (open: Delivery) => exhausted(open, 'attempts', harness.nowMs())],
      ['cancelled', (open: Delivery) => cancelled(open, 'by_request', harness.nowMs())],
    ])('opens a %s one again and sends a message under its new ticket', async (_, end) => {
      const before = await closed(end);
      const after = replayed(before, harness.nowMs());
      expect(await harness.outcomes.sendNow({ before, after })).toBe('recorded');
      expect(await storedDelivery(harness, before.id)).toEqual(after);
      expect(await harness.takeMessages()).toEqual([messageOf(after)]);
    });

    it('leaves one alone that is still open, although it was taken for closed', async () => {
      const pending = await keepDelivery(harness);
      await harness.takeMessages();
      await expectNothingToHappen(pending, asDelivered(pending));
      const retrying = await changeTo(harness, pending, asleepInQueue(pending, harness.nowMs() + 5_000));
      await expectNothingToHappen(retrying, asDelivered(retrying));
    });

    it.each([
      ['asleep in the queue', (open: Delivery) => asleepInQueue(open, harness.nowMs() + 60_000)],
      ['parked', (open: Delivery) => parkedUntil(open, harness.nowMs() + 3_600_000)],
    ])('sends an open one that is %s now, and makes the message that it had worthless', async (_, wait) => {
      const open = await keepDelivery(harness);
      await harness.takeMessages();
      const before = await changeTo(harness, open, wait(asRetrying(attempted(open, open.targetUrl, 5))));
      const after = retriedNow(before, harness.nowMs());
      expect(await harness.outcomes.sendNow({ before, after })).toBe('recorded');
      expect(await storedDelivery(harness, before.id)).toEqual(after);
      expect(await harness.takeMessages()).toEqual([messageOf(after)]);
      expect(after.ticket).toBeGreaterThan(before.ticket);
      // Nothing of it is released another time.
      await harness.passSeconds(2);
      expect(await harness.parked.release(harness.nowMs(), harness.nowMs() + 30_000, 10)).toBe(0);
    });

    it('leaves an open one alone that has ended or moved on since it was read', async () => {
      const open = await keepDelivery(harness);
      await harness.takeMessages();
      const moved = await changeTo(harness, open, parkedUntil(open, harness.nowMs() + 60_000));
      const late = { before: open, after: retriedNow(open, harness.nowMs()) };
      expect(await harness.outcomes.sendNow(late)).toBe('superseded');
      const ended = await changeTo(harness, moved, asDelivered(moved));
      const later = { before: moved, after: retriedNow(moved, harness.nowMs()) };
      expect(await harness.outcomes.sendNow(later)).toBe('superseded');
      expect(await storedDelivery(harness, open.id)).toEqual(ended);
      expect(await harness.takeMessages()).toEqual([]);
    });

    it.each([
      ['an open one', (open: Delivery) => asleepInQueue(open, harness.nowMs() + 1_000), retriedNow],
      ['one that was given up', (open: Delivery) => exhausted(open, 'attempts', harness.nowMs()), replayed],
    ])('takes back no attempt that was recorded since %s was read', async (_, wait, next) => {
      const open = await keepDelivery(harness);
      await harness.takeMessages();
      const before = await changeTo(harness, open, wait(asRetrying(attempted(open, open.targetUrl, 5))));
      const again = attempted(before, open.targetUrl, harness.nowMs());
      const isOver = before.status === 'exhausted';
      const stored = await changeTo(
        harness,
        before,
        isOver ? delivered(again) : asleepInQueue(again, harness.nowMs() + 60_000),
      );
      const late = { before, after: next(before, harness.nowMs()) };
      expect(await harness.outcomes.sendNow(late)).toBe('superseded');
      expect(await storedDelivery(harness, before.id)).toEqual(stored);
      expect(await harness.takeMessages()).toEqual([]);
    });

    it('leaves one alone that moved on since it was read', async () => {
      const before = await closed(asDelivered);
      const replayedOnce = replayed(before, harness.nowMs());
      await harness.outcomes.sendNow({ before, after: replayedOnce });
      await harness.takeMessages();
      await changeTo(harness, replayedOnce, asDelivered(replayedOnce));
      await expectNothingToHappen(asDelivered(replayedOnce), before);
    });

    it('knows nothing of one that was never recorded', async () => {
      const event = anEvent({ createdAtMs: harness.nowMs(), subscriptionIds: [aSubscriptionId()] });
      await expectNothingToHappen(undefined, aDelivery(event));
    });

    it('sends one message for many simultaneous calls', async () => {
      const before = await closed(asDelivered);
      const after = replayed(before, harness.nowMs());
      const results = await Promise.all(
        Array.from({ length: 10 }, () => harness.outcomes.sendNow({ before, after })),
      );
      expect(results.filter((result) => result === 'recorded')).toHaveLength(1);
      expect(await harness.takeMessages()).toEqual([messageOf(after)]);
    });

    it('keeps the event for as long as its retries may last', async () => {
      const { event, deliveries } = await keepEvent(harness);
      const before = await changeTo(harness, deliveries[0]!, asDelivered(deliveries[0]!));
      await harness.passSeconds(2.5 * DAY_SECONDS);
      await harness.outcomes.sendNow({ before, after: replayed(before, harness.nowMs()) });
      await harness.passSeconds(2.5 * DAY_SECONDS);
      expect(await storedEvent(harness, event)).toMatchObject({ id: event.id, payload: event.payload });
    });
  });
}
