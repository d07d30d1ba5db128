import type { Attempt, Delivery, DeliveryStatus } from '../domain/delivery.ts';
import type { DeliveryId, EventId, SubscriptionId, TenantId } from '../domain/ids.ts';
import type { BoundedPage, PageByEvent } from './page-by-event.ts';

export interface DeliveryFilter {
  readonly status: DeliveryStatus | undefined;
  readonly eventType: string | undefined;
  /** Only those whose event is of this receiver. */
  readonly receiverId?: string | undefined;
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
}

export type ExhaustedFilter = Omit<DeliveryFilter, 'status'>;

/** Reads deliveries and their attempts; expired ones are never seen. */
export interface DeliveryReader {
  /** Consistent: what was recorded before the call is seen. In no particular order; unknown ones are left out. */
  findMany(ids: readonly DeliveryId[]): Promise<readonly Delivery[]>;
  /** By number. */
  attemptsOf(id: DeliveryId): Promise<readonly Attempt[]>;
  /** Up to `limit` of those whose events are before `beforeEventId`. */
  listOf(
    subscriptionId: SubscriptionId,
    filter: DeliveryFilter,
    page: { readonly beforeEventId: EventId | undefined; readonly limit: number },
  ): Promise<PageByEvent<Delivery>>;
  /** The same of a tenant's exhausted ones, whatever their subscriptions. */
  listExhausted(
    tenantId: TenantId,
    filter: ExhaustedFilter,
    page: { readonly beforeId: DeliveryId | undefined; readonly limit: number },
  ): Promise<BoundedPage<Delivery, DeliveryId>>;
}
