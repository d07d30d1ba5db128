import type { Attempt, Delivery } from '../../domain/delivery.ts';
import { type DeliveryId, type EventId, type SubscriptionId, ulidOf } from '../../domain/ids.ts';
import { requestLimits } from '../../domain/limits.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeliveryFilter, DeliveryReader } from '../../ports/delivery-reader.ts';
import type { PageByEvent } from '../../ports/page-by-event.ts';
import { attemptFrom, deliveryFrom, isExpired, lastAttemptIn } from './delivery-rows.ts';
import { type ExaminedRow, pageOfExamined } from './examined-rows.ts';
import { inBatches } from './in-batches.ts';
import {
  attemptPartition,
  deliveryKey,
  deliveryPartition,
  exhaustedPartition,
  idsOfDeliveryRow,
  type Key,
} from './keys.ts';
import { newestFirst } from './merged-shards.ts';
import type { Row, Table } from './table.ts';

/** What was looked at: a delivery's key, and its row if there still is one. */
interface Examined {
  readonly key: Key;
  readonly row: Row | undefined;
}

export class DynamoDeliveryReader implements DeliveryReader {
  readonly #table: Table;
  readonly #clock: Clock;
  readonly #retentionHours: number;
  readonly #rowsExamined: number;

  constructor(
    table: Table,
    clock: Clock,
    retentionHours: number,
    rowsExamined: number = requestLimits.rowsExamined,
  ) {
    this.#table = table;
    this.#clock = clock;
    this.#retentionHours = retentionHours;
    this.#rowsExamined = rowsExamined;
  }

  async findMany(ids: readonly DeliveryId[]): Promise<readonly Delivery[]> {
    const rows = await this.#table.getMany([...new Set(ids)].map(deliveryKey));
    return rows.flatMap((row) => this.#keptIn(row) ?? []);
  }

  #keptIn(row: Row): Delivery | undefined {
    const delivery = deliveryFrom(row);
    return isExpired(delivery, this.#retentionHours, this.#clock.nowMs()) ? undefined : delivery;
  }

  async attemptsOf(id: DeliveryId): Promise<readonly Attempt[]> {
    const [row, kept] = await Promise.all([this.#table.get(deliveryKey(id)), this.#attemptsKeptApart(id)]);
    if (row === undefined || this.#keptIn(row) === undefined) return [];
    const byNumber = new Map(kept.map((attempt) => [attempt.number, attempt]));
    const last = lastAttemptIn(row);
    // Of a failed attempt, its own row knows more.
    if (last !== undefined && (last.outcome === 'succeeded' || !byNumber.has(last.number))) {
      byNumber.set(last.number, last);
    }
    return [...byNumber.values()].sort((one, other) => one.number - other.number);
  }

  async #attemptsKeptApart(id: DeliveryId): Promise<readonly Attempt[]> {
    const attempts: Attempt[] = [];
    let startAfter: Key | undefined;
    do {
      const page = await this.#table.query({ partition: attemptPartition(id), startAfter });
      attempts.push(...page.rows.map(attemptFrom));
      startAfter = page.startAfter;
    } while (startAfter !== undefined);
    return attempts;
  }

  listOf(
    subscriptionId: SubscriptionId,
    filter: DeliveryFilter,
    page: { readonly beforeEventId: EventId | undefined; readonly limit: number },
  ): Promise<PageByEvent<Delivery>> {
    const bounds = {
      sinceMs: filter.sinceMs,
      untilMs: filter.untilMs,
      beforeUlid: page.beforeEventId && ulidOf(page.beforeEventId),
      rowsExpected: page.limit,
    };
    const examined =
      filter.status === 'exhausted'
        ? this.#fetched(
            newestFirst(this.#table, {
              ...bounds,
              partitionOf: (shard) => exhaustedPartition(subscriptionId, shard),
              isInIndex: true,
            }),
            page.limit + 1,
          )
        : itself(
            newestFirst(this.#table, {
              ...bounds,
              partitionOf: (shard) => deliveryPartition(subscriptionId, shard),
            }),
          );
    return pageOfExamined(this.#filtered(examined, filter), page.limit, this.#rowsExamined);
  }

  /** The index has keys only, and may lag behind: the rows themselves are read, so many at a time. */
  async *#fetched(keys: AsyncIterable<Row>, atATime: number): AsyncGenerator<Examined> {
    for await (const some of inBatches(keys, () => atATime)) {
      const rows = await this.#table.getMany(some.map(({ PK, SK }) => ({ PK, SK })));
      const bySortKey = new Map(rows.map((row) => [row.SK, row]));
      yield* some.map((key) => ({ key, row: bySortKey.get(key.SK) }));
    }
  }

  async *#filtered(
    examined: AsyncIterable<Examined>,
    filter: DeliveryFilter,
  ): AsyncGenerator<ExaminedRow<Delivery>> {
    for await (const { key, row } of examined) {
      const delivery = row && this.#keptIn(row);
      const item = delivery && isNamedBy(filter, delivery) ? delivery : undefined;
      yield { eventId: idsOfDeliveryRow(key).eventId, item };
    }
  }
}

const isNamedBy = ({ status, eventType }: DeliveryFilter, delivery: Delivery): boolean =>
  (status === undefined || delivery.status === status) &&
  (eventType === undefined || delivery.eventType === eventType);

async function* itself(rows: AsyncIterable<Row>): AsyncGenerator<Examined> {
  for await (const row of rows) yield { key: row, row };
}
