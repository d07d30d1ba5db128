import {
  type Delivery,
  isOpen,
  mayReceive,
  remainingWaitMs,
  replayed,
  retriedNow,
} from '../domain/delivery.ts';
import type { DeliveryId } from '../domain/ids.ts';
import type { Reach } from '../domain/principal.ts';
import { reserveOnce } from './idempotency.ts';
import type { Needs } from './needs.ts';
import { ownDelivery } from './reach.ts';

type SendNowNeeds = Pick<Needs, 'deliveries' | 'store' | 'events' | 'outcomes' | 'idempotencyKeys' | 'clock'>;

export interface SendNowRequest {
  readonly reach: Reach;
  readonly id: DeliveryId;
  readonly idempotencyKey: string | undefined;
}

export type SendNowResult =
  | { readonly outcome: 'sending'; readonly delivery: Delivery }
  | { readonly outcome: 'not-found' }
  | { readonly outcome: 'not-now'; readonly why: string }
  | { readonly outcome: 'idempotency-conflict' };

/** A way to send a delivery now, because a person asks for it. */
interface Way {
  /** The scope of idempotency keys. */
  readonly name: string;
  readonly isAlreadyDone: (delivery: Delivery, nowMs: number) => boolean;
  /** Why this delivery cannot be sent this way. */
  readonly obstacle: (delivery: Delivery) => string | undefined;
  readonly next: (delivery: Delivery, nowMs: number) => Delivery;
}

const replay: Way = {
  name: 'replay',
  isAlreadyDone: () => false,
  obstacle: (delivery) => (isOpen(delivery) ? `it is still ${delivery.status}. Retry it instead` : undefined),
  next: replayed,
};

const retry: Way = {
  name: 'retry',
  isAlreadyDone: (delivery, nowMs) =>
    delivery.waits === 'queue' && delivery.nextAttemptAtMs !== null && remainingWaitMs(delivery, nowMs) === 0,
  obstacle: (delivery) => (isOpen(delivery) ? undefined : `it is ${delivery.status}. Replay it instead`),
  next: retriedNow,
};

/** Sends a closed delivery again, for example a delivered one, under the same `webhook-id`. */
export const replayDelivery = (needs: SendNowNeeds, request: SendNowRequest): Promise<SendNowResult> =>
  sendNow(needs, request, replay);

/**
 * Makes the next attempt of an open delivery now; its retry policy continues after it. A delivery that is due stays as
 * it is.
 */
export const retryDelivery = (needs: SendNowNeeds, request: SendNowRequest): Promise<SendNowResult> =>
  sendNow(needs, request, retry);

async function sendNow(needs: SendNowNeeds, request: SendNowRequest, way: Way): Promise<SendNowResult> {
  const before = await ownDelivery(needs, request.reach, request.id);
  if (before === undefined) return { outcome: 'not-found' };

  if (await isRepeat(needs, request, way, before)) return { outcome: 'sending', delivery: before };
  const obstacle = way.obstacle(before) ?? (await obstacleTo(needs, before));
  if (obstacle !== undefined) return { outcome: 'not-now', why: obstacle };
  const nowMs = needs.clock.nowMs();
  if (way.isAlreadyDone(before, nowMs)) return { outcome: 'sending', delivery: before };

  const after = way.next(before, nowMs);
  // Reserved only now, because a rejected call must not use up the key.
  const reservation = await reserveOnce(needs, {
    ...operationOf(request, way),
    key: request.idempotencyKey,
    request: [],
    value: String(after.ticket),
  });
  if (reservation.outcome === 'conflict') return { outcome: 'idempotency-conflict' };
  const recorded = await needs.outcomes.sendNow({ before, after });
  if (recorded === 'recorded') return { outcome: 'sending', delivery: after };
  // Of concurrent repeats, one records the change. The others see its ticket when they read the delivery again.
  if (reservation.outcome === 'repeat') return sendNow(needs, request, way);
  return { outcome: 'not-now', why: 'it was changed at the same time. Read it again' };
}

const operationOf = ({ reach, id }: SendNowRequest, { name }: Way) => ({
  tenantId: reach.tenantId,
  operation: `${name} ${id}`,
});

/** The ticket shows that the first call with this key recorded its change, and sent the message. */
async function isRepeat(
  needs: SendNowNeeds,
  request: SendNowRequest,
  way: Way,
  before: Delivery,
): Promise<boolean> {
  if (request.idempotencyKey === undefined) return false;
  const { tenantId, operation } = operationOf(request, way);
  const ticket = await needs.idempotencyKeys.recall(tenantId, operation, request.idempotencyKey);
  return ticket !== undefined && before.ticket >= Number(ticket);
}

async function obstacleTo(needs: SendNowNeeds, delivery: Delivery): Promise<string | undefined> {
  const subscription = await needs.store.find(delivery.subscriptionId);
  if (subscription === undefined) return 'its subscription was deleted';
  if (subscription.status === 'disabled')
    return 'its subscription is disabled. Enable the subscription first';
  const event = await needs.events.find(delivery.tenantId, delivery.eventId);
  if (event === undefined) return 'its payload is no longer stored';
  if (!mayReceive(subscription, event.receiverId)) {
    return 'its subscription was moved to a receiver that is not the receiver of the event';
  }
  return event.payloadDeletedAtMs === null ? undefined : 'its payload was deleted';
}
