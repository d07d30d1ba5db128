import type { DatabaseSync } from 'node:sqlite';
import type { Event } from '../../domain/event.ts';
import { type EventId, lowestUlidAt, type TenantId } from '../../domain/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EventFilter, EventReader } from '../../ports/event-reader.ts';
import { Conditions } from './conditions.ts';
import { eventColumns, eventColumnsInLists, eventFrom, hasOpenDelivery } from './event-rows.ts';
import { RecentEvents } from './recent-events.ts';

export class SqliteEventReader implements EventReader {
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #recent: RecentEvents;
  readonly #find;

  constructor(database: DatabaseSync, clock: Clock, recent = new RecentEvents()) {
    this.#recent = recent;
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
  ): Promise<readonly Event[]> {
    const conditions = new Conditions()
      .and('tenant_id = ?', tenantId)
      .and('expires_at_ms > ?', this.#clock.nowMs())
      .and('event_type = ?', filter.eventType)
      .and('receiver_id = ?', filter.receiverId)
      .and('id >= ?', idAt(filter.sinceMs))
      .and('id < ?', idAt(filter.untilMs))
      .and('id < ?', page.beforeId);
    const rows = this.#database
      .prepare(`SELECT ${eventColumnsInLists} FROM events WHERE ${conditions.text} ORDER BY id DESC LIMIT ?`)
      .all(...conditions.values, page.limit);
    return rows.map(eventFrom);
  }
}

/** The lower end of a millisecond among event ids. */
export const idAt = (timeMs: number | undefined): EventId | undefined =>
  timeMs === undefined ? undefined : `evt_${lowestUlidAt(timeMs)}`;
