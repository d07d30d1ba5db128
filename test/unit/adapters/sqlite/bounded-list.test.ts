import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SqliteDeliveryReader } from '../../../../src/adapters/sqlite/delivery-reader.ts';
import { SqliteEventReader } from '../../../../src/adapters/sqlite/event-reader.ts';
import { migrate } from '../../../../src/adapters/sqlite/schema.ts';
import type { DeliveryStatus } from '../../../../src/domain/delivery.ts';
import { anEventId, aSubscriptionId, aTenantId } from '../../../support/records.ts';

class RecordingDatabase extends DatabaseSync {
  readonly asked: string[] = [];

  override prepare(sql: string) {
    this.asked.push(sql);
    return super.prepare(sql);
  }
}

let database: RecordingDatabase;

beforeEach(() => {
  database = new RecordingDatabase(':memory:');
  migrate(database);
});
afterEach(() => database.close());

const clock = { nowMs: () => 1_000 };

/** How SQLite goes about each query that a call makes. */
async function plansOf(call: () => Promise<unknown>): Promise<readonly (readonly string[])[]> {
  database.asked.length = 0;
  await call();
  return [...database.asked].map((sql) =>
    database
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map((row) => String(row['detail'])),
  );
}

const period = { sinceMs: 1, untilMs: 2 };

const pageOfDeliveries = (status: DeliveryStatus | undefined) => () =>
  new SqliteDeliveryReader(database, clock).listOf(
    aSubscriptionId(),
    { status, eventType: 'order.created', ...period },
    { beforeEventId: anEventId(), limit: 5 },
  );

it.each([undefined, 'pending', 'delivered'] as const)(
  'a page of deliveries is looked up by subscription and event; status: %s',
  async (status) => {
    const reader = pageOfDeliveries(status);
    const plans = (await plansOf(reader)).slice(-2);
    expect(plans).toEqual([
      [expect.stringMatching(/COVERING INDEX sqlite_autoindex_deliveries_1 .*event_id>\? AND event_id<\?/)],
      [expect.stringMatching(/INDEX sqlite_autoindex_deliveries_1 .*event_id>\? AND event_id<\?/)],
    ]);
  },
);

it.each(['retrying', 'exhausted', 'cancelled'] as const)(
  'a page of those in trouble is looked up by status as well: %s',
  async (status) => {
    const plans = (await plansOf(pageOfDeliveries(status))).slice(-2);
    const lookUp = /INDEX deliveries_in_trouble .*status=\? AND event_id>\? AND event_id<\?/;
    expect(plans).toEqual([[expect.stringMatching(lookUp)], [expect.stringMatching(lookUp)]]);
    expect(plans[0]![0]).toContain('COVERING');
  },
);

it('a page of events is looked up by tenant and event', async () => {
  const filter = { eventType: 'order.created', receiverId: 'acme', ...period };
  const events = new SqliteEventReader(database, clock);
  const plans = await plansOf(() => events.list(aTenantId(), filter, { beforeId: anEventId(), limit: 5 }));
  expect(plans).toEqual([
    [expect.stringMatching(/COVERING INDEX sqlite_autoindex_events_1 .*id>\? AND id<\?/)],
    [expect.stringMatching(/INDEX sqlite_autoindex_events_1 .*id>\? AND id<\?/)],
  ]);
});
