import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AwsClients, awsClients } from '../../src/adapters/aws/clients.ts';
import { DynamoDeliveryReader } from '../../src/adapters/dynamodb/delivery-reader.ts';
import { attemptFields, newDeliveryRow } from '../../src/adapters/dynamodb/delivery-rows.ts';
import { DynamoEventReader } from '../../src/adapters/dynamodb/event-reader.ts';
import { eventRow, payloadName } from '../../src/adapters/dynamodb/event-rows.ts';
import { attemptKey, exhaustedIndexKeys } from '../../src/adapters/dynamodb/keys.ts';
import { payloadLimits } from '../../src/adapters/dynamodb/limits.ts';
import { Table } from '../../src/adapters/dynamodb/table.ts';
import { systemRandomness } from '../../src/adapters/node/system-randomness.ts';
import type { Attempt, Delivery } from '../../src/domain/delivery.ts';
import { delivered } from '../../src/domain/delivery.ts';
import { createTable, deleteTable, describeOnAws } from '../support/aws-resources.ts';
import { aDelivery, anAttempt, anEvent, aSuccess, RETENTION_HOURS } from '../support/records.ts';

/** Readers and rows that no contract can produce, for example of a write in progress, or of a late index. */
describeOnAws('readers of rows', () => {
  let clients: AwsClients;
  let tableName: string;
  let table: Table;
  let deliveries: DynamoDeliveryReader;
  let events: DynamoEventReader;
  const storedApart = new Map<string, Uint8Array>();
  const clock = { nowMs: () => Date.now() };

  beforeEach(async () => {
    clients = awsClients();
    tableName = await createTable(clients);
    table = new Table(clients.documents, tableName, systemRandomness);
    deliveries = new DynamoDeliveryReader(table, clock, RETENTION_HOURS);
    events = new DynamoEventReader(table, { get: async (name) => storedApart.get(name) }, clock);
  });
  afterEach(async () => {
    await deleteTable(clients, tableName);
    clients.destroy();
  });

  const keep = (delivery: Delivery, more: object = {}) =>
    table.put({ ...newDeliveryRow(delivery, RETENTION_HOURS), ...more });

  const keepAttempt = (delivery: Delivery, attempt: Attempt) =>
    table.put({ ...attemptKey(delivery.id, attempt.number), ...attemptFields(attempt) });

  describe('the attempts of a delivery', () => {
    const delivery = aDelivery(anEvent({ createdAtMs: Date.now() }));
    const first = anAttempt();
    const withoutExcerpt = { ...first, responseExcerpt: null };

    it('are those of their own rows, with the last one as the delivery’s row has it', async () => {
      const second = aSuccess({ number: 2 });
      await keepAttempt(delivery, first);
      await keep({ ...delivery, attemptCount: 2 }, { last: attemptFields(second) });
      expect(await deliveries.attemptsOf(delivery.id)).toEqual([first, second]);
    });

    it('are told by their own row where both have a failed one, by the delivery’s until then', async () => {
      await keep({ ...delivery, attemptCount: 1 }, { last: attemptFields(withoutExcerpt) });
      expect(await deliveries.attemptsOf(delivery.id)).toEqual([withoutExcerpt]);
      await keepAttempt(delivery, first);
      expect(await deliveries.attemptsOf(delivery.id)).toEqual([first]);
    });

    it('are told by the delivery’s row where that has a success', async () => {
      await keepAttempt(delivery, first);
      await keep(delivered({ ...delivery, attemptCount: 1 }), { last: attemptFields(aSuccess()) });
      expect(await deliveries.attemptsOf(delivery.id)).toEqual([aSuccess()]);
    });

    it('are all given, in order, however many pages they take', async () => {
      // A page of a query ends at a mebibyte.
      const excerpt = 'x'.repeat(300 * 1_024);
      const attempts = Array.from({ length: 12 }, (_, n) =>
        anAttempt({ number: n + 1, responseExcerpt: excerpt }),
      );
      await keep({ ...delivery, attemptCount: 12 });
      for (const attempt of attempts) await keepAttempt(delivery, attempt);
      const found = await deliveries.attemptsOf(delivery.id);
      expect(found.map(({ number }) => number)).toEqual(attempts.map(({ number }) => number));
    });

    it('are nothing without the delivery', async () => {
      await keepAttempt(delivery, first);
      expect(await deliveries.attemptsOf(delivery.id)).toEqual([]);
    });
  });

  it('does not list as exhausted a delivery that is exhausted only in the index', async () => {
    const delivery = aDelivery(anEvent({ createdAtMs: Date.now() }));
    await keep(delivery, exhaustedIndexKeys(delivery));
    const filter = {
      status: 'exhausted',
      eventType: undefined,
      sinceMs: undefined,
      untilMs: undefined,
    } as const;
    const nothing = { items: [], nextBefore: undefined };
    const page = { beforeEventId: undefined, limit: 5 };
    expect(await deliveries.listOf(delivery.subscriptionId, filter, page)).toEqual(nothing);
    const first = { beforeId: undefined, limit: 5 };
    expect(await deliveries.listOfTenant(delivery.tenantId, filter, first)).toEqual(nothing);
  });

  it('finds an event with the payload that is stored apart, and none once that is gone', async () => {
    const payload = new Uint8Array(payloadLimits.inlineBytes + 1).fill(7);
    const event = anEvent({ createdAtMs: Date.now(), payload });
    await table.put(eventRow(event, 'call'));
    storedApart.set(payloadName(event.tenantId, event.id), payload);
    expect(await events.find(event.tenantId, event.id)).toEqual(event);
    storedApart.clear();
    expect(await events.find(event.tenantId, event.id)).toBeUndefined();
  });
});
