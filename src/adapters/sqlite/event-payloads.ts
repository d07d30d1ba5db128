import type { DatabaseSync } from 'node:sqlite';
import type { DeliveryId, EventId, TenantId } from '../../domain/ids.ts';
import type { EventPayloads } from '../../ports/storage.ts';
import type { ErasedExcerpts } from './erased-excerpts.ts';
import type { GroupCommit } from './group-commit.ts';
import type { RecentEvents } from './recent-events.ts';

export class SqliteEventPayloads implements EventPayloads {
  readonly #database: DatabaseSync;
  readonly #commits: GroupCommit;
  readonly #recent: RecentEvents;
  readonly #erased: ErasedExcerpts;
  readonly #delete;
  readonly #eraseExcerpts;

  constructor(
    database: DatabaseSync,
    commits: GroupCommit,
    { recent, erased }: { readonly recent: RecentEvents; readonly erased: ErasedExcerpts },
  ) {
    this.#database = database;
    this.#commits = commits;
    this.#recent = recent;
    this.#erased = erased;
    this.#eraseExcerpts = database.prepare(
      'UPDATE attempts SET response_excerpt = NULL ' +
        'WHERE delivery_id IN (SELECT value FROM json_each(?)) AND response_excerpt IS NOT NULL',
    );
    this.#delete = database.prepare(
      "UPDATE events SET payload = x'', payload_deleted_at_ms = coalesce(payload_deleted_at_ms, ?) " +
        'WHERE tenant_id = ? AND id = ?',
    );
  }

  /** Overwrites the deleted bytes in the file (https://www.sqlite.org/pragma.html#pragma_secure_delete). */
  async delete(tenantId: TenantId, id: EventId, atMs: number): Promise<void> {
    await this.#commits.write(() => this.#securely(() => this.#delete.run(atMs, tenantId, id)));
    this.#recent.forget(id);
  }

  async eraseExcerpts(id: EventId, deliveryIds: readonly DeliveryId[]): Promise<void> {
    this.#erased.add(id);
    await this.#commits.write(() =>
      this.#securely(() => this.#eraseExcerpts.run(JSON.stringify(deliveryIds))),
    );
  }

  #securely(write: () => unknown): void {
    this.#database.exec('PRAGMA secure_delete = ON');
    write();
    this.#database.exec('PRAGMA secure_delete = OFF');
  }
}
