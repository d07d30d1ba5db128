import type { DeliveryId, EventId, TenantId } from '../../domain/ids.ts';
import type { EventPayloads } from '../../ports/storage.ts';
import { eraseExcerptsOf } from './erased-excerpts.ts';
import { payloadName } from './event-rows.ts';
import { eventKey } from './keys.ts';
import type { Table } from './table.ts';

/** The store of payloads that are too large for their event's row. */
interface PayloadsApart {
  delete(name: string): Promise<void>;
}

const DELIVERIES_AT_A_TIME = 16;

export class DynamoEventPayloads implements EventPayloads {
  readonly #table: Table;
  readonly #apart: PayloadsApart;

  constructor(table: Table, apart: PayloadsApart) {
    this.#table = table;
    this.#apart = apart;
  }

  /**
   * One write for a payload in the row. For a payload stored apart, its object is deleted after that, again by each
   * repeat.
   */
  async delete(tenantId: TenantId, id: EventId, atMs: number): Promise<void> {
    const changes = { payload: null, deflated: null, payload_deleted_at: atMs };
    const written = await this.#table.updateAndShow(eventKey(tenantId, id), changes, {
      text: 'attribute_exists(#PK) AND attribute_not_exists(#payload_deleted_at)',
    });
    const row = written.outcome === 'written' ? written.row : written.found;
    if (row?.['apart'] === true) await this.#apart.delete(payloadName(tenantId, id));
  }

  async eraseExcerpts(_id: EventId, deliveryIds: readonly DeliveryId[]): Promise<void> {
    for (let at = 0; at < deliveryIds.length; at += DELIVERIES_AT_A_TIME) {
      const some = deliveryIds.slice(at, at + DELIVERIES_AT_A_TIME);
      await Promise.all(some.map((id) => eraseExcerptsOf(this.#table, id)));
    }
  }
}
