import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { payloadLimits } from '../../src/adapters/dynamodb/limits.ts';
import {
  asRetrying,
  attempted,
  type Delivery,
  delivered,
  exhausted,
  parkedUntil,
} from '../../src/domain/delivery.ts';
import type { Event } from '../../src/domain/event.ts';
import { anAttempt, anEventId, aSuccess, aTenantId } from '../support/records.ts';
import {
  keepEvent,
  type MakeStorageHarness,
  type StorageHarness,
  storedDelivery,
  storedEvent,
} from './storage-harness.ts';

const A_TIME_MS = 1_900_000_000_000;

export function describeEventPayloadsContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  describe(`EventPayloads, ${family}`, () => {
    it.each([
      ['a small one', Buffer.from('{"order":17}')],
      ['one that deflates', Buffer.from('x'.repeat(10_000))],
      ['a large one', Buffer.alloc(payloadLimits.inlineBytes + 1, 'y')],
      ['an empty one', Buffer.alloc(0)],
    ])('deletes %s, and nothing else of its event', async (_, payload) => {
      const { event } = await keepEvent(harness, { payload: Uint8Array.from(payload) });
      const { event: another } = await keepEvent(harness, { tenantId: event.tenantId });
      await harness.payloads.delete(event.tenantId, event.id, A_TIME_MS);
      const deleted = { ...event, payload: new Uint8Array(), payloadDeletedAtMs: A_TIME_MS };
      expect(await storedEvent(harness, event)).toEqual(deleted);
      expect(await storedEvent(harness, another)).toEqual(another);
    });

    it('shows it in lists', async () => {
      const { event } = await keepEvent(harness);
      await harness.payloads.delete(event.tenantId, event.id, A_TIME_MS);
      const filter = { eventType: undefined, receiverId: undefined, sinceMs: undefined, untilMs: undefined };
      const { items } = await harness.events.list(event.tenantId, filter, { beforeId: undefined, limit: 5 });
      expect(items).toMatchObject([{ id: event.id, payloadDeletedAtMs: A_TIME_MS }]);
    });

    it('keeps the time of the first deletion, however often it is repeated', async () => {
      const { event } = await keepEvent(harness);
      await harness.payloads.delete(event.tenantId, event.id, A_TIME_MS);
      await harness.payloads.delete(event.tenantId, event.id, A_TIME_MS + 5_000);
      expect(await storedEvent(harness, event)).toMatchObject({ payloadDeletedAtMs: A_TIME_MS });
    });

    it('makes no event of one that is another tenant’s, or unknown', async () => {
      const { event } = await keepEvent(harness);
      await harness.payloads.delete(aTenantId(), event.id, A_TIME_MS);
      expect(await storedEvent(harness, event)).toEqual(event);
      const unknown = { tenantId: aTenantId(), id: anEventId(harness.nowMs()) };
      await harness.payloads.delete(unknown.tenantId, unknown.id, A_TIME_MS);
      expect(await storedEvent(harness, unknown)).toBeUndefined();
    });

    it('is not undone by a repeat of the call that had kept it', async () => {
      const { event, deliveries } = await keepEvent(harness);
      await harness.payloads.delete(event.tenantId, event.id, A_TIME_MS);
      await harness.intake.keep(event, deliveries);
      expect(await storedEvent(harness, event)).toMatchObject({ payloadDeletedAtMs: A_TIME_MS });
      expect((await storedEvent(harness, event))?.payload).toHaveLength(0);
    });

    describe('excerpts of answers', () => {
      const excerpt = (text: string) => ({ responseExcerpt: text });
      const erase = (event: Event, ...deliveries: readonly Delivery[]) =>
        harness.payloads.eraseExcerpts(
          event.id,
          deliveries.map(({ id }) => id),
        );
      const excerptsOf = async ({ id }: Delivery) =>
        (await harness.deliveries.attemptsOf(id)).map(({ responseExcerpt }) => responseExcerpt);

      /** One that failed twice and is given up. */
      async function failedTwice(subscriptionCount = 1) {
        const { event, deliveries } = await keepEvent(harness, { deliveries: subscriptionCount });
        const [before] = deliveries;
        if (before === undefined) throw new Error('no delivery');
        const between = parkedUntil(
          asRetrying(attempted(before, before.targetUrl, harness.nowMs())),
          harness.nowMs() + 900_000,
        );
        const first = anAttempt({ number: 1, ...excerpt('the payload, again') });
        await harness.outcomes.record({ before, after: between, attempt: first });
        const over = exhausted(
          attempted(between, before.targetUrl, harness.nowMs()),
          'attempts',
          harness.nowMs(),
        );
        const second = anAttempt({ number: 2, ...excerpt('and again') });
        await harness.outcomes.record({ before: between, after: over, attempt: second });
        return { event, before: between, over, deliveries };
      }

      it('are erased from every attempt, and all else of them stays', async () => {
        const { event, over } = await failedTwice();
        expect(await excerptsOf(over)).toEqual(['the payload, again', 'and again']);
        const before = await harness.deliveries.attemptsOf(over.id);
        await harness.payloads.delete(event.tenantId, event.id, A_TIME_MS);
        await erase(event, over);
        await erase(event, over);
        const after = await harness.deliveries.attemptsOf(over.id);
        expect(after).toEqual(before.map((attempt) => ({ ...attempt, responseExcerpt: null })));
        expect(await storedDelivery(harness, over.id)).toEqual(over);
      });

      it('are erased from a success, and from no delivery of another event', async () => {
        const another = await failedTwice();
        const { event, deliveries } = await keepEvent(harness, { deliveries: 3 });
        for (const before of deliveries.slice(0, 2)) {
          const after = delivered(attempted(before, before.targetUrl, harness.nowMs()));
          await harness.outcomes.record({ before, after, attempt: aSuccess(excerpt('the payload, again')) });
        }
        await erase(event, ...deliveries);
        for (const delivery of deliveries.slice(0, 2)) expect(await excerptsOf(delivery)).toEqual([null]);
        expect(await excerptsOf(another.over)).toEqual(['the payload, again', 'and again']);
      });

      it('are not kept of an attempt that is recorded afterwards', async () => {
        const { event, before, over } = await failedTwice();
        await erase(event, over);
        const late = delivered(attempted({ ...before, attemptCount: 2 }, before.targetUrl, harness.nowMs()));
        const attempt = aSuccess({ number: 3, ...excerpt('the payload, late') });
        expect(await harness.outcomes.record({ before, after: late, attempt })).toBe('recorded');
        expect(await excerptsOf(over)).toEqual([null, null, null]);
      });

      it('are not kept of a failed attempt that is recorded while they are erased', async () => {
        const { event, deliveries } = await keepEvent(harness);
        const [before] = deliveries;
        if (before === undefined) throw new Error('no delivery');
        await erase(event, before);
        const after = exhausted(
          attempted(before, before.targetUrl, harness.nowMs()),
          'attempts',
          harness.nowMs(),
        );
        await harness.outcomes.record({
          before,
          after,
          attempt: anAttempt({ number: 1, ...excerpt('late') }),
        });
        expect(await excerptsOf(after)).toEqual([null]);
      });
    });
  });
}
