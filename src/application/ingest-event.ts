import type { Delivery } from '../domain/delivery.ts';
import type { Event } from '../domain/event.ts';
import { isReservedEventType, wantsEventType } from '../domain/event-type-pattern.ts';
import type { SubscriptionId, TenantId } from '../domain/ids.ts';
import type { Subscription } from '../domain/subscription.ts';
import { admitEvents, type Quota, type RateLimited } from './admission.ts';
import { matchesFilter } from './matching-recipients.ts';
import type { IntakeNeeds } from './needs.ts';
import { eventFor, reserveEventId } from './new-intake.ts';
import { isOfTenant } from './reach.ts';
import { type SchemaMismatch, schemaMismatches } from './schema-mismatch.ts';
import {
  type SenderRefused,
  type SentEvent,
  type SourceQuestion,
  type VerifiedEvent,
  verifySender,
} from './verify-sender.ts';

export interface IngestRequest {
  /** The tenant of the caller's API key; undefined: no key, so the subscription's source must have signed. */
  readonly tenantId: TenantId | undefined;
  readonly subscriptionId: SubscriptionId;
  readonly sent: SentEvent;
  /** The time of the first attempt. */
  readonly deliverAtMs: number | null;
  readonly hops: number;
}

export type IngestResult =
  | {
      readonly outcome: 'accepted';
      readonly delivery: Delivery;
      /** The key was used before: the result is that of the first call. */
      readonly isRepeat: boolean;
      readonly quotas: readonly Quota[];
    }
  | SenderUnknown
  | SourceQuestion
  | { readonly outcome: 'subscription-disabled' }
  | SenderRefused
  | NotWanted
  | SchemaMismatch
  | RateLimited
  | { readonly outcome: 'idempotency-conflict' };

/** `unauthenticated`: no key and no valid replacement for one. The caller does not learn which is missing. */
type SenderUnknown = { readonly outcome: 'subscription-not-found' | 'unauthenticated' };

export type NotWanted =
  | { readonly outcome: 'event-type-mismatch'; readonly wanted: readonly string[] }
  | { readonly outcome: 'filter-mismatch' };

/**
 * Hands one event to one subscription. `accepted` means kept: it will be delivered, or become exhausted and visible.
 */
export async function ingestEvent(needs: IntakeNeeds, request: IngestRequest): Promise<IngestResult> {
  const subscription = await needs.subscriptions.find(request.subscriptionId);
  const unknown = unknownTo(request, subscription);
  if (unknown !== undefined || subscription === undefined) return unknown ?? NOT_FOUND;
  if (subscription.status === 'disabled') return { outcome: 'subscription-disabled' };

  const event = verifySender(subscription, request.sent, needs.clock.nowMs());
  if (event.outcome !== 'verified') return event;
  const notWanted = reasonNotWanted(subscription, event);
  if (notWanted !== undefined) return notWanted;
  const [mismatch] = await schemaMismatches(needs, entranceOf(subscription), [event]);
  if (mismatch !== undefined) return mismatch;
  const admitted = await admitEvents(needs, { tenantId: subscription.tenantId, subscription }, 1);
  if (admitted.count === 0) return { outcome: 'rate-limited', quotas: admitted.quotas };

  const { deliverAtMs, hops } = request;
  const reserved = await reserveEvent(needs, subscription, { ...event, deliverAtMs, hops });
  if (reserved === 'conflict') return { outcome: 'idempotency-conflict' };
  const { event: kept, delivery, isRepeat } = reserved;
  await needs.intake.keep(kept, [delivery]);
  return { outcome: 'accepted', delivery, isRepeat, quotas: admitted.quotas };
}

const NOT_FOUND: SenderUnknown = { outcome: 'subscription-not-found' };

function unknownTo(
  { tenantId }: Pick<IngestRequest, 'tenantId'>,
  subscription: Subscription | undefined,
): SenderUnknown | undefined {
  // Without a key, an unknown subscription and one without a source look the same, so that callers cannot probe for
  // ids.
  if (tenantId === undefined) {
    return (subscription?.source ?? null) === null ? { outcome: 'unauthenticated' } : undefined;
  }
  return subscription !== undefined && isOfTenant({ tenantId }, subscription) ? undefined : NOT_FOUND;
}

export function reasonNotWanted(
  subscription: Pick<Subscription, 'eventTypes' | 'filter'>,
  { eventType, payload }: Pick<VerifiedEvent, 'eventType' | 'payload'>,
): NotWanted | undefined {
  // Also for the event type of a source: only Posthorn itself makes operational events.
  if (isReservedEventType(eventType) || !wantsEventType(subscription.eventTypes, eventType)) {
    return { outcome: 'event-type-mismatch', wanted: subscription.eventTypes };
  }
  return matchesFilter(subscription, payload) ? undefined : { outcome: 'filter-mismatch' };
}

/** The scope of idempotency keys for events to one subscription. */
export const entranceOf = ({ tenantId, id }: Pick<Subscription, 'tenantId' | 'id'>) => ({
  tenantId,
  operation: `ingest ${id}`,
});

interface Reserved {
  readonly event: Event;
  readonly delivery: Delivery;
  readonly isRepeat: boolean;
}

/** The event under the id reserved by its key. A repeat gets the id of the first call. */
export async function reserveEvent(
  needs: IntakeNeeds,
  subscription: Subscription,
  about: VerifiedEvent & Pick<Event, 'deliverAtMs' | 'hops'>,
): Promise<Reserved | 'conflict'> {
  const { eventType, contentType, headers, payload, deliverAtMs, hops, idempotencyKey, request } = about;
  const reserved = await reserveEventId(needs, { ...entranceOf(subscription), key: idempotencyKey, request });
  if (reserved === 'conflict') return 'conflict';
  const { id, isRepeat } = reserved;
  const made = { id, eventType, contentType, headers, payload, deliverAtMs, hops };
  return { ...eventFor(subscription, made, needs.retentionHours), isRepeat };
}
