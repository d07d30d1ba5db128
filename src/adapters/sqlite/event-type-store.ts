import type { DatabaseSync } from 'node:sqlite';
import type { EventType, Validation } from '../../domain/event-type.ts';
import type { TenantId } from '../../domain/ids.ts';
import { eventTypeLimits } from '../../domain/limits.ts';
import type { EventTypeStore } from '../../ports/storage.ts';
import type { Row } from './delivery-rows.ts';
import type { GroupCommit } from './group-commit.ts';

const columns =
  'tenant_id, name, description, schema, example, validation, made_by, version, created_at_ms, updated_at_ms';

export class SqliteEventTypeStore implements EventTypeStore {
  readonly #commits: GroupCommit;
  readonly #statements;

  constructor(database: DatabaseSync, commits: GroupCommit) {
    this.#commits = commits;
    this.#statements = {
      find: database.prepare(`SELECT ${columns} FROM event_types WHERE tenant_id = ? AND name = ?`),
      count: database.prepare('SELECT count(*) AS count FROM event_types WHERE tenant_id = ?'),
      insert: database.prepare(
        `INSERT INTO event_types (${columns}) VALUES (${columns.replaceAll(/\w+/g, '?')})`,
      ),
      replace: database.prepare(
        'UPDATE event_types SET description = ?, schema = ?, example = ?, validation = ?, version = ?, ' +
          'updated_at_ms = ? WHERE tenant_id = ? AND name = ? AND version = ?',
      ),
      remove: database.prepare('DELETE FROM event_types WHERE tenant_id = ? AND name = ?'),
      list: database.prepare(
        `SELECT ${columns} FROM event_types WHERE tenant_id = ? AND name > ? ORDER BY name LIMIT ?`,
      ),
    };
  }

  add(eventType: EventType): Promise<'added' | 'exists' | 'full'> {
    const { tenantId, name, validation, madeBy, version, createdAtMs, updatedAtMs } = eventType;
    const { description, schema, example } = jsonOf(eventType);
    return this.#commits.write(() => {
      if (this.#statements.find.get(tenantId, name) !== undefined) return 'exists';
      const { count } = this.#statements.count.get(tenantId) as { count: number };
      if (count >= eventTypeLimits.perTenant) return 'full';
      this.#statements.insert.run(
        ...[tenantId, name, description, schema, example, validation, madeBy, version],
        ...[createdAtMs, updatedAtMs],
      );
      return 'added';
    });
  }

  replace(eventType: EventType): Promise<'replaced' | 'conflict'> {
    const { tenantId, name, validation, version, updatedAtMs } = eventType;
    const { description, schema, example } = jsonOf(eventType);
    return this.#commits.write(() => {
      const { changes } = this.#statements.replace.run(
        ...[description, schema, example, validation, version, updatedAtMs],
        ...[tenantId, name, version - 1],
      );
      return changes > 0 ? 'replaced' : 'conflict';
    });
  }

  remove(tenantId: TenantId, name: string): Promise<boolean> {
    return this.#commits.write(() => this.#statements.remove.run(tenantId, name).changes > 0);
  }

  async find(tenantId: TenantId, name: string): Promise<EventType | undefined> {
    const row = this.#statements.find.get(tenantId, name);
    return row && eventTypeFrom(row);
  }

  async list(
    tenantId: TenantId,
    { afterName, limit }: { readonly afterName: string | undefined; readonly limit: number },
  ): Promise<readonly EventType[]> {
    return this.#statements.list.all(tenantId, afterName ?? '', limit).map(eventTypeFrom);
  }
}

const jsonOf = ({ description, schema, example }: EventType) => ({
  description,
  schema: schema === null ? null : JSON.stringify(schema),
  example: example === null ? null : JSON.stringify(example),
});

const parsed = (json: unknown) => (json === null ? null : JSON.parse(json as string));

const eventTypeFrom = (row: Row): EventType => ({
  tenantId: row['tenant_id'] as TenantId,
  name: row['name'] as string,
  description: row['description'] as string | null,
  schema: parsed(row['schema']),
  example: parsed(row['example']),
  validation: row['validation'] as Validation,
  madeBy: row['made_by'] as string,
  version: row['version'] as number,
  createdAtMs: row['created_at_ms'] as number,
  updatedAtMs: row['updated_at_ms'] as number,
});
