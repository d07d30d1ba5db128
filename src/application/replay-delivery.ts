import { type Delivery, isOpen, replayed } from '../domain/delivery.ts';
import type { DeliveryId } from '../domain/ids.ts';
import type { Reach } from '../domain/principal.ts';
import type { Clock } from '../ports/clock.ts';
import type { DeliveryOutcomes } from '../ports/delivery-outcomes.ts';
import type { EventReader } from '../ports/event-reader.ts';
import type { IdempotencyKeys } from '../ports/idempotency-keys.ts';
import type { SubscriptionStore } from '../ports/subscription-store.ts';
import { reserveOnce } from './idempotency.ts';
import { findDelivery, type ReadDeliveriesNeeds } from './read-deliveries.ts';

export interface ReplayNeeds extends ReadDeliveriesNeeds {
  readonly store: Pick<SubscriptionStore, 'find'>;
  readonly events: EventReader;
  readonly outcomes: DeliveryOutcomes;
  readonly idempotencyKeys: IdempotencyKeys;
  readonly clock: Clock;
}

export interface ReplayRequest {
  readonly reach: Reach;
  readonly id: DeliveryId;
  readonly idempotencyKey: string | undefined;
}

export type ReplayResult =
  | { readonly outcome: 'replaying'; readonly delivery: Delivery }
  | { readonly outcome: 'not-found' }
  | { readonly outcome: 'not-now'; readonly why: string }
  | { readonly outcome: 'idempotency-conflict' };

/** Sends a finished delivery again, under the same `webhook-id`, whatever had become of it. */
export async function replayDelivery(needs: ReplayNeeds, request: ReplayRequest): Promise<ReplayResult> {
  const before = await findDelivery(needs, request.reach, request.id);
  if (before === undefined) return { outcome: 'not-found' };

  if (await isRepeat(needs, request, before)) return { outcome: 'replaying', delivery: before };
  const obstacle = await obstacleTo(needs, before);
  if (obstacle !== undefined) return { outcome: 'not-now', why: obstacle };

  const after = replayed(before, needs.clock.nowMs());
  // Reserved only now: a call that is refused must not stand for one that was done.
  const reservation = await reserveOnce(needs, {
    ...operationOf(request),
    key: request.idempotencyKey,
    request: [],
    value: String(after.ticket),
  });
  if (reservation.outcome === 'conflict') return { outcome: 'idempotency-conflict' };
  const recorded = await needs.outcomes.replay({ before, after });
  if (recorded === 'recorded') return { outcome: 'replaying', delivery: after };
  // Of repeats at the same moment one gets as far as the record; the others see its ticket when they look again.
  if (reservation.outcome === 'repeat') return replayDelivery(needs, request);
  return { outcome: 'not-now', why: 'somebody else replayed it at the same moment' };
}

const operationOf = ({ reach, id }: ReplayRequest) => ({
  tenantId: reach.tenantId,
  operation: `replay ${id}`,
});

/** The ticket shows that the first call with this key got as far as the record, and so as far as the queue. */
async function isRepeat(needs: ReplayNeeds, request: ReplayRequest, before: Delivery): Promise<boolean> {
  if (request.idempotencyKey === undefined) return false;
  const { tenantId, operation } = operationOf(request);
  const ticket = await needs.idempotencyKeys.recall(tenantId, operation, request.idempotencyKey);
  return ticket !== undefined && before.ticket >= Number(ticket);
}

async function obstacleTo(needs: ReplayNeeds, delivery: Delivery): Promise<string | undefined> {
  if (isOpen(delivery)) return `it is still ${delivery.status}: it will be attempted without a replay`;
  const subscription = await needs.store.find(delivery.subscriptionId);
  if (subscription === undefined) return 'its subscription was deleted';
  if (subscription.status === 'disabled') return 'its subscription is disabled: enable it first';
  const event = await needs.events.find(delivery.tenantId, delivery.eventId);
  return event === undefined ? 'its payload is no longer kept' : undefined;
}
