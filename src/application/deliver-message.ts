import {
  cancelled,
  type Delivery,
  exhausted,
  held,
  isOpen,
  mayReceive,
  newDelivery,
  parkedUntil,
  remainingWaitMs,
} from '../domain/delivery.ts';
import type { Event } from '../domain/event.ts';
import {
  createdAtMsOf,
  type DeliveryId,
  partsOfDeliveryId,
  type SubscriptionId,
  type TenantId,
} from '../domain/ids.ts';
import { receiverAuthLimits } from '../domain/limits.ts';
import type { DeliveryMessage, EventContent } from '../domain/queue-message.ts';
import { giveUpAtMs } from '../domain/retry-policy.ts';
import type { Subscription } from '../domain/subscription.ts';
import { turnLimits, waitLimits } from '../domain/waiting.ts';
import type { ReceivedMessage } from '../ports/queue.ts';
import type { Asker } from '../ports/rate-limits.ts';
import { attemptDelivery, type ReadyDelivery } from './attempt-delivery.ts';
import type { DeliverNeeds } from './needs.ts';
import { notifyExhausted, notifyPending, recordOutcome } from './notify-tenant.ts';
import { type MessageOutcome, sleepFor, waitUntilDue } from './waiting.ts';

/** An attempt only begins if it can end and be recorded in the function's remaining time. */
const MARGIN_MS = 2_000 + turnLimits.inPlaceMs * turnLimits.asksInPlace;

/**
 * Processes the message of one delivery.
 *
 *   skip a closed delivery or an old ticket ─► wait if not due ─► current subscription
 *   ─► attempt ─► record ─► sleep in the queue | parked | closed
 *
 * @param known the delivery as read a moment ago; undefined: not recorded
 */
export async function deliverMessage(
  needs: DeliverNeeds,
  received: ReceivedMessage<DeliveryMessage>,
  known: Delivery | undefined,
  remainingMs: () => number,
): Promise<MessageOutcome> {
  const { deliveryId, tenantId, content } = received.message;
  const { eventId, subscriptionId } = partsOfDeliveryId(deliveryId);
  const settled = known === undefined ? forget(needs, deliveryId) : await settle(needs, received, known);
  if (settled !== undefined) {
    // The process that left the message can have died before it sent the notices of its findings.
    if (settled.outcome === 'done') await currentSubscription(needs, subscriptionId);
    return settled;
  }

  const subscription = await currentSubscription(needs, subscriptionId);
  const event = content ?? (await needs.events.find(tenantId, eventId));
  const delivery = known ?? recreated(tenantId, event, subscription);
  if (delivery === undefined) {
    needs.log.warn('delivery.unknown', { delivery_id: deliveryId });
    return { outcome: 'done' };
  }

  const seen = await withReceiver(needs, delivery, subscription, event);
  const step = nextStep(seen, subscription, event, needs.clock.nowMs());
  if (step.next === 'record') {
    await recordOutcome(needs, { before: seen, after: step.after });
    return { outcome: 'done' };
  }
  if (remainingMs() < neededMs(step.ready.subscription)) return sleepFor(0);
  const asker = askerOf(received, delivery);
  return attemptDelivery(needs, { ...step.ready, asker }, received.receiveCount);
}

/** The subscription in its current or a recent version. Sends its pending notices first. */
async function currentSubscription(
  needs: DeliverNeeds,
  id: SubscriptionId,
): Promise<Subscription | undefined> {
  const subscription = await needs.subscriptions.find(id);
  if (subscription !== undefined && subscription.health.pendingNotices.length > 0)
    await notifyPending(needs, id);
  return subscription;
}

const askerOf = ({ receiptHandle, receiveCount }: ReceivedMessage, { ticket }: Delivery): Asker => ({
  receiptHandle,
  hasWaited: receiveCount > 1 || ticket > 0,
});

function neededMs({ timeoutSeconds, auth }: Subscription): number {
  const tokenSeconds = auth?.type === 'oauth2' ? receiverAuthLimits.tokenRequestSeconds : 0;
  return (timeoutSeconds + tokenSeconds) * 1_000 + MARGIN_MS;
}

/** A delivery older than the retention time has been closed and deleted: an operator has sent its message again. */
function forget({ retentionHours, clock, log }: DeliverNeeds, id: DeliveryId): MessageOutcome | undefined {
  const { eventId } = partsOfDeliveryId(id);
  if (createdAtMsOf(eventId) + retentionHours * 3_600_000 > clock.nowMs()) return undefined;
  log.warn('delivery.forgotten', { delivery_id: id });
  return { outcome: 'done' };
}

/** What the stored delivery means for the message; undefined: attempt it now. */
async function settle(
  needs: DeliverNeeds,
  { message, receiveCount }: ReceivedMessage<DeliveryMessage>,
  known: Delivery,
): Promise<MessageOutcome | undefined> {
  if (!isOpen(known)) return afterItsEnd(needs, known, message.ticket);
  if (message.ticket < known.ticket) return { outcome: 'done' };
  const nowMs = needs.clock.nowMs();
  const waitMs = remainingWaitMs(known, nowMs);
  if (waitMs > 0) return waitUntilDue(needs, known, waitMs);
  return receiveCount > waitLimits.receivesBeforeFreshMessage ? renewMessage(needs, known, nowMs) : undefined;
}

/**
 * Usually a leftover message. If it has the final ticket, the follow-up (announcement, operational event) may still be
 * missing.
 */
async function afterItsEnd(needs: DeliverNeeds, known: Delivery, ticket: number): Promise<MessageOutcome> {
  if (known.status === 'exhausted' && ticket === known.ticket) {
    await needs.outcomes.announceAgain(known);
    await notifyExhausted(needs, known);
  }
  return { outcome: 'done' };
}

/**
 * Runs before any step that can fail: after too many receives the queue would move the message to the dead-letter
 * queue, and the delivery would be stuck. The delivery is parked and released under a new message, until its life is
 * over.
 */
async function renewMessage(needs: DeliverNeeds, delivery: Delivery, nowMs: number): Promise<MessageOutcome> {
  const isOver = nowMs >= giveUpAtMs(delivery.createdAtMs);
  const after = isOver
    ? exhausted(delivery, 'expired', nowMs)
    : { ...parkedUntil(delivery, nowMs), updatedAtMs: nowMs };
  await recordOutcome(needs, { before: delivery, after });
  needs.log.warn('delivery.message_renewed', { delivery_id: delivery.id, status: after.status });
  return { outcome: 'done' };
}

/** Adds the receiver of the event, if it matters and the delivery does not record it. */
async function withReceiver(
  { events }: DeliverNeeds,
  delivery: Delivery,
  subscription: Subscription | undefined,
  event: EventContent | undefined,
): Promise<Delivery> {
  const isKnown = delivery.receiverId !== undefined || (subscription?.receiverId ?? null) === null;
  if (isKnown) return delivery;
  if (event?.receiverId !== undefined) return { ...delivery, receiverId: event.receiverId };
  const kept = await events.find(delivery.tenantId, delivery.eventId);
  return { ...delivery, receiverId: kept?.receiverId };
}

type NextStep =
  | { readonly next: 'attempt'; readonly ready: Omit<ReadyDelivery, 'asker'> }
  | { readonly next: 'record'; readonly after: Delivery };

function nextStep(
  delivery: Delivery,
  subscription: Subscription | undefined,
  event: (EventContent & Partial<Pick<Event, 'payloadDeletedAtMs'>>) | undefined,
  nowMs: number,
): NextStep {
  const record = (after: Delivery): NextStep => ({ next: 'record', after });
  if (subscription === undefined) return record(cancelled(delivery, 'subscription_deleted', nowMs));
  if (!mayReceive(subscription, delivery.receiverId)) {
    return record(cancelled(delivery, 'receiver_changed', nowMs));
  }
  if (event === undefined) return record(exhausted(delivery, 'expired', nowMs));
  if (event.payloadDeletedAtMs != null) return record(exhausted(delivery, 'payload_deleted', nowMs));
  // A replay or retry that was accepted is made, however late. Only the wait for a disabled subscription has an end.
  if (subscription.status === 'disabled') {
    const isOver = nowMs >= giveUpAtMs(delivery.createdAtMs);
    return record(isOver ? exhausted(delivery, 'expired', nowMs) : held(delivery));
  }
  return { next: 'attempt', ready: { delivery, subscription, event } };
}

/** On AWS a message can arrive before its delivery is recorded. The delivery then follows from the event. */
function recreated(
  tenantId: TenantId,
  event: EventContent | undefined,
  subscription: Subscription | undefined,
): Delivery | undefined {
  if (event === undefined || subscription === undefined) return undefined;
  const { eventType, receiverId, id: eventId } = event;
  return newDelivery({
    tenantId,
    eventId,
    eventType,
    // The message of an event without a receiver names none. If the subscription has a receiver, it was moved there
    // later.
    receiverId: receiverId ?? (subscription.receiverId === null ? null : undefined),
    subscriptionId: subscription.id,
    targetUrl: subscription.targetUrl,
  });
}
