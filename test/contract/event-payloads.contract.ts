import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { payloadLimits } from '../../src/domain/limits.ts';
import { anEventId, aTenantId } from '../support/records.ts';
import { keepEvent, type MakeStorageHarness, type StorageHarness, storedEvent } from './storage-harness.ts';

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
  });
}
