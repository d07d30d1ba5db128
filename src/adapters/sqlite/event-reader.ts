import type { DatabaseSync } from 'node:sqlite';
import type { Event } from '../../domain/event.ts';
import type { EventId, TenantId } from '../../domain/ids.ts';
import { requestLimits } from '../../domain/limits.ts';
import type { Clock } from '../../ports/platform.ts';
import type { EventFilter, EventReader, PageByEvent } from '../../ports/storage.ts';
import { boundedPage } from './bounded-list.ts';
import { Conditions } from './conditions.ts';
import { eventColumns, eventColumnsInLists, eventFrom, hasOpenDelivery } from './event-rows.ts';
import { RecentEvents } from './recent-events.ts';

export class SqliteEventReader implements EventReader {
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #recent: RecentEvents;
  readonly #rowsExamined: number;
  readonly #find;

  constructor(
    database: DatabaseSync,
    clock: Clock,
    recent = new RecentEvents(),
    rowsExamined: number = requestLimits.rowsExamined,
  ) {
    this.#recent = recent;
    this.#rowsExamined = rowsExamined;
    this.#database = database;
    this.#clock = clock;
    this.#find = database.prepare(
      `SELECT ${eventColumns} FROM events WHERE tenant_id = ? AND id = ? ` +
        `AND (expires_at_ms > ? OR ${hasOpenDelivery})`,
    );
  }

  async find(tenantId: TenantId, id: EventId): Promise<Event | undefined> {
    const nowMs = this.#clock.nowMs();
    const recent = this.#recent.find(id);
    if (recent?.tenantId === tenantId && recent.expiresAtMs > nowMs) return recent;
    const row = this.#find.get(tenantId, id, nowMs);
    const event = row && eventFrom(row);
    if (event !== undefined) this.#recent.remember(event);
    return event;
  }

  async list(
    tenantId: TenantId,
    filter: EventFilter,
    page: { readonly beforeId: EventId | undefined; readonly limit: number },
  ): Promise<PageByEvent<Event>> {
    const { items, nextBefore } = boundedPage<EventId>(this.#database, {
      table: 'events',
      columns: eventColumnsInLists,
      id: 'id',
      prefix: 'evt_',
      indexed: new Conditions().and('tenant_id = ?', tenantId),
      wanted: new Conditions()
        .and('expires_at_ms > ?', this.#clock.nowMs())
        .and('event_type = ?', filter.eventType)
        .and('receiver_id = ?', filter.receiverId),
      sinceMs: filter.sinceMs,
      untilMs: filter.untilMs,
      before: page.beforeId,
      limit: page.limit,
      rowsExamined: this.#rowsExamined,
    });
    return { items: items.map(eventFrom), nextBefore };
  }
}
