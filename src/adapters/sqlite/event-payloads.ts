import type { DatabaseSync } from 'node:sqlite';
import type { EventId, TenantId } from '../../domain/ids.ts';
import type { EventPayloads } from '../../ports/event-payloads.ts';
import type { GroupCommit } from './group-commit.ts';
import type { RecentEvents } from './recent-events.ts';

export class SqliteEventPayloads implements EventPayloads {
  readonly #database: DatabaseSync;
  readonly #commits: GroupCommit;
  readonly #recent: RecentEvents;
  readonly #delete;

  constructor(database: DatabaseSync, commits: GroupCommit, recent: RecentEvents) {
    this.#database = database;
    this.#commits = commits;
    this.#recent = recent;
    this.#delete = database.prepare(
      "UPDATE events SET payload = x'', payload_deleted_at_ms = coalesce(payload_deleted_at_ms, ?) " +
        'WHERE tenant_id = ? AND id = ?',
    );
  }

  /** What was there is overwritten, not just let go of (https://www.sqlite.org/pragma.html#pragma_secure_delete). */
  async delete(tenantId: TenantId, id: EventId, atMs: number): Promise<void> {
    await this.#commits.write(() => {
      this.#database.exec('PRAGMA secure_delete = ON');
      this.#delete.run(atMs, tenantId, id);
      this.#database.exec('PRAGMA secure_delete = OFF');
    });
    this.#recent.forget(id);
  }
}
