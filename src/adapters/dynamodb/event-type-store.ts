import type { EventType } from '../../domain/event-type.ts';
import type { TenantId } from '../../domain/ids.ts';
import { eventTypeLimits } from '../../domain/limits.ts';
import type { EventTypeStore } from '../../ports/storage.ts';
import { eventTypeKey, listedEventTypeKey, tenantPartition } from './keys.ts';
import { isNew, type Range, type Row, type Table } from './table.ts';

/**
 * An entry's row has its own partition, because every process that takes such events in reads it. A small second row
 * lists it in the tenant's partition.
 */
export class DynamoEventTypeStore implements EventTypeStore {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async add(eventType: EventType): Promise<'added' | 'exists' | 'full'> {
    const { tenantId, name } = eventType;
    if ((await this.#table.get(eventTypeKey(tenantId, name))) !== undefined) return 'exists';
    if (await this.#isFull(tenantId)) return 'full';
    const { outcome } = await this.#table.transact([
      { put: rowOf(eventType), condition: isNew },
      { put: { ...listedEventTypeKey(tenantId, name) } },
    ]);
    return outcome === 'written' ? 'added' : 'exists';
  }

  async #isFull(tenantId: TenantId): Promise<boolean> {
    const { rows } = await this.#table.query({
      ...listed(tenantId),
      attributes: ['SK'],
      limit: eventTypeLimits.perTenant,
    });
    return rows.length >= eventTypeLimits.perTenant;
  }

  async replace(eventType: EventType): Promise<'replaced' | 'conflict'> {
    const { outcome } = await this.#table.put(rowOf(eventType), {
      text: '#version = :before',
      values: { before: eventType.version - 1 },
    });
    return outcome === 'written' ? 'replaced' : 'conflict';
  }

  async remove(tenantId: TenantId, name: string): Promise<boolean> {
    if ((await this.#table.get(eventTypeKey(tenantId, name))) === undefined) return false;
    await this.#table.transact([
      { remove: eventTypeKey(tenantId, name) },
      { remove: listedEventTypeKey(tenantId, name) },
    ]);
    return true;
  }

  async find(tenantId: TenantId, name: string): Promise<EventType | undefined> {
    const row = await this.#table.get(eventTypeKey(tenantId, name));
    return row && eventTypeFrom(row);
  }

  async list(
    tenantId: TenantId,
    { afterName, limit }: { readonly afterName: string | undefined; readonly limit: number },
  ): Promise<readonly EventType[]> {
    const { rows: names } = await this.#table.query({
      ...listed(tenantId),
      limit,
      startAfter: afterName === undefined ? undefined : listedEventTypeKey(tenantId, afterName),
    });
    const keys = names.map(({ SK }) => eventTypeKey(tenantId, SK.slice(PREFIX.length)));
    const rows = await this.#table.getMany(keys);
    return rows.map(eventTypeFrom).sort((one, other) => (one.name < other.name ? -1 : 1));
  }
}

const PREFIX = 'TYP#';

/** The names in a tenant's partition. A name can begin with `~`, so the range ends at the next prefix. */
const listed = (tenantId: TenantId): Range => ({
  partition: tenantPartition(tenantId),
  from: PREFIX,
  to: 'TYP$',
});

/** Schemas and examples as texts: as maps they would lose the order of their members, and cost more. */
const rowOf = (eventType: EventType): Row => ({
  ...eventTypeKey(eventType.tenantId, eventType.name),
  tenant: eventType.tenantId,
  name: eventType.name,
  description: eventType.description,
  schema: eventType.schema === null ? null : JSON.stringify(eventType.schema),
  example: eventType.example === null ? null : JSON.stringify(eventType.example),
  validation: eventType.validation,
  made_by: eventType.madeBy,
  version: eventType.version,
  created_at: eventType.createdAtMs,
  updated_at: eventType.updatedAtMs,
});

const parsed = (json: unknown) => (json === undefined ? null : JSON.parse(json as string));

const eventTypeFrom = (row: Row): EventType =>
  ({
    tenantId: row['tenant'],
    name: row['name'],
    description: row['description'] ?? null,
    schema: parsed(row['schema']),
    example: parsed(row['example']),
    validation: row['validation'],
    madeBy: row['made_by'],
    version: row['version'],
    createdAtMs: row['created_at'],
    updatedAtMs: row['updated_at'],
  }) as EventType;
