import fc from 'fast-check';
import { ulid } from 'ulid';
import { expect, it } from 'vitest';
import { deliveryKey, deliveryPartition, shards } from '../../src/adapters/dynamodb/keys.ts';
import { newestFirst } from '../../src/adapters/dynamodb/merged-shards.ts';
import type { Page, Range, Row } from '../../src/adapters/dynamodb/table.ts';
import { deliveryIdOf, type EventId, lowestUlidAt } from '../../src/domain/ids.ts';
import { aSubscriptionId } from '../support/records.ts';

const subscriptionId = aSubscriptionId();

/** Rows under their keys, given in pages as DynamoDB gives them: never more than asked for, perhaps fewer, perhaps none. */
class ScriptedTable {
  readonly #rows: readonly Row[];
  readonly #shortenings: readonly number[];
  asked = 0;

  constructor(rows: readonly Row[], shortenings: readonly number[]) {
    this.#rows = rows;
    this.#shortenings = shortenings;
  }

  async query({
    partition,
    from = '',
    to = '~',
    newestFirst: isReversed,
    limit = 1,
    startAfter,
  }: Range): Promise<Page> {
    expect(isReversed).toBe(true);
    const matching = this.#rows
      .filter(({ PK, SK }) => PK === partition && SK >= from && SK <= to)
      .filter(({ SK }) => startAfter === undefined || SK < startAfter.SK)
      .sort((one, other) => (one.SK < other.SK ? 1 : -1));
    const shortening = this.#shortenings[this.asked % this.#shortenings.length] ?? 0;
    this.asked += 1;
    const rows = matching.slice(0, Math.max(0, limit - shortening));
    const last = rows.at(-1) ?? startAfter;
    const isShort = rows.length < matching.length;
    // Without a row there is no key to go on from but the one that was given.
    if (isShort && last === undefined) return { rows: matching.slice(0, 1), startAfter: matching[0] };
    return { rows, startAfter: isShort ? last : undefined };
  }

  async queryIndex(): Promise<Page> {
    throw new Error('the list is not in the index');
  }
}

const START_MS = Date.parse('2026-01-31T09:30:00Z');

/** The lowest of all among them, where bounds are. So few that some shards have many rows, and most have none. */
const randomParts = ['0000000000000000', '7ZZZZZZZZZZZZZZZ', 'A1B2C3D4E5F6G7H8', 'ZZZZZZZZZZZZZZZZ'];

const ulidAt = (timeMs: number, n: number): string =>
  `${lowestUlidAt(timeMs).slice(0, 10)}${randomParts[n % randomParts.length]}`;

it('gives the rows of all shards in order, with any pages, to the last id of every bound', async () => {
  const instant = fc.integer({ min: START_MS - 1, max: START_MS + 41 });
  const list = fc.record({
    moments: fc.array(fc.tuple(fc.integer({ min: START_MS, max: START_MS + 40 }), fc.nat()), {
      maxLength: 120,
    }),
    shortenings: fc.array(fc.nat(12), { minLength: 1, maxLength: 7 }),
    rowsExpected: fc.integer({ min: 1, max: 60 }),
    sinceMs: fc.option(instant, { nil: undefined }),
    untilMs: fc.option(instant, { nil: undefined }),
    beforeNumber: fc.option(fc.nat(119), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(list, async ({ moments, shortenings, rowsExpected, sinceMs, untilMs, beforeNumber }) => {
      const ulids = [...new Set(moments.map(([timeMs, n]) => ulidAt(timeMs, n)))];
      const beforeUlid = beforeNumber === undefined ? undefined : ulids[beforeNumber];
      const rows = ulids.map((one) => ({
        ...deliveryKey(deliveryIdOf(`evt_${one}`, subscriptionId)),
      }));
      const table = new ScriptedTable(rows, shortenings);
      const seen: string[] = [];
      for await (const { SK } of newestFirst(table, {
        partitionOf: (shard) => deliveryPartition(subscriptionId, shard),
        sinceMs,
        untilMs,
        beforeKey: beforeUlid,
        rowsExpected,
      })) {
        seen.push(SK);
      }
      const expected = ulids.filter(
        (one) =>
          (sinceMs === undefined || one >= lowestUlidAt(sinceMs)) &&
          (untilMs === undefined || one < lowestUlidAt(untilMs)) &&
          (beforeUlid === undefined || one < beforeUlid),
      );
      expect(seen).toEqual(expected.sort().reverse());
    }),
    { numRuns: 60 },
  );
});

it('asks every shard once for a list that one page of each holds', async () => {
  const rows = Array.from({ length: 40 }, (_, n) => {
    const eventId: EventId = `evt_${ulid(START_MS + n)}`;
    return { ...deliveryKey(deliveryIdOf(eventId, subscriptionId)) };
  });
  const table = new ScriptedTable(rows, [0]);
  const list = newestFirst(table, {
    partitionOf: (shard) => deliveryPartition(subscriptionId, shard),
    sinceMs: undefined,
    untilMs: undefined,
    beforeKey: undefined,
    rowsExpected: 1_000,
  });
  const first = await list.next();
  expect(first.value).toMatchObject({ SK: rows.at(-1)!.SK });
  expect(table.asked).toBe(shards.length);
});
