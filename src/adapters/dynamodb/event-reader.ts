import { isOpen } from '../../domain/delivery.ts';
import type { Event } from '../../domain/event.ts';
import { deliveryIdOf, type EventId, type TenantId, ulidOf } from '../../domain/ids.ts';
import { requestLimits } from '../../domain/limits.ts';
import type { Clock } from '../../ports/platform.ts';
import type { EventFilter, EventReader, PageByEvent } from '../../ports/storage.ts';
import { deliveryFrom } from './delivery-rows.ts';
import { eventAttributesInLists, eventFrom, payloadIn, payloadName } from './event-rows.ts';
import { type ExaminedRow, pageOfExamined } from './examined-rows.ts';
import { deliveryKey, eventKey, eventPartition } from './keys.ts';
import { newestFirst } from './merged-shards.ts';
import type { Row, Table } from './table.ts';

/** The store of payloads that are too large for their event's row. */
export interface PayloadSource {
  get(name: string): Promise<Uint8Array | undefined>;
}

export class DynamoEventReader implements EventReader {
  readonly #table: Table;
  readonly #payloads: PayloadSource;
  readonly #clock: Clock;
  readonly #rowsExamined: number;

  constructor(
    table: Table,
    payloads: PayloadSource,
    clock: Clock,
    rowsExamined: number = requestLimits.rowsExamined,
  ) {
    this.#table = table;
    this.#payloads = payloads;
    this.#clock = clock;
    this.#rowsExamined = rowsExamined;
  }

  async find(tenantId: TenantId, id: EventId): Promise<Event | undefined> {
    const row = await this.#table.get(eventKey(tenantId, id));
    if (row === undefined) return undefined;
    const event = eventFrom(row, tenantId, NO_PAYLOAD);
    const isNeeded = event.expiresAtMs > this.#clock.nowMs() || (await this.#hasOpenDelivery(event));
    if (!isNeeded) return undefined;
    const payload = payloadIn(row) ?? (await this.#payloads.get(payloadName(tenantId, id)));
    return payload && { ...event, payload };
  }

  /** A delivery needs its payload, however late it is. */
  async #hasOpenDelivery({ id, subscriptionIds }: Event): Promise<boolean> {
    const keys = subscriptionIds.map((subscriptionId) => deliveryKey(deliveryIdOf(id, subscriptionId)));
    const rows = await this.#table.getMany(keys);
    return rows.map(deliveryFrom).some(isOpen);
  }

  list(
    tenantId: TenantId,
    filter: EventFilter,
    page: { readonly beforeId: EventId | undefined; readonly limit: number },
  ): Promise<PageByEvent<Event>> {
    const rows = newestFirst(this.#table, {
      partitionOf: (shard) => eventPartition(tenantId, shard),
      attributes: eventAttributesInLists,
      sinceMs: filter.sinceMs,
      untilMs: filter.untilMs,
      beforeKey: page.beforeId && ulidOf(page.beforeId),
      rowsExpected: page.limit,
    });
    return pageOfExamined(this.#examined(tenantId, filter, rows), page.limit, this.#rowsExamined);
  }

  async *#examined(
    tenantId: TenantId,
    filter: EventFilter,
    rows: AsyncIterable<Row>,
  ): AsyncGenerator<ExaminedRow<Event, EventId>> {
    const nowMs = this.#clock.nowMs();
    for await (const row of rows) {
      const event = eventFrom(row, tenantId, NO_PAYLOAD);
      const isWanted = event.expiresAtMs > nowMs && isNamedBy(filter, event);
      yield { id: event.id, item: isWanted ? event : undefined };
    }
  }
}

const NO_PAYLOAD = new Uint8Array();

const isNamedBy = ({ eventType, receiverId }: EventFilter, event: Event): boolean =>
  (eventType === undefined || event.eventType === eventType) &&
  (receiverId === undefined || event.receiverId === receiverId);
