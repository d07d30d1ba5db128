import { exhaustedIndex, waitingIndex } from '../../config/table-keys.ts';
import type { Attempt, Delivery } from '../../domain/delivery.ts';
import {
  type DeliveryId,
  type EventId,
  type SubscriptionId,
  type TenantId,
  ulidOf,
} from '../../domain/ids.ts';
import { requestLimits } from '../../domain/limits.ts';
import type { Clock } from '../../ports/platform.ts';
import type { BoundedPage, DeliveryFilter, DeliveryReader, PageByEvent } from '../../ports/storage.ts';
import { placesOf } from './deliveries-by-events.ts';
import { attemptFrom, deliveryFrom, isExpired, lastAttemptIn } from './delivery-rows.ts';
import { type ExaminedRow, pageOfExamined } from './examined-rows.ts';
import { inBatches } from './in-batches.ts';
import {
  attemptPartition,
  deliveryIdOfRow,
  deliveryKey,
  deliveryPartition,
  exhaustedPartition,
  idsOfDeliveryRow,
  type Key,
  tenantExhaustedKey,
  tenantExhaustedPartition,
} from './keys.ts';
import { newestFirst } from './merged-shards.ts';
import type { Row, Table } from './table.ts';

/** A delivery's key that was read, and its row if it still exists. */
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
    // The own row of a failed attempt has more of it.
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
      // A row without an outcome only marks that its attempt keeps no excerpt.
      attempts.push(...page.rows.filter((row) => row['outcome'] !== undefined).map(attemptFrom));
      startAfter = page.startAfter;
    } while (startAfter !== undefined);
    return attempts;
  }

  listOf(
    subscriptionId: SubscriptionId,
    filter: DeliveryFilter,
    page: { readonly beforeEventId: EventId | undefined; readonly limit: number },
  ): Promise<PageByEvent<Delivery>> {
    const beforeKey = page.beforeEventId && ulidOf(page.beforeEventId);
    const bounds = { ...filter, beforeKey, rowsExpected: page.limit };
    const examined =
      filter.status === 'exhausted'
        ? this.#fetched(
            newestFirst(this.#table, {
              ...bounds,
              partitionOf: (shard) => exhaustedPartition(subscriptionId, shard),
              index: waitingIndex,
            }),
            page.limit + 1,
          )
        : itself(
            newestFirst(this.#table, {
              ...bounds,
              partitionOf: (shard) => deliveryPartition(subscriptionId, shard),
            }),
          );
    const rows = this.#filtered(examined, filter, (key) => idsOfDeliveryRow(key).eventId);
    return pageOfExamined(rows, page.limit, this.#rowsExamined);
  }

  listOfTenant(
    tenantId: TenantId,
    filter: DeliveryFilter,
    page: { readonly beforeId: DeliveryId | undefined; readonly limit: number },
  ): Promise<BoundedPage<Delivery, DeliveryId>> {
    const rows =
      filter.status === 'exhausted'
        ? this.#exhaustedOf(tenantId, filter, page)
        : this.#byEvents(tenantId, filter, page);
    return pageOfExamined(rows, page.limit, this.#rowsExamined);
  }

  #exhaustedOf(
    tenantId: TenantId,
    filter: DeliveryFilter,
    page: { readonly beforeId: DeliveryId | undefined; readonly limit: number },
  ) {
    const keys = newestFirst(this.#table, {
      ...filter,
      beforeKey: page.beforeId && tenantExhaustedKey(page.beforeId),
      rowsExpected: page.limit,
      partitionOf: (shard) => tenantExhaustedPartition(tenantId, shard),
      index: exhaustedIndex,
    });
    return this.#filtered(this.#fetched(keys, page.limit + 1), filter, deliveryIdOfRow);
  }

  /** The tenant's events, newest first, and the deliveries of each: no index has all deliveries of a tenant. */
  async *#byEvents(
    tenantId: TenantId,
    filter: DeliveryFilter,
    page: { readonly beforeId: DeliveryId | undefined; readonly limit: number },
  ): AsyncGenerator<ExaminedRow<Delivery, DeliveryId>> {
    const places = placesOf(this.#table, { ...filter, tenantId, ...page });
    for await (const some of inBatches(places, () => page.limit + 1)) {
      const wanted = some.filter(({ isWanted }) => isWanted).map(({ id }) => deliveryKey(id));
      const rows = await this.#table.getMany(wanted);
      const byId = new Map(rows.map((row) => [deliveryIdOfRow(row), row]));
      for (const { id } of some) yield { id, item: this.#itemIn(byId.get(id), filter) };
    }
  }

  /** An index has keys only and can lag behind, so the rows themselves are read, this many at a time. */
  async *#fetched(keys: AsyncIterable<Row>, atATime: number): AsyncGenerator<Examined> {
    for await (const some of inBatches(keys, () => atATime)) {
      const rows = await this.#table.getMany(some.map(({ PK, SK }) => ({ PK, SK })));
      const byId = new Map(rows.map((row) => [deliveryIdOfRow(row), row]));
      yield* some.map((key) => ({ key, row: byId.get(deliveryIdOfRow(key)) }));
    }
  }

  async *#filtered<Id>(
    examined: AsyncIterable<Examined>,
    filter: NamedFilter,
    idOf: (key: Key) => Id,
  ): AsyncGenerator<ExaminedRow<Delivery, Id>> {
    for await (const { key, row } of examined) {
      yield { id: idOf(key), item: this.#itemIn(row, filter) };
    }
  }

  #itemIn(row: Row | undefined, filter: NamedFilter): Delivery | undefined {
    const delivery = row && this.#keptIn(row);
    return delivery && isNamedBy(filter, delivery) ? delivery : undefined;
  }
}

type NamedFilter = Pick<DeliveryFilter, 'status' | 'eventType' | 'receiverId'>;

const isNamedBy = ({ status, eventType, receiverId }: NamedFilter, delivery: Delivery): boolean =>
  (status === undefined || delivery.status === status) &&
  (receiverId === undefined || delivery.receiverId === receiverId) &&
  (eventType === undefined || delivery.eventType === eventType);

async function* itself(rows: AsyncIterable<Row>): AsyncGenerator<Examined> {
  for await (const row of rows) yield { key: row, row };
}
