import {
  cancelled,
  type Delivery,
  exhausted,
  held,
  isOpen,
  newDelivery,
  parkedUntil,
} from '../domain/delivery.ts';
import type { Event } from '../domain/event.ts';
import { partsOfDeliveryId } from '../domain/ids.ts';
import { retryLimits } from '../domain/limits.ts';
import { giveUpAtMs } from '../domain/retry-policy.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { DeliveryMessage } from '../ports/delivery-queue.ts';
import type { DeliveryReader } from '../ports/delivery-reader.ts';
import type { EventReader } from '../ports/event-reader.ts';
import { type AttemptNeeds, attemptDelivery, type ReadyDelivery } from './attempt-delivery.ts';
import { type MessageOutcome, sleepFor } from './message-outcome.ts';

export interface DeliverNeeds extends AttemptNeeds {
  readonly deliveries: DeliveryReader;
  readonly events: EventReader;
}

export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  /** How often the queue has handed it out; also counts throttles and crashes. */
  readonly receiveCount: number;
  readonly message: DeliveryMessage;
}

/** An attempt is only begun if it can end, and be recorded, in the time that the function has left. */
const MARGIN_MS = 2_000;

/**
 * Works off a batch of queue messages, all at once, and returns the ids of those that must stay on the queue.
 *
 *   read the deliveries (once, consistent) ─► skip what is done or out of ticket ─► current subscription
 *   ─► attempt ─► record ─► sleep in the queue | parked | closed
 *
 * A crash anywhere leads to a redelivery of the message, which finds what was recorded and goes on from there.
 */
export async function deliverBatch(
  needs: DeliverNeeds,
  batch: readonly ReceivedMessage[],
  remainingMs: () => number,
): Promise<readonly string[]> {
  const known = await needs.deliveries.findMany(batch.map(({ message }) => message.deliveryId));
  const byId = new Map(known.map((delivery) => [delivery.id, delivery]));
  const outcomes = await Promise.all(
    batch.map((received) => workOff(needs, received, byId.get(received.message.deliveryId), remainingMs)),
  );
  return batch.filter((_, index) => outcomes[index]?.outcome !== 'done').map(({ messageId }) => messageId);
}

/** One message's trouble is its own: the rest of the batch goes on. */
async function workOff(
  needs: DeliverNeeds,
  received: ReceivedMessage,
  known: Delivery | undefined,
  remainingMs: () => number,
): Promise<MessageOutcome> {
  try {
    const outcome = await deliver(needs, received, known, remainingMs);
    if (outcome.outcome === 'sleep')
      await needs.queue.changeVisibility(received.receiptHandle, outcome.seconds);
    return outcome;
  } catch (error) {
    needs.log.error('delivery.failed_inside', { delivery_id: received.message.deliveryId, err: error });
    return { outcome: 'failed' };
  }
}

const isWorthless = (message: DeliveryMessage, delivery: Delivery): boolean =>
  !isOpen(delivery) || message.ticket < delivery.ticket;

async function deliver(
  needs: DeliverNeeds,
  received: ReceivedMessage,
  known: Delivery | undefined,
  remainingMs: () => number,
): Promise<MessageOutcome> {
  if (known !== undefined && isWorthless(received.message, known)) return { outcome: 'done' };
  const nowMs = needs.clock.nowMs();
  const waitMs = (known?.nextAttemptAtMs ?? nowMs) - nowMs;
  if (waitMs > 0) return sleepFor(waitMs);

  const isWornOut = received.receiveCount > retryLimits.receivesBeforeFreshMessage;
  if (known !== undefined && isWornOut) return renewMessage(needs, known, nowMs);

  const { deliveryId, tenantId } = received.message;
  const { eventId, subscriptionId } = partsOfDeliveryId(deliveryId);
  const subscription = await needs.subscriptions.find(subscriptionId);
  const event = await needs.events.find(tenantId, eventId);
  const delivery = known ?? recreated(event, subscription);
  if (delivery === undefined) {
    needs.log.warn('delivery.unknown', { delivery_id: deliveryId });
    return { outcome: 'done' };
  }

  const step = nextStep(delivery, subscription, event, nowMs);
  if (step.next === 'record') {
    await needs.outcomes.record({ before: delivery, after: step.after });
    return { outcome: 'done' };
  }
  const neededMs = step.ready.subscription.timeoutSeconds * 1_000 + MARGIN_MS;
  return remainingMs() < neededMs ? sleepFor(0) : attemptDelivery(needs, step.ready);
}

/**
 * Before anything else that may fail: the queue would take the message for poison some day, and the delivery would be
 * stuck. Parked and released it comes back under a fresh message, until it is too old for that.
 */
async function renewMessage(needs: DeliverNeeds, delivery: Delivery, nowMs: number): Promise<MessageOutcome> {
  const isOver = nowMs >= giveUpAtMs(delivery.createdAtMs);
  const after = isOver ? exhausted(delivery, 'expired', nowMs) : parkedUntil(delivery, nowMs);
  await needs.outcomes.record({ before: delivery, after });
  needs.log.warn('delivery.message_renewed', { delivery_id: delivery.id, status: after.status });
  return { outcome: 'done' };
}

type NextStep =
  | { readonly next: 'attempt'; readonly ready: ReadyDelivery }
  | { readonly next: 'record'; readonly after: Delivery };

function nextStep(
  delivery: Delivery,
  subscription: Subscription | undefined,
  event: Event | undefined,
  nowMs: number,
): NextStep {
  const record = (after: Delivery): NextStep => ({ next: 'record', after });
  if (subscription === undefined) return record(cancelled(delivery, 'subscription_deleted', nowMs));
  if (event === undefined) return record(exhausted(delivery, 'expired', nowMs));
  // An attempt that was granted is made, however late: only waiting for a disabled subscription has an end by itself.
  if (subscription.status === 'disabled') {
    const isOver = nowMs >= giveUpAtMs(delivery.createdAtMs);
    return record(isOver ? exhausted(delivery, 'expired', nowMs) : held(delivery));
  }
  return { next: 'attempt', ready: { delivery, subscription, event } };
}

/** On AWS a message may be faster than the record of its delivery: what it is about can be told from its event. */
function recreated(event: Event | undefined, subscription: Subscription | undefined): Delivery | undefined {
  if (event === undefined || subscription === undefined) return undefined;
  const { tenantId, eventType, id: eventId } = event;
  return newDelivery({
    tenantId,
    eventId,
    eventType,
    subscriptionId: subscription.id,
    targetUrl: subscription.targetUrl,
  });
}
