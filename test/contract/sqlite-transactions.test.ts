import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attempted, cancelled, exhausted, parkedUntil, replayed } from '../../src/domain/delivery.ts';
import { aDelivery, anAttempt, anEvent, aSubscriptionId } from '../support/records.ts';
import { openSqliteHarness, type SqliteHarness } from './sqlite-harness.ts';
import {
  changeTo,
  keepDelivery,
  keepEvent,
  messageOf,
  storedDelivery,
  storedEvent,
} from './storage-harness.ts';

/** A transaction writes all of its rows or none: here the last write fails. */

let harness: SqliteHarness;
beforeEach(async () => {
  harness = await openSqliteHarness();
});
afterEach(() => harness.close());

/** Lets a database statement fail from now on, and returns how to let it succeed again. */
function breakInserts(table: string, condition: string): () => void {
  const run = (sql: string) => {
    const database = new DatabaseSync(join(harness.folder, 'posthorn.db'));
    database.exec(sql);
    database.close();
  };
  run(
    `CREATE TRIGGER broken BEFORE INSERT ON ${table} WHEN ${condition} BEGIN SELECT RAISE(ABORT, 'broken'); END`,
  );
  return () => run('DROP TRIGGER broken');
}

const rowsOf = (table: string) => harness.look(`SELECT * FROM ${table} ORDER BY rowid`);

describe('keeping an event', () => {
  it('keeps nothing when the last of its messages cannot be written, and all of it when that is repeated', async () => {
    const event = anEvent({
      createdAtMs: harness.nowMs(),
      subscriptionIds: [aSubscriptionId(), aSubscriptionId()],
    });
    const deliveries = event.subscriptionIds.map((id) => aDelivery(event, id));
    const repair = breakInserts('messages', `NEW.group_id = '${event.subscriptionIds[1]}'`);
    const [failed, bystander] = await Promise.allSettled([
      harness.intake.keep(event, deliveries),
      keepEvent(harness),
    ]);
    expect(failed).toMatchObject({ status: 'rejected', reason: { message: 'broken' } });
    expect(bystander.status).toBe('fulfilled');
    expect([rowsOf('events').length, rowsOf('deliveries').length, rowsOf('messages').length]).toEqual([
      1, 1, 1,
    ]);
    expect(await harness.takeMessages()).toHaveLength(1);

    repair();
    await harness.intake.keep(event, deliveries);
    expect(await storedEvent(harness, event)).toEqual(event);
    expect(await harness.takeMessages()).toEqual(deliveries.map(messageOf));
  });

  it('is done when the promise resolves: another process sees it', async () => {
    const { event } = await keepEvent(harness);
    expect(rowsOf('events')).toMatchObject([{ id: event.id }]);
    expect(rowsOf('messages')).toHaveLength(1);
  });
});

describe('recording an outcome', () => {
  it('writes nothing when its attempt cannot be written', async () => {
    const before = await keepDelivery(harness);
    const repair = breakInserts('attempts', 'true');
    const change = {
      before,
      after: attempted(before, before.targetUrl, harness.nowMs()),
      attempt: anAttempt(),
    };
    await expect(harness.outcomes.record(change)).rejects.toThrow('broken');
    expect(await storedDelivery(harness, before.id)).toEqual(before);
    repair();
    expect(await harness.outcomes.record(change)).toBe('recorded');
  });

  it('writes no message for an exhausted delivery: no process would read it', async () => {
    const before = await keepDelivery(harness);
    breakInserts('messages', 'true');
    const after = exhausted(before, 'attempts', harness.nowMs());
    expect(await harness.outcomes.record({ before, after, attempt: anAttempt() })).toBe('recorded');
    expect(await storedDelivery(harness, before.id)).toEqual(after);
  });

  it('leaves a replayed delivery closed when its message cannot be written', async () => {
    const open = await keepDelivery(harness);
    const before = await changeTo(harness, open, cancelled(open, 'by_request', harness.nowMs()));
    breakInserts('messages', 'true');
    const replay = harness.outcomes.sendNow({ before, after: replayed(before, harness.nowMs()) });
    await expect(replay).rejects.toThrow('broken');
    expect(await storedDelivery(harness, before.id)).toEqual(before);
  });
});

describe('releasing', () => {
  it('leaves all parked when one message cannot be written', async () => {
    const parked = [];
    for (let n = 0; n < 3; n += 1) {
      const before = await keepDelivery(harness);
      parked.push(await changeTo(harness, before, parkedUntil(before, harness.nowMs())));
    }
    await harness.takeMessages();
    const repair = breakInserts('messages', `NEW.group_id = '${parked[2]!.subscriptionId}'`);
    const release = () => harness.parked.release(harness.nowMs(), harness.nowMs(), 10);
    await expect(release()).rejects.toThrow('broken');
    for (const delivery of parked) expect(await storedDelivery(harness, delivery.id)).toEqual(delivery);
    expect(await harness.takeMessages()).toEqual([]);
    repair();
    expect(await release()).toBe(3);
    expect(await harness.takeMessages()).toHaveLength(3);
  });
});
