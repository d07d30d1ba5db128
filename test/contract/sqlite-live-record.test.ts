import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqliteLiveRecord } from '../../src/adapters/sqlite/live-record.ts';
import {
  asRetrying,
  attempted,
  cancelled,
  type Delivery,
  delivered,
  parkedUntil,
} from '../../src/domain/delivery.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import { anAttempt, aSubscription, aSuccess } from '../support/records.ts';
import { openSqliteHarness, type SqliteHarness } from './sqlite-harness.ts';
import { keepEvent } from './storage-harness.ts';

/** The recent changes of deliveries, found by orders that exist for other reasons. */

let harness: SqliteHarness;
beforeEach(async () => {
  harness = await openSqliteHarness();
});
afterEach(() => harness.close());

const DAY_SECONDS = 86_400;

async function kept(): Promise<Delivery> {
  const subscription = aSubscription();
  await harness.store.add(subscription);
  return keptFor(subscription);
}

async function keptFor({ id, tenantId }: Subscription): Promise<Delivery> {
  const { deliveries } = await keepEvent(harness, { tenantId, subscriptionIds: [id] });
  const [delivery] = deliveries;
  if (delivery === undefined) throw new Error('no delivery was kept');
  return delivery;
}

/** One more attempt, now. */
async function fail(before: Delivery): Promise<Delivery> {
  const nowMs = harness.nowMs();
  const counted = attempted(before, before.targetUrl, nowMs);
  const after = parkedUntil(asRetrying(counted), nowMs + 3_600_000);
  const attempt = anAttempt({ number: counted.attemptCount, startedAtMs: nowMs - 10, durationMs: 10 });
  await harness.outcomes.record({ before, after, attempt });
  return after;
}

async function succeed(before: Delivery): Promise<Delivery> {
  const nowMs = harness.nowMs();
  const counted = attempted(before, before.targetUrl, nowMs);
  const after = delivered(counted);
  const attempt = aSuccess({ number: counted.attemptCount, startedAtMs: nowMs - 10, durationMs: 10 });
  await harness.outcomes.record({ before, after, attempt });
  return after;
}

async function changes(of: Delivery, sinceMs: number) {
  const found = await harness.runtime.liveRecord.changesSince(of.tenantId, sinceMs, () => true);
  return {
    ...found,
    changes: found.changes.map(({ delivery, attempts }) => [
      delivery.id,
      delivery.status,
      attempts.map(({ number }) => number),
    ]),
  };
}

describe('the recent changes', () => {
  it('have a delivery that was made since, and no older one', async () => {
    const older = await kept();
    await harness.passSeconds(60);
    const sinceMs = harness.nowMs();
    expect(await changes(older, sinceMs)).toEqual({ changes: [], missingUntilMs: undefined });
    const made = await kept();
    expect((await changes(made, sinceMs)).changes).toEqual([[made.id, 'pending', []]]);
  });

  it.each([
    ['closed', succeed, 'delivered'],
    ['attempted', fail, 'retrying'],
  ] as const)(
    'have a delivery of days ago that was %s since, with the attempts since',
    async (_, change, status) => {
      const old = await fail(await kept());
      await harness.passSeconds(2 * DAY_SECONDS);
      const sinceMs = harness.nowMs();
      await harness.passSeconds(1);
      await change(old);
      expect((await changes(old, sinceMs)).changes).toEqual([[old.id, status, [2]]]);
      expect((await changes(old, harness.nowMs() + 1)).changes).toEqual([]);
    },
  );

  it('have a cancelled delivery, and none of another tenant', async () => {
    const [one, other] = [await kept(), await kept()];
    const sinceMs = harness.nowMs();
    const after = cancelled(one, 'by_request', sinceMs);
    await harness.outcomes.record({ before: one, after });
    expect((await changes(one, sinceMs)).changes).toEqual([[one.id, 'cancelled', []]]);
    expect((await changes(other, sinceMs)).changes).toEqual([[other.id, 'pending', []]]);
  });

  it('leave out what the watcher does not want', async () => {
    const one = await kept();
    const found = await harness.runtime.liveRecord.changesSince(one.tenantId, 0, () => false);
    expect(found.changes).toEqual([]);
  });

  it('are not read from a further order when they are no longer needed', async () => {
    const one = await kept();
    let pages = 0;
    const found = await harness.runtime.liveRecord.changesSince(
      one.tenantId,
      0,
      () => true,
      () => {
        pages += 1;
        return false;
      },
    );
    expect(found).toEqual({ changes: [], missingUntilMs: Number.POSITIVE_INFINITY });
    expect(pages).toBe(3);
  });

  it('tell until when changes may be missing when too many rows have to be read, and stop between pages', async () => {
    const subscription = aSubscription();
    await harness.store.add(subscription);
    const sinceMs = harness.nowMs();
    let last = await keptFor(subscription);
    for (let n = 0; n < 1_100; n += 1) {
      await harness.passSeconds(0.001);
      last = await keptFor(subscription);
    }
    const all = await changes(last, sinceMs);
    expect([all.changes.length, all.missingUntilMs]).toEqual([1_101, undefined]);
    let rows = 0;
    await harness.runtime.liveRecord.changesSince(
      last.tenantId,
      sinceMs,
      () => {
        rows += 1;
        return false;
      },
      () => rows < 500,
    );
    expect(rows).toBe(500);
    const database = new DatabaseSync(join(harness.folder, 'posthorn.db'), { readOnly: true });
    const bounded = new SqliteLiveRecord(database, 500);
    const found = await bounded.changesSince(last.tenantId, sinceMs, () => true);
    expect(found.changes.length).toBe(500);
    expect(found.changes.at(-1)?.delivery.id).toBe(last.id);
    expect(found.missingUntilMs).toBe(found.changes[0]?.delivery.updatedAtMs);
    database.close();
  });
});
