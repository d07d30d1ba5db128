import type { DeliveryId, EventId, TenantId } from '../domain/ids.ts';

/** Payloads of events, apart from what else is known of them. */
export interface EventPayloads {
  /**
   * Marks the payload of a kept event as deleted, and deletes it: in this order, so that no attempt meets half of it. One
   * that was deleted before keeps its time; a repeat finishes what a crash has left.
   */
  delete(tenantId: TenantId, id: EventId, atMs: number): Promise<void>;
  /**
   * Erases what receivers have answered to deliveries of an event whose payload is deleted: an answer may repeat the
   * payload. An attempt that is recorded later has no excerpt either.
   */
  eraseExcerpts(id: EventId, deliveryIds: readonly DeliveryId[]): Promise<void>;
}
