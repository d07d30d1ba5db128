import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DELIVERY_QUEUE } from '../../src/adapters/sqlite/outgoing-messages.ts';
import { asleepInQueue, attempted, type Delivery, delivered } from '../../src/domain/delivery.ts';
import { requestLimits, retention } from '../../src/domain/limits.ts';
import { anAttempt, aSubscription, aSuccess, aTenantId, RETENTION_HOURS } from '../support/records.ts';
import { openSqliteHarness, type SqliteHarness } from './sqlite-harness.ts';
import { keepDelivery, keepEvent } from './storage-harness.ts';

const RETENTION_SECONDS = RETENTION_HOURS * 3_600;
const EVENT_LIFE_SECONDS = RETENTION_SECONDS + retention.eventExtraHours * 3_600;

let harness: SqliteHarness;
beforeEach(async () => {
  harness = await openSqliteHarness();
});
afterEach(() => harness.close());

const sweep = () => harness.runtime.expiry.sweep(harness.nowMs());

const count = (table: string, condition = 'true') =>
  Number(harness.look(`SELECT count(*) AS n FROM ${table} WHERE ${condition}`)[0]?.['n']);

const aCall = (key: string) => ({
  tenantId: aTenantId(),
  operation: 'ingest',
  key,
  requestHash: 'a',
  value: 'first',
  nowMs: harness.nowMs(),
});

async function deliveredOne(before?: Delivery): Promise<Delivery> {
  const open = before ?? (await keepDelivery(harness));
  const after = delivered(attempted(open, open.targetUrl, harness.nowMs()));
  await harness.outcomes.record({ before: open, after, attempt: aSuccess() });
  return after;
}

describe('a sweep', () => {
  it('deletes closed deliveries with their attempts once their time is over, and not before', async () => {
    await deliveredOne();
    await harness.passSeconds(RETENTION_SECONDS - 1);
    await sweep();
    expect([count('deliveries'), count('attempts')]).toEqual([1, 1]);
    await harness.passSeconds(1);
    await sweep();
    expect([count('deliveries'), count('attempts')]).toEqual([0, 0]);
  });

  it('leaves open deliveries, however old, with their attempts', async () => {
    const before = await keepDelivery(harness);
    const after = asleepInQueue(attempted(before, before.targetUrl, harness.nowMs()), harness.nowMs());
    await harness.outcomes.record({ before, after, attempt: anAttempt() });
    const other = await deliveredOne();
    await harness.passSeconds(10 * RETENTION_SECONDS);
    await sweep();
    expect(harness.look('SELECT event_id FROM deliveries')).toMatchObject([{ event_id: before.eventId }]);
    expect(harness.look('SELECT delivery_id FROM attempts')).toMatchObject([{ delivery_id: before.id }]);
    expect(count('deliveries', `event_id = '${other.eventId}'`)).toBe(0);
  });

  it('leaves deliveries that were closed later', async () => {
    await deliveredOne();
    await harness.passSeconds(RETENTION_SECONDS / 2);
    const later = await deliveredOne();
    await harness.passSeconds(RETENTION_SECONDS / 2);
    await sweep();
    expect(harness.look('SELECT event_id FROM deliveries')).toMatchObject([{ event_id: later.eventId }]);
    expect(harness.look('SELECT delivery_id FROM attempts')).toMatchObject([{ delivery_id: later.id }]);
  });

  it('keeps an event that an open delivery still needs, however old it is', async () => {
    const { event } = await keepEvent(harness);
    await harness.passSeconds(30 * 86_400);
    await sweep();
    expect(count('events', `id = '${event.id}'`)).toBe(1);
  });

  it('deletes events once their time is over, and not before', async () => {
    await keepEvent(harness, { deliveries: 0 });
    await harness.passSeconds(EVENT_LIFE_SECONDS - 1);
    await sweep();
    expect(count('events')).toBe(1);
    await harness.passSeconds(1);
    await sweep();
    expect(count('events')).toBe(0);
  });

  it('deletes idempotency keys after their day', async () => {
    await harness.idempotencyKeys.reserve(aCall('one'));
    await harness.passSeconds(requestLimits.idempotencySeconds - 1);
    await sweep();
    expect(count('idempotency_keys')).toBe(1);
    await harness.passSeconds(1);
    await sweep();
    expect(count('idempotency_keys')).toBe(0);
  });

  it('deletes tombstones after fourteen days, and no living subscription', async () => {
    const [dead, living] = [aSubscription(), aSubscription()];
    await harness.store.add(dead);
    await harness.store.add(living);
    await harness.store.remove(dead, harness.nowMs());
    await harness.passSeconds(retention.tombstoneSeconds - 1);
    await sweep();
    expect(count('subscriptions')).toBe(2);
    await harness.passSeconds(1);
    await sweep();
    expect(harness.look('SELECT id FROM subscriptions')).toMatchObject([{ id: living.id }]);
  });

  it('deletes messages that are in the end queues for fourteen days, and no delivery message', async () => {
    await keepDelivery(harness);
    const deadLetters = "queue = 'deliver-dlq'";
    const outside = new DatabaseSync(join(harness.folder, 'posthorn.db'));
    outside.exec(
      'INSERT INTO messages (queue, group_id, body, receive_count, sent_at_ms) ' +
        `VALUES ('deliver-dlq', 'sub_1', 'unreadable', 100, ${harness.nowMs()})`,
    );
    outside.close();
    await harness.passSeconds(retention.tombstoneSeconds - 1);
    await sweep();
    expect(count('messages', deadLetters)).toBe(1);
    await harness.passSeconds(1);
    await sweep();
    expect(count('messages', deadLetters)).toBe(0);
    expect(count('messages', `queue = '${DELIVERY_QUEUE}'`)).toBe(1);
  });

  it('has nothing to do in an empty store', async () => {
    await expect(sweep()).resolves.toBeUndefined();
  });
});

describe('a sweep of much', () => {
  const MANY = 1_100;
  const many = <Result>(make: (n: number) => Promise<Result>) =>
    Promise.all(Array.from({ length: MANY }, (_, n) => make(n)));

  it('deletes all of it, from every table', async () => {
    const kept = await many(() => keepDelivery(harness));
    await many((n) => deliveredOne(kept[n]));
    await harness.passSeconds(2 * EVENT_LIFE_SECONDS);
    await sweep();
    expect([count('deliveries'), count('attempts'), count('events')]).toEqual([0, 0, 0]);
  });

  it('deletes all events, also when no delivery expires with them', async () => {
    await many(() => keepEvent(harness, { deliveries: 0 }));
    await harness.passSeconds(EVENT_LIFE_SECONDS);
    await sweep();
    expect(count('events')).toBe(0);
  });

  it('deletes all idempotency keys, also when nothing else expires with them', async () => {
    await many((n) => harness.idempotencyKeys.reserve(aCall(`key ${n}`)));
    await harness.passSeconds(requestLimits.idempotencySeconds);
    await sweep();
    expect(count('idempotency_keys')).toBe(0);
  });

  it('lets other writes have their turn in between', async () => {
    await many(() => keepEvent(harness, { deliveries: 0 }));
    await harness.passSeconds(EVENT_LIFE_SECONDS);
    const sweeping = sweep();
    const { event } = await keepEvent(harness);
    expect(count('events', `id = '${event.id}'`)).toBe(1);
    expect(count('events')).toBeGreaterThan(1);
    await sweeping;
    expect(count('events')).toBe(1);
  });
});
