import type { Event } from '../domain/event.ts';
import type { EventId, TenantId } from '../domain/ids.ts';
import type { PageByEvent } from './page-by-event.ts';

export interface EventFilter {
  readonly eventType: string | undefined;
  readonly receiverId: string | undefined;
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
}

/** Reads events; expired ones are never seen. */
export interface EventReader {
  find(tenantId: TenantId, id: EventId): Promise<Event | undefined>;
  /** Up to `limit` of those before `beforeId`; without their payloads (each has an empty one). */
  list(
    tenantId: TenantId,
    filter: EventFilter,
    page: { readonly beforeId: EventId | undefined; readonly limit: number },
  ): Promise<PageByEvent<Event>>;
}
