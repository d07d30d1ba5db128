import type { DeliveryId, EventId, SubscriptionId, TenantId } from './ids.ts';
import { createdAtMsOf, deliveryIdOf } from './ids.ts';
import { requestLimits } from './limits.ts';
import type { FailureKind } from './response-classification.ts';
import { type ExhaustedReason, giveUpAtMs } from './retry-policy.ts';

/**
 * One event on its way to one subscription.
 *
 *   pending ──► delivered            any open one ──► cancelled
 *   pending ──► retrying ──► … ──► delivered | exhausted
 *   delivered | exhausted | cancelled ──replay──► retrying
 *
 * Every function here takes a delivery and gives the next one; nothing is written, no clock is read.
 */

export const deliveryStatuses = ['pending', 'retrying', 'delivered', 'exhausted', 'cancelled'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

export type CancelReason = 'subscription_deleted' | 'receiver_changed' | 'by_request';

/** Who asked for the next attempt: the schedule, or a person (a retry now, or a replay). */
type AttemptTrigger = 'scheduled' | 'manual';

/**
 * Where an open delivery waits. `queue`: it has a queue message. `due`: parked until `dueAtMs`.
 * `held`: parked because its subscription is disabled; enabling releases it, and `dueAtMs` is when it is given up.
 */
type WaitingPlace = 'queue' | 'due' | 'held';

export interface Delivery {
  readonly id: DeliveryId;
  readonly tenantId: TenantId;
  readonly eventId: EventId;
  readonly subscriptionId: SubscriptionId;
  readonly eventType: string | null;
  /** That of the event. Undefined in rows that were written before this was recorded: then the event knows it. */
  readonly receiverId?: string | null | undefined;
  /** Where the last attempt went; before the first, where the subscription pointed at ingest. */
  readonly targetUrl: string;
  readonly status: DeliveryStatus;
  readonly statusReason: ExhaustedReason | CancelReason | null;
  /** Our own count of recorded attempts; the queue's receive count also counts throttles and crashes. */
  readonly attemptCount: number;
  /** Raised with every new queue message: a message with an older ticket is worthless. */
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

/** Records are written by more than one clock, and a clock may be set: so far two of them are taken for one. */
const CLOCK_TOLERANCE_MS = 5_000;
const DAY_MS = 86_400_000;

/**
 * How long the next attempt must still wait, in milliseconds. A time that the producer asked for (`deliver_at`) counts by
 * the clock. Any other wait is no longer than it was when it was decided, whatever the clock says now; if the clock is
 * behind the moment of that decision, it was set since, and the wait is over.
 */
export function remainingWaitMs(delivery: Delivery, nowMs: number): number {
  const { nextAttemptAtMs, updatedAtMs } = delivery;
  if (nextAttemptAtMs === null) return 0;
  const waitMs = Math.max(0, nextAttemptAtMs - nowMs);
  // Further ahead than any event may be handed in: no clock that was right has said that.
  if (waitsForItsProducer(delivery))
    return waitMs > requestLimits.deliverAheadSeconds * 1_000 + DAY_MS ? 0 : waitMs;
  if (nowMs < updatedAtMs - CLOCK_TOLERANCE_MS) return 0;
  return Math.min(waitMs, Math.max(0, nextAttemptAtMs - updatedAtMs));
}

/** Nothing has happened to it since it came in with a `deliver_at`. */
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
 * Whether an event may go to a subscription that belongs to this receiver by now. A subscription that has moved to
 * another receiver gets no more events of the first one, since those would reach the wrong customer's server. A
 * subscription without a receiver is the tenant's own, and may get every event.
 * @param eventReceiverId undefined: not known yet, so that nothing speaks against it
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
  /** That of the event, if it is known. */
  readonly receiverId?: string | null | undefined;
  readonly targetUrl: string;
  /** It is not attempted before then; `null`: at once. */
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

/** The attempt was made and is counted; what follows from it is for the caller to say next. */
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

/** The next attempt is soon enough to sleep in the queue, under the message that it already has. */
export const asleepInQueue = (delivery: Delivery, atMs: number): Delivery => ({
  ...delivery,
  status: 'retrying',
  nextAttemptAtMs: atMs,
  waits: 'queue',
  dueAtMs: null,
});

/** The next attempt waits outside the queue; whatever message the delivery has is now worthless. */
export const parkedUntil = (delivery: Delivery, atMs: number): Delivery => ({
  ...delivery,
  ticket: delivery.ticket + 1,
  nextAttemptAtMs: atMs,
  waits: 'due',
  dueAtMs: atMs,
});

/** The subscription is disabled: wait for it, at most for as long as a delivery may live. */
export const held = (delivery: Delivery): Delivery => ({
  ...delivery,
  ticket: delivery.ticket + 1,
  nextAttemptAtMs: null,
  waits: 'held',
  dueAtMs: giveUpAtMs(delivery.createdAtMs),
});

/** It has failed before, or is being replayed. */
export const asRetrying = (delivery: Delivery): Delivery => ({ ...delivery, status: 'retrying' });

/** What was parked gets a new queue message, to be received at `atMs`. */
export const released = (delivery: Delivery, atMs: number): Delivery => ({
  ...delivery,
  ticket: delivery.ticket + 1,
  nextAttemptAtMs: atMs,
  waits: 'queue',
  dueAtMs: null,
});

/**
 * A delivery that is made after its event came in, because a person asks for it: to be attempted at `atMs`, or when the
 * event is due. A message that the event's own intake might still send has an older ticket, and is worthless.
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

/** A person sends a finished delivery again: one attempt now, then as its retry policy says. */
export const replayed = (delivery: Delivery, nowMs: number): Delivery => ({
  ...retriedNow(delivery, nowMs),
  status: 'retrying',
  statusReason: null,
});

/** A person does not want to wait for the next attempt of an open one. */
export const retriedNow = (delivery: Delivery, nowMs: number): Delivery => ({
  ...delivery,
  ticket: delivery.ticket + 1,
  trigger: 'manual',
  nextAttemptAtMs: nowMs,
  waits: 'queue',
  dueAtMs: null,
  updatedAtMs: nowMs,
});

/** When the record of a closed delivery may be forgotten; an open one never is. */
export const deliveryExpiresAtMs = (delivery: Delivery, retentionHours: number): number | null =>
  isOpen(delivery) ? null : delivery.updatedAtMs + retentionHours * 3_600_000;
