import type { DeliveryId, EventId, SubscriptionId, TenantId } from './ids.ts';
import { createdAtMsOf, deliveryIdOf } from './ids.ts';
import { requestLimits } from './limits.ts';
import type { FailureKind } from './response-classification.ts';
import { type ExhaustedReason, giveUpAtMs } from './retry-policy.ts';

/**
 * One event on its way to one subscription.
 *
 *   pending ──► delivered            any open delivery ──► cancelled
 *   pending ──► retrying ──► … ──► delivered | exhausted
 *   delivered | exhausted | cancelled ──replay──► retrying
 *
 * Each function here takes a delivery and returns the next version of it. It writes nothing and reads no clock.
 */

export const deliveryStatuses = ['pending', 'retrying', 'delivered', 'exhausted', 'cancelled'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

export type CancelReason = 'subscription_deleted' | 'receiver_changed' | 'by_request';

/** The cause of the next attempt: the schedule, or a person (a retry now, or a replay). */
type AttemptTrigger = 'scheduled' | 'manual';

/**
 * Where an open delivery waits. `queue`: it has a message. `due`: parked until `dueAtMs`. `held`: parked while its
 * subscription is disabled; enabling the subscription releases it, and at `dueAtMs` it is given up.
 */
type WaitingPlace = 'queue' | 'due' | 'held';

export interface Delivery {
  readonly id: DeliveryId;
  readonly tenantId: TenantId;
  readonly eventId: EventId;
  readonly subscriptionId: SubscriptionId;
  readonly eventType: string | null;
  /** The receiver of the event. Undefined in old rows, which did not record it: then read it from the event. */
  readonly receiverId?: string | null | undefined;
  /** The target of the last attempt; before the first attempt, the subscription's target when the event came in. */
  readonly targetUrl: string;
  readonly status: DeliveryStatus;
  readonly statusReason: ExhaustedReason | CancelReason | null;
  /** The number of recorded attempts. The queue's receive count is higher: it also counts throttles and crashes. */
  readonly attemptCount: number;
  /** Rises with every new message. A message with an older ticket is a leftover and is deleted. */
  readonly ticket: number;
  readonly trigger: AttemptTrigger;
  readonly nextAttemptAtMs: number | null;
  readonly waits: WaitingPlace;
  readonly dueAtMs: number | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** One HTTP request of a delivery. */
export interface Attempt {
  /** From 1. */
  readonly number: number;
  readonly trigger: AttemptTrigger;
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly statusCode: number | null;
  readonly outcome: 'succeeded' | 'failed';
  readonly failureKind: FailureKind | null;
  readonly error: string | null;
  readonly responseExcerpt: string | null;
}

/** Different machines write the records, and a clock can be set. Times this close count as the same time. */
const CLOCK_TOLERANCE_MS = 5_000;
const DAY_MS = 86_400_000;

/**
 * How many milliseconds the next attempt must still wait. A time set by the producer (`deliver_at`) counts by the
 * clock. Any other wait never exceeds the wait that was decided, even if the clock was set since. If the clock is
 * behind the time of the decision, it was set back, and the wait is over.
 */
export function remainingWaitMs(delivery: Delivery, nowMs: number): number {
  const { nextAttemptAtMs, updatedAtMs } = delivery;
  if (nextAttemptAtMs === null) return 0;
  const waitMs = Math.max(0, nextAttemptAtMs - nowMs);
  // Further ahead than the API allows, so the clock was wrong when the delivery was written.
  if (waitsForItsProducer(delivery))
    return waitMs > requestLimits.deliverAheadSeconds * 1_000 + DAY_MS ? 0 : waitMs;
  if (nowMs < updatedAtMs - CLOCK_TOLERANCE_MS) return 0;
  return Math.min(waitMs, Math.max(0, nextAttemptAtMs - updatedAtMs));
}

/** The delivery has a `deliver_at` and has not changed since it was made. */
const waitsForItsProducer = ({
  attemptCount,
  createdAtMs,
  updatedAtMs,
  nextAttemptAtMs,
}: Delivery): boolean =>
  attemptCount === 0 && updatedAtMs === createdAtMs && (nextAttemptAtMs ?? 0) > createdAtMs;

export const isOpen = (delivery: Pick<Delivery, 'status'>): boolean =>
  delivery.status === 'pending' || delivery.status === 'retrying';

/**
 * Whether an event may go to a subscription that has this receiver now. A subscription that moved to another receiver
 * gets no more events of the old receiver: they would reach another customer's server. A subscription without a
 * receiver is the tenant's own, and may get every event.
 * @param eventReceiverId undefined: not known, so the event is not refused
 */
export const mayReceive = (
  subscription: { readonly receiverId: string | null },
  eventReceiverId: string | null | undefined,
): boolean =>
  subscription.receiverId === null ||
  eventReceiverId === undefined ||
  eventReceiverId === subscription.receiverId;

export interface NewDelivery {
  readonly tenantId: TenantId;
  readonly eventId: EventId;
  readonly subscriptionId: SubscriptionId;
  readonly eventType: string | null;
  /** The receiver of the event, if known. */
  readonly receiverId?: string | null | undefined;
  readonly targetUrl: string;
  /** The time of the first attempt; `null`: at once. */
  readonly deliverAtMs?: number | null;
}

export function newDelivery({ deliverAtMs = null, ...about }: NewDelivery): Delivery {
  const createdAtMs = createdAtMsOf(about.eventId);
  const waitsUntilMs = deliverAtMs !== null && deliverAtMs > createdAtMs ? deliverAtMs : null;
  return {
    ...about,
    id: deliveryIdOf(about.eventId, about.subscriptionId),
    status: 'pending',
    statusReason: null,
    attemptCount: 0,
    ticket: 0,
    trigger: 'scheduled',
    nextAttemptAtMs: waitsUntilMs ?? createdAtMs,
    waits: waitsUntilMs === null ? 'queue' : 'due',
    dueAtMs: waitsUntilMs,
    createdAtMs,
    updatedAtMs: createdAtMs,
  };
}

/** Counts an attempt. The caller then applies its result, for example with `delivered` or `parkedUntil`. */
export const attempted = (delivery: Delivery, targetUrl: string, nowMs: number): Delivery => ({
  ...delivery,
  targetUrl,
  attemptCount: delivery.attemptCount + 1,
  trigger: 'scheduled',
  updatedAtMs: nowMs,
});

const closed = { nextAttemptAtMs: null, waits: 'queue', dueAtMs: null } as const;

export const delivered = (delivery: Delivery): Delivery => ({
  ...delivery,
  ...closed,
  status: 'delivered',
  statusReason: null,
});

export const exhausted = (delivery: Delivery, reason: ExhaustedReason, nowMs: number): Delivery => ({
  ...delivery,
  ...closed,
  status: 'exhausted',
  statusReason: reason,
  updatedAtMs: nowMs,
});

export const cancelled = (delivery: Delivery, reason: CancelReason, nowMs: number): Delivery => ({
  ...delivery,
  ...closed,
  status: 'cancelled',
  statusReason: reason,
  ticket: delivery.ticket + 1,
  updatedAtMs: nowMs,
});

/** The next attempt is soon: the delivery waits in the queue under its current message. */
export const asleepInQueue = (delivery: Delivery, atMs: number): Delivery => ({
  ...delivery,
  status: 'retrying',
  nextAttemptAtMs: atMs,
  waits: 'queue',
  dueAtMs: null,
});

/** The delivery waits in the store. The new ticket makes its current message a leftover. */
export const parkedUntil = (delivery: Delivery, atMs: number): Delivery => ({
  ...delivery,
  ticket: delivery.ticket + 1,
  nextAttemptAtMs: atMs,
  waits: 'due',
  dueAtMs: atMs,
});

/** The subscription is disabled: the delivery waits until it is enabled, and is given up at the end of its life. */
export const held = (delivery: Delivery): Delivery => ({
  ...delivery,
  ticket: delivery.ticket + 1,
  nextAttemptAtMs: null,
  waits: 'held',
  dueAtMs: giveUpAtMs(delivery.createdAtMs),
});

/** The delivery has failed before, or is being replayed. */
export const asRetrying = (delivery: Delivery): Delivery => ({ ...delivery, status: 'retrying' });

/** A parked delivery gets a new message, which is received at `atMs`. */
export const released = (delivery: Delivery, atMs: number): Delivery => ({
  ...delivery,
  ticket: delivery.ticket + 1,
  nextAttemptAtMs: atMs,
  waits: 'queue',
  dueAtMs: null,
});

/**
 * A delivery made after its event came in, because a caller asks for it. It is attempted at `atMs`, or when the event
 * is due. The event's own intake can still send a message; that message has an older ticket and is a leftover.
 */
export function madeLater(delivery: Delivery, atMs: number, nowMs: number): Delivery {
  const made: Delivery = {
    ...delivery,
    ticket: delivery.ticket + 1,
    trigger: 'manual',
    updatedAtMs: nowMs,
  };
  if (delivery.dueAtMs !== null && delivery.dueAtMs > atMs) return made;
  return { ...made, nextAttemptAtMs: atMs, waits: 'queue', dueAtMs: null };
}

/** Sends a closed delivery again: one attempt now, then retries by its retry policy. */
export const replayed = (delivery: Delivery, nowMs: number): Delivery => ({
  ...retriedNow(delivery, nowMs),
  status: 'retrying',
  statusReason: null,
});

/** Attempts an open delivery now instead of at its next time. */
export const retriedNow = (delivery: Delivery, nowMs: number): Delivery => ({
  ...delivery,
  ticket: delivery.ticket + 1,
  trigger: 'manual',
  nextAttemptAtMs: nowMs,
  waits: 'queue',
  dueAtMs: null,
  updatedAtMs: nowMs,
});

/** When the record of a closed delivery may be deleted; `null` for an open delivery. */
export const deliveryExpiresAtMs = (delivery: Delivery, retentionHours: number): number | null =>
  isOpen(delivery) ? null : delivery.updatedAtMs + retentionHours * 3_600_000;
