import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DELETE_NONE_OPEN, DELETE_OLD } from '../../src/adapters/sqlite/counters.ts';
import { asRetrying, attempted, delivered, held } from '../../src/domain/delivery.ts';
import { statsLimits } from '../../src/domain/limits.ts';
import { alignedRange, type CounterSum } from '../../src/domain/stats.ts';
import { anEvent, aSubscription, aSuccess, aTenantId } from '../support/records.ts';
import { openSqliteHarness, type SqliteHarness } from './sqlite-harness.ts';
import { changeTo, keepDelivery, keepEvent } from './storage-harness.ts';

/** The journal of the counters, and their deletion: only in SQLite. */

let harness: SqliteHarness;
beforeEach(async () => {
  harness = await openSqliteHarness();
});
afterEach(() => harness.close());

const rows = (table: string) => harness.look(`SELECT * FROM ${table}`);
const tenantId = aTenantId();
const anEventNow = () => anEvent({ tenantId, createdAtMs: harness.nowMs() });

async function eventsCounted(hours = 72): Promise<number> {
  const nowMs = harness.nowMs();
  const range = alignedRange(nowMs - hours * 3_600_000, nowMs + 60_000, 60_000);
  const sums = await harness.stats.sums({
    tenantId,
    receiverId: undefined,
    range,
    by: undefined,
    seriesMost: 9,
  });
  if (sums === 'too-many') throw new Error('too many counters');
  return sums.filter(({ fact }) => fact === 'event').reduce((sum, { count }) => sum + count, 0);
}

describe('counting in SQLite', () => {
  it('adds one row to a commit, however many events are in it', async () => {
    await harness.intake.keepAll(Array.from({ length: 20 }, () => ({ event: anEventNow(), deliveries: [] })));
    expect(rows('counter_journal')).toHaveLength(1);
    expect(rows('counters')).toEqual([]);
    expect(await eventsCounted()).toBe(20);
    expect(rows('counter_journal')).toEqual([]);
  });

  it('adds no row to a commit in which nothing is counted', async () => {
    await harness.store.add(aSubscription({ tenantId }));
    expect(rows('counter_journal')).toEqual([]);
  });

  it('moves the journal into the counters after ten seconds', async () => {
    await keepEvent(harness, { tenantId });
    await harness.passSeconds(11);
    await keepEvent(harness, { tenantId });
    expect(rows('counter_journal')).toEqual([]);
    expect(rows('counters').length).toBeGreaterThan(0);
    await keepEvent(harness, { tenantId });
    expect(rows('counter_journal')).toHaveLength(1);
    expect(await eventsCounted()).toBe(3);
  });

  it('forgets the counts of a commit that failed', async () => {
    const good = keepEvent(harness, { tenantId });
    // NaN becomes NULL, which the column does not take. All writes of this turn are rolled back and made again.
    const bad = harness.intake.keep({ ...anEventNow(), expiresAtMs: Number.NaN }, []);
    await expect(bad).rejects.toThrow('NOT NULL');
    await good;
    await keepEvent(harness, { tenantId });
    expect(await eventsCounted()).toBe(2);
  });

  it('keeps the numbers of open deliveries, held ones too', async () => {
    const subscription = aSubscription({ tenantId, status: 'disabled', disabledReason: 'by_request' });
    await harness.store.add(subscription);
    const about = { tenantId, subscriptionIds: [subscription.id] };
    const [one, two, three] = await Promise.all(
      [1, 2, 3].map(async () => (await keepEvent(harness, about)).deliveries[0]!),
    );
    await changeTo(harness, one!, held(asRetrying(one!)));
    await changeTo(harness, two!, held(two!));
    const scope = { tenantId, receiverId: undefined };
    expect(await harness.stats.open(scope)).toEqual({ pending: 2, retrying: 1, held: 2, isExact: true });
    const after = delivered(attempted(three!, three!.targetUrl, harness.nowMs()));
    await harness.outcomes.record({ before: three!, after, attempt: aSuccess() });
    expect(await harness.stats.open(scope)).toEqual({ pending: 1, retrying: 1, held: 2, isExact: true });
    expect(await harness.stats.open({ tenantId: aTenantId(), receiverId: undefined })).toMatchObject({
      pending: 0,
      held: 0,
    });
  });

  it('counts the same by minute and by quarter of an hour', async () => {
    for (let n = 0; n < 40; n += 1) {
      await keepEvent(harness, { tenantId, deliveries: 2 });
      await harness.passSeconds(61);
    }
    const nowMs = harness.nowMs();
    const about = { tenantId, receiverId: undefined, by: 'event_type', seriesMost: 9 } as const;
    const sumsIn = async (minutes: number) => {
      const range = alignedRange(nowMs - 3_600_000, nowMs, minutes * 60_000);
      return (await harness.stats.sums({ ...about, range })) as readonly CounterSum[];
    };
    const [minutes, quarters] = [await sumsIn(5), await sumsIn(15)];
    for (const sums of [minutes, quarters]) {
      expect(sums.reduce((sum, { count }) => sum + count, 0)).toBe(120);
    }
    const stepOf = (atMs: number) => Math.floor(atMs / 900_000);
    for (const { atMs, fact, count } of quarters) {
      const same = minutes.filter((one) => one.fact === fact && stepOf(one.atMs) === stepOf(atMs));
      expect(same.reduce((sum, one) => sum + one.count, 0)).toBe(count);
    }
  });

  it('deletes counters after 72 hours, and then their names, but not the numbers of open deliveries', async () => {
    await keepDelivery(harness);
    await keepEvent(harness, { tenantId, deliveries: 0 });
    expect(await eventsCounted()).toBe(1);
    await harness.passSeconds(statsLimits.keptHours * 3_600 - 120);
    await harness.runtime.expiry.sweep(harness.nowMs());
    expect(rows('counters')).toHaveLength(4);
    await harness.passSeconds(300);
    await harness.runtime.expiry.sweep(harness.nowMs());
    expect(rows('counters')).toEqual([expect.objectContaining({ minute: 0, fact: 'pending', count: 1 })]);
    await harness.passSeconds(900);
    await harness.runtime.expiry.sweep(harness.nowMs());
    expect(rows('counters_by_quarter')).toEqual([]);
    expect(rows('counter_names')).toHaveLength(1);
  });

  it('leaves out the event types of further counters of a tenant with many names, then all that makes names', async () => {
    const receiverId = 'r';
    await keepEvent(harness, { tenantId, deliveries: 0, eventType: 'known', receiverId });
    expect(await eventsCounted()).toBe(1);
    const publishTypes = async (prefix: string, count: number) => {
      const events = Array.from({ length: count }, (_, n) => ({
        event: anEvent({ tenantId, createdAtMs: harness.nowMs(), eventType: `${prefix}${n}`, receiverId }),
        deliveries: [],
      }));
      await harness.intake.keepAll(events);
      return eventsCounted(1);
    };
    const fill = (count: number, prefix: string) => {
      const outside = new DatabaseSync(join(harness.folder, 'posthorn.db'));
      outside.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
        INSERT INTO counter_names (tenant_id, subscription_id, event_type, answer, receiver_id)
        SELECT '${tenantId}', '', '${prefix}' || i, '', '' FROM n`);
      outside.close();
    };
    const names = (receiver: string) =>
      harness
        .look(`SELECT event_type AS type FROM counter_names WHERE receiver_id = '${receiver}'`)
        .map(({ type }) => type);
    fill(statsLimits.counterNames - 2, 'a');
    expect(await publishTypes('id', 5)).toBe(6);
    expect(names(receiverId)).toEqual(['known', 'id0', '']);
    fill(statsLimits.counterNames, 'b');
    await keepEvent(harness, { tenantId, deliveries: 0, eventType: 'more', receiverId: 'other' });
    expect(await publishTypes('known', 1)).toBe(8);
    expect(names('other')).toEqual([]);
    const subscription = aSubscription({ tenantId });
    await harness.store.add(subscription);
    await keepEvent(harness, { tenantId, subscriptionIds: [subscription.id], receiverId: 'open' });
    const open = (receiver: string | undefined) => harness.stats.open({ tenantId, receiverId: receiver });
    expect(await open(undefined)).toMatchObject({ pending: 1 });
    expect(names('open')).toEqual(['']);
  });

  it('reads for one caller at a time', async () => {
    for (let n = 0; n < 3; n += 1) await keepEvent(harness, { tenantId, deliveries: 0 });
    const ended: string[] = [];
    await Promise.all([
      eventsCounted(72).then((count) => ended.push(`long ${count}`)),
      eventsCounted(1).then((count) => ended.push(`short ${count}`)),
    ]);
    expect(ended).toEqual(['long 3', 'short 3']);
  });

  it.each([
    [DELETE_OLD, 'name_id=? AND minute>? AND minute<?'],
    [DELETE_NONE_OPEN, 'name_id=? AND minute=?'],
  ])('finds counters to delete without reading those that stay: %s', (sql, range) => {
    const plan = harness.look(`EXPLAIN QUERY PLAN ${sql}`);
    expect(plan).toEqual([expect.objectContaining({ detail: expect.stringContaining(`(${range})`) })]);
  });
});
