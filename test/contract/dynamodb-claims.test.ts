import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliveryChanges } from '../../src/adapters/dynamodb/delivery-rows.ts';
import { deliveryKey, eventKey, holdMarkerKey } from '../../src/adapters/dynamodb/keys.ts';
import { claimLimits, payloadLimits } from '../../src/adapters/dynamodb/limits.ts';
import { Table } from '../../src/adapters/dynamodb/table.ts';
import { systemRandomness } from '../../src/adapters/node/system-randomness.ts';
import {
  attempted,
  type Delivery,
  delivered,
  held,
  parkedUntil,
  released,
} from '../../src/domain/delivery.ts';
import { retention } from '../../src/domain/limits.ts';
import { disabled, enabled } from '../../src/domain/subscription.ts';
import { makeStorage } from '../../src/runtime/aws/storage.ts';
import { describeOnAws } from '../support/aws-resources.ts';
import { aSubscription, RETENTION_HOURS } from '../support/records.ts';
import { openAwsInfrastructure } from './aws-infrastructure.ts';
import {
  changeTo,
  keepDelivery,
  keepEvent,
  messageOf,
  type StorageHarness,
  storedDelivery,
} from './storage-harness.ts';

/** Only in the AWS family: claims of released deliveries, markers of held ones, lifetimes of events. */
describeOnAws('DynamoDB', () => {
  let harness: StorageHarness & { readonly table: Table };
  const refreshed: string[] = [];

  beforeEach(async () => {
    refreshed.length = 0;
    const { needs, passSeconds, takeMessages, announcements, close } = await openAwsInfrastructure();
    const payloads = {
      get: (name: string) => needs.payloads.get(name),
      put: (name: string, payload: Uint8Array) => needs.payloads.put(name, payload),
      delete: (name: string) => needs.payloads.delete(name),
      refresh: async (name: string) => void refreshed.push(name),
    };
    harness = {
      ...makeStorage({ ...needs, payloads }),
      table: new Table(needs.documents, needs.tableName, systemRandomness),
      nowMs: () => needs.clock.nowMs(),
      passSeconds,
      takeMessages,
      announcements,
      close,
    };
  });
  afterEach(() => harness.close());

  const releaseNow = (limit = 100) => harness.parked.release(harness.nowMs(), harness.nowMs(), limit);

  async function parked(): Promise<Delivery> {
    const before = await keepDelivery(harness);
    const delivery = await changeTo(harness, before, parkedUntil(before, harness.nowMs()));
    await harness.takeMessages();
    return delivery;
  }

  describe('a released delivery without an outcome', () => {
    it('is released again under another ticket, after longer and longer', async () => {
      const { id, ticket } = await parked();
      expect(await releaseNow()).toBe(1);
      for (const [nth, seconds] of [
        claimLimits.seconds,
        2 * claimLimits.seconds,
        4 * claimLimits.seconds,
      ].entries()) {
        await harness.passSeconds(seconds - 10);
        expect(await releaseNow()).toBe(0);
        await harness.passSeconds(10);
        expect(await releaseNow()).toBe(1);
        expect(await storedDelivery(harness, id)).toMatchObject({ ticket: ticket + 2 + nth, waits: 'queue' });
      }
      const messages = await harness.takeMessages();
      expect(messages.map((message) => 'ticket' in message && message.ticket).sort()).toEqual(
        [1, 2, 3, 4].map((n) => ticket + n),
      );
    });

    it('is not released again when something did come of it', async () => {
      const delivery = await parked();
      await releaseNow();
      const now = released(delivery, harness.nowMs());
      await changeTo(harness, now, delivered(attempted(now, now.targetUrl, harness.nowMs())));
      await harness.passSeconds(claimLimits.seconds + 1);
      expect(await releaseNow()).toBe(0);
    });
  });

  describe('held deliveries of a subscription', () => {
    it('is released page by page when that is enabled, and its marker goes in the end', async () => {
      const subscription = disabled(aSubscription(), 'by_request', harness.nowMs());
      await harness.store.add(subscription);
      const deliveries: Delivery[] = [];
      for (let n = 0; n < 5; n += 1) {
        const before = await keepDelivery(harness, subscription.id);
        deliveries.push(await changeTo(harness, before, held(before)));
      }
      await harness.takeMessages();
      await harness.store.replace(enabled(subscription, harness.nowMs()));
      expect([await releaseNow(2), await releaseNow(2), await releaseNow(2), await releaseNow(2)]).toEqual([
        2, 2, 1, 0,
      ]);
      const stored = await harness.deliveries.findMany(deliveries.map(({ id }) => id));
      const messages = await harness.takeMessages();
      expect(messages).toHaveLength(5);
      expect(messages).toEqual(expect.arrayContaining(stored.map(messageOf)));

      const marker = () => harness.table.get(holdMarkerKey(subscription.id));
      expect(await marker()).toBeDefined();
      await harness.passSeconds(claimLimits.holdLateSeconds + 1);
      expect(await releaseNow()).toBe(0);
      expect(await marker()).toBeUndefined();
    });

    it('by who did not know yet that it was enabled is released too', async () => {
      const subscription = disabled(aSubscription(), 'by_request', harness.nowMs());
      await harness.store.add(subscription);
      await harness.store.replace(enabled(subscription, harness.nowMs()));
      expect(await releaseNow()).toBe(0);
      // As if this write had been under way for all that time.
      const late = await keepDelivery(harness, subscription.id);
      await harness.table.update(deliveryKey(late.id), deliveryChanges(held(late), RETENTION_HOURS));
      await harness.passSeconds(60);
      expect(await releaseNow()).toBe(1);
    });
  });

  describe('an event', () => {
    const largePayload = new Uint8Array(payloadLimits.inlineBytes + 1);
    const DAY_MS = 86_400_000;

    const lifeOf = async ({ tenantId, eventId }: Delivery) => {
      const row = await harness.table.get(eventKey(tenantId, eventId));
      return { expiresAtMs: row?.['expires_at'] as number, ttlMs: 1_000 * (row?.['ttl'] as number) };
    };

    it('keeps its first lifetime, with any change of its delivery within a day', async () => {
      const { event, deliveries } = await keepEvent(harness);
      const before = deliveries[0]!;
      await changeTo(harness, before, parkedUntil(before, harness.nowMs() + DAY_MS));
      expect((await lifeOf(before)).expiresAtMs).toBe(event.expiresAtMs);
      expect(refreshed).toEqual([]);
    });

    it.each([
      ['in its row', new Uint8Array(10), 0],
      ['apart, which is kept on with it', largePayload, 1],
    ])(
      'lives longer with a delivery that goes on for longer: with its payload %s',
      async (_, payload, times) => {
        const { deliveries } = await keepEvent(harness, { payload });
        const before = deliveries[0]!;
        const dueAtMs = harness.nowMs() + 6 * DAY_MS;
        await changeTo(harness, before, parkedUntil(before, dueAtMs));
        const { expiresAtMs, ttlMs } = await lifeOf(before);
        expect(expiresAtMs).toBe(dueAtMs + (RETENTION_HOURS + retention.eventExtraHours) * 3_600_000);
        expect(ttlMs).toBeGreaterThanOrEqual(expiresAtMs);
        const { tenantId, eventId } = before;
        expect(refreshed).toEqual(Array(times).fill(`${tenantId}/${eventId}`));
      },
    );

    it('is never made to live shorter', async () => {
      const { deliveries } = await keepEvent(harness, { deliveries: 2 });
      const [late, soon] = [deliveries[0]!, deliveries[1]!];
      await changeTo(harness, late, parkedUntil(late, harness.nowMs() + 6 * DAY_MS));
      const { expiresAtMs } = await lifeOf(late);
      await changeTo(harness, soon, parkedUntil(soon, harness.nowMs() + 3 * DAY_MS));
      expect((await lifeOf(late)).expiresAtMs).toBe(expiresAtMs);
    });
  });
});
