import { type Event, newEvent } from '../domain/event.ts';
import { wantsEventType } from '../domain/event-type-pattern.ts';
import type { TenantId } from '../domain/ids.ts';
import { fanOutLimits } from '../domain/limits.ts';
import type { Route } from '../domain/subscription.ts';
import { routesMatching } from './filtered-routes.ts';
import { reserveOnce } from './idempotency.ts';
import { deliveryOf, type IntakeNeeds } from './ingest-event.ts';

export interface PublishRequest {
  readonly tenantId: TenantId;
  readonly eventType: string;
  readonly receiverId: string | null;
  readonly payload: Uint8Array;
  readonly contentType: string;
  readonly idempotencyKey: string | undefined;
}

export type PublishResult =
  | { readonly outcome: 'accepted'; readonly event: Event }
  | { readonly outcome: 'idempotency-conflict' };

/**
 * Fans one event out to every enabled subscription of its receiver that wants its type. An event that nobody wants is
 * kept all the same: it was accepted, and can be seen.
 */
export async function publishEvent(needs: IntakeNeeds, request: PublishRequest): Promise<PublishResult> {
  const reservation = await reserveOnce(needs, {
    tenantId: request.tenantId,
    operation: 'publish',
    key: request.idempotencyKey,
    request: [request.eventType, request.receiverId ?? '', request.contentType, request.payload],
    value: needs.randomness.ulid(needs.clock.nowMs()),
  });
  if (reservation.outcome === 'conflict') return { outcome: 'idempotency-conflict' };

  const routes = await needs.subscriptions.routesFor(request.tenantId, request.receiverId);
  const ofType = routes.filter(({ eventTypes }) => wantsEventType(eventTypes, request.eventType));
  const wanting = await routesMatching(ofType, request.payload);
  const event = newEvent(
    {
      id: `evt_${reservation.value}`,
      tenantId: request.tenantId,
      eventType: request.eventType,
      receiverId: request.receiverId,
      contentType: request.contentType,
      payload: request.payload,
      subscriptionIds: wanting.map(({ id }) => id),
    },
    needs.retentionHours,
  );
  return { outcome: 'accepted', event: await keep(needs, event, wanting) };
}

/** Nobody waits for a fan-out that takes its time. */
async function keep({ intake }: IntakeNeeds, event: Event, wanting: readonly Route[]): Promise<Event> {
  if (wanting.length > fanOutLimits.deliveriesListed) return intake.keepToFanOut(event);
  return intake.keep(
    event,
    wanting.map((subscription) => deliveryOf(event, subscription)),
  );
}
