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
  released,
} from '../../src/domain/delivery.ts';
import { aDelivery, anAttempt, anEvent, aSubscriptionId, aSuccess } from '../support/records.ts';
import {
  changeTo,
  keepDelivery,
  keepEvent,
  type MakeStorageHarness,
  type StorageHarness,
  storedDelivery,
  storedEvent,
} from './storage-harness.ts';

const MINUTE_MS = 60_000;
const DAY_SECONDS = 86_400;

/** `DeliveryOutcomes.record`; replays have a suite of their own. */
export function describeDeliveryOutcomesContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  const tried = (delivery: Delivery): Delivery =>
    attempted(delivery, 'https://receiver.example/moved', harness.nowMs());
  const succeeded = (delivery: Delivery): Delivery => delivered(tried(delivery));
  const failed = (delivery: Delivery): Delivery => asleepInQueue(tried(delivery), harness.nowMs() + 5_000);
  const parked = (delivery: Delivery): Delivery => parkedUntil(delivery, harness.nowMs() + MINUTE_MS);

  describe(`DeliveryOutcomes, ${family}: recording`, () => {
    it('writes the delivery as it is afterwards, and the attempt', async () => {
      const before = await keepDelivery(harness);
      const after = failed(before);
      const attempt = anAttempt();
      expect(await harness.outcomes.record({ before, after, attempt })).toBe('recorded');
      expect(await storedDelivery(harness, before.id)).toEqual(after);
      expect(await harness.deliveries.attemptsOf(before.id)).toEqual([attempt]);
    });

    it('writes a change that no attempt led to', async () => {
      const before = await keepDelivery(harness);
      const after = await changeTo(harness, before, cancelled(before, 'by_request', harness.nowMs()));
      expect(await storedDelivery(harness, before.id)).toEqual(after);
      expect(await harness.deliveries.attemptsOf(before.id)).toEqual([]);
    });

    it('writes a delivery that is not recorded yet: its message may have been faster', async () => {
      const event = anEvent({ createdAtMs: harness.nowMs(), subscriptionIds: [aSubscriptionId()] });
      const before = aDelivery(event);
      const after = await changeTo(harness, before, failed(before));
      expect(await storedDelivery(harness, before.id)).toEqual(after);
    });

    it('lists attempts by number, in any order of recording', async () => {
      let delivery = await keepDelivery(harness);
      const numbers = [2, 1, 10, 3, 12, 4, 11, 5, 6, 9, 8, 7];
      for (const number of numbers) {
        const after = failed(delivery);
        await harness.outcomes.record({ before: delivery, after, attempt: anAttempt({ number }) });
        delivery = after;
      }
      const attempts = await harness.deliveries.attemptsOf(delivery.id);
      expect(attempts.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    });

    it('puts an attempt in the place of the one of the same number, whose record seemed lost', async () => {
      const before = await keepDelivery(harness);
      await harness.outcomes.record({
        before,
        after: failed(before),
        attempt: anAttempt({ statusCode: 500 }),
      });
      const again = anAttempt({ statusCode: 503, error: 'HTTP 503' });
      expect(await harness.outcomes.record({ before, after: failed(before), attempt: again })).toBe(
        'recorded',
      );
      expect(await harness.deliveries.attemptsOf(before.id)).toEqual([again]);
    });

    it.each([
      ['NUL and other control characters', 'a\u0000b\u0007\u001b[31m\r\n'],
      ['characters of all lengths', 'aé€😀\ufffd'],
      ['nothing', ''],
    ])('keeps what a receiver answered as it is: %s', async (_, responseExcerpt) => {
      const before = await keepDelivery(harness);
      const attempt = anAttempt({ responseExcerpt });
      await harness.outcomes.record({ before, after: failed(before), attempt });
      expect(await harness.deliveries.attemptsOf(before.id)).toEqual([attempt]);
    });

    it('keeps the event for as long as any of its deliveries goes on, so that a replay finds the payload', async () => {
      const { event, deliveries } = await keepEvent(harness, { deliveries: 2 });
      const [slow, quick] = deliveries;
      const inSixDaysMs = harness.nowMs() + 6 * DAY_SECONDS * 1_000;
      await changeTo(harness, slow!, parkedUntil(asRetrying(tried(slow!)), inSixDaysMs));
      await changeTo(harness, quick!, failed(quick!));
      await harness.passSeconds(9 * DAY_SECONDS);
      expect(await storedEvent(harness, event)).toMatchObject({ id: event.id, payload: event.payload });
    });
  });

  describe(`DeliveryOutcomes, ${family}: who comes too late`, () => {
    /** Nothing of the change may be seen, nor of its attempt, nor an announcement. */
    async function expectSuperseded(stored: Delivery, before: Delivery, after: Delivery) {
      const attemptsBefore = await harness.deliveries.attemptsOf(stored.id);
      const announcedBefore = await harness.announcements();
      const attempt = anAttempt({ number: 1, error: 'the late one' });
      expect(await harness.outcomes.record({ before, after, attempt })).toBe('superseded');
      expect(await storedDelivery(harness, stored.id)).toEqual(stored);
      expect(await harness.deliveries.attemptsOf(stored.id)).toEqual(attemptsBefore);
      expect(await harness.announcements()).toEqual(announcedBefore);
    }

    it('under an old ticket: nothing is written', async () => {
      const before = await keepDelivery(harness);
      const stored = await changeTo(harness, before, parked(before));
      await expectSuperseded(stored, before, failed(before));
      await expectSuperseded(stored, before, exhausted(before, 'attempts', harness.nowMs()));
      await expectSuperseded(stored, before, cancelled(before, 'by_request', harness.nowMs()));
    });

    it.each([
      ['delivered', succeeded],
      ['exhausted', (delivery: Delivery) => exhausted(tried(delivery), 'attempts', harness.nowMs())],
    ])('with a failure, after it was %s: nothing is written', async (_, end) => {
      const before = await keepDelivery(harness);
      const stored = await changeTo(harness, before, end(before));
      await expectSuperseded(stored, before, failed(before));
    });

    it('with a success, after it was cancelled: nothing is written', async () => {
      const before = await keepDelivery(harness);
      const stored = await changeTo(harness, before, cancelled(before, 'by_request', harness.nowMs()));
      await expectSuperseded(stored, before, succeeded(before));
    });

    it('with a success, over a newer ticket: it counts, and the ticket does not fall', async () => {
      const before = await keepDelivery(harness);
      const waiting = await changeTo(harness, before, parked(before));
      const again = await changeTo(harness, waiting, parked(released(waiting, harness.nowMs())));
      expect(await harness.outcomes.record({ before, after: succeeded(before), attempt: aSuccess() })).toBe(
        'recorded',
      );
      expect(await storedDelivery(harness, before.id)).toEqual({
        ...succeeded(before),
        ticket: again.ticket,
      });
    });

    it('with a success, while it is parked: it is not released any more', async () => {
      const before = await keepDelivery(harness);
      await changeTo(harness, before, parked(before));
      await changeTo(harness, before, succeeded(before));
      const laterMs = harness.nowMs() + 2 * MINUTE_MS;
      expect(await harness.parked.release(harness.nowMs(), laterMs, 10)).toBe(0);
    });

    it('with a success, after it was exhausted: it did arrive', async () => {
      const before = await keepDelivery(harness);
      await changeTo(harness, before, exhausted(tried(before), 'attempts', harness.nowMs()));
      const after = await changeTo(harness, before, succeeded(before));
      expect(await storedDelivery(harness, before.id)).toEqual(after);
    });

    it('with a success, after more attempts were made: their count does not fall', async () => {
      const first = await keepDelivery(harness);
      const second = await changeTo(harness, first, failed(first));
      const third = await changeTo(harness, second, failed(second));
      await changeTo(harness, first, succeeded(first));
      const stored = await storedDelivery(harness, first.id);
      expect(stored).toMatchObject({ status: 'delivered', attemptCount: third.attemptCount });
    });

    it('of two at the same moment, the first is recorded alone', async () => {
      const before = await keepDelivery(harness);
      const results = await Promise.all([
        harness.outcomes.record({ before, after: parked(before) }),
        harness.outcomes.record({ before, after: cancelled(before, 'by_request', harness.nowMs()) }),
      ]);
      expect([...results].sort()).toEqual(['recorded', 'superseded']);
    });
  });
}

/** Where exhausted deliveries are announced on a queue. */
export function describeAnnouncementsContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  const tried = (delivery: Delivery): Delivery =>
    attempted(delivery, 'https://receiver.example/moved', harness.nowMs());

  describe(`DeliveryOutcomes, ${family}: giving up`, () => {
    it('announces it on the exhausted queue, with ids and reason', async () => {
      const before = await keepDelivery(harness);
      const after = exhausted(tried(before), 'attempts', harness.nowMs());
      await harness.outcomes.record({ before, after, attempt: anAttempt() });
      const { id: deliveryId, tenantId, eventId, subscriptionId } = before;
      expect(await harness.announcements()).toEqual([
        { deliveryId, tenantId, eventId, subscriptionId, reason: 'attempts', attemptCount: 1 },
      ]);
    });

    it('announces it once, however often it is recorded', async () => {
      const before = await keepDelivery(harness);
      const record = () =>
        harness.outcomes.record({ before, after: exhausted(before, 'expired', harness.nowMs()) });
      const results = await Promise.all([record(), record(), record()]);
      expect([...results, await record()].sort()).toEqual([
        'recorded',
        'superseded',
        'superseded',
        'superseded',
      ]);
      expect(await harness.announcements()).toHaveLength(1);
    });

    it('announces nothing else', async () => {
      const one = await keepDelivery(harness);
      const other = await keepDelivery(harness);
      await changeTo(harness, one, cancelled(one, 'by_request', harness.nowMs()));
      await changeTo(harness, other, delivered(tried(other)));
      expect(await harness.announcements()).toEqual([]);
    });
  });
}
