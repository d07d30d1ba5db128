import { type Delivery, parkedUntil } from '../domain/delivery.ts';
import type { Subscription } from '../domain/subscription.ts';
import { turnLimits, waitLimits } from '../domain/waiting.ts';
import type { DeliveryQueue } from '../ports/queue.ts';
import type { Asker } from '../ports/rate-limits.ts';
import type { DeliverNeeds } from './needs.ts';
import { type RecordNeeds, recordOutcome } from './notify-tenant.ts';

/** How a delivery waits: in place, asleep in the queue under its message, or parked in the store without one. */

/** `done`: delete the message. `sleep`: receive it again after this many seconds. `failed`: receive it at any time. */
export type MessageOutcome =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'sleep'; readonly seconds: number }
  | { readonly outcome: 'failed' };

/** SQS sleeps in whole seconds: a little late is better than early, which would cost another receive. */
export const sleepFor = (waitMs: number): MessageOutcome => ({
  outcome: 'sleep',
  seconds: Math.min(waitLimits.sleepSecondsMax, Math.max(0, Math.ceil(waitMs / 1_000))),
});

/** Sleeping messages count against the queue's limit of messages in flight, so only short waits sleep there. */
export async function belongsOutsideTheQueue(queue: DeliveryQueue, waitSeconds: number): Promise<boolean> {
  if (waitSeconds > waitLimits.sleepSecondsMax) return true;
  if (waitSeconds < waitLimits.parkWhenCrowdedSeconds) return false;
  return (await queue.messagesInFlight()) > waitLimits.sleepingMessagesMax;
}

/** A longer wait than a message may sleep is not slept in pieces: each piece would count as a receive. */
export async function waitUntilDue(
  needs: DeliverNeeds,
  delivery: Delivery,
  waitMs: number,
): Promise<MessageOutcome> {
  if (waitMs <= waitLimits.sleepSecondsMax * 1_000) return sleepFor(waitMs);
  return park(needs, delivery, parkedUntil(delivery, delivery.nextAttemptAtMs ?? needs.clock.nowMs()));
}

async function park(needs: RecordNeeds, before: Delivery, after: Delivery): Promise<MessageOutcome> {
  await recordOutcome(needs, { before, after });
  return { outcome: 'done' };
}

interface Waiting {
  readonly delivery: Delivery;
  readonly subscription: Subscription;
  readonly asker: Asker;
}

/**
 * Asks for a turn right before the attempt is sent; undefined if it may be sent. The delivery waits in place for a turn
 * that comes soon, for example in 200 ms, because parking it would cost more.
 */
export async function waitForTurn(
  needs: DeliverNeeds,
  { delivery, subscription: { id, rateLimit }, asker }: Waiting,
): Promise<MessageOutcome | undefined> {
  if (rateLimit === null) return undefined;
  for (let asks = 1; ; asks += 1) {
    const turn = await needs.slots.ask(id, rateLimit, { ...asker, hasWaited: asker.hasWaited || asks > 1 });
    if (turn.granted) return undefined;
    if (turn.waitMs === 0) return sleepFor(0);
    if (turn.waitMs > turnLimits.inPlaceMs || asks === turnLimits.asksInPlace) {
      return putOff(needs, delivery, turn.waitMs);
    }
    await needs.pause(turn.waitMs);
  }
}

/**
 * The wait is an estimate, and the limit can change. So before the delivery asks again, its message sleeps for at most a
 * minute, or it is parked for at most a few minutes. No attempt is counted.
 */
async function putOff(needs: DeliverNeeds, delivery: Delivery, waitMs: number): Promise<MessageOutcome> {
  if (!(await belongsOutsideTheQueue(needs.queue, waitMs / 1_000))) {
    return sleepFor(Math.min(waitMs, turnLimits.sleepSecondsMax * 1_000));
  }
  const nowMs = needs.clock.nowMs();
  const dueAtMs = Math.ceil(nowMs + Math.min(waitMs, turnLimits.parkedSecondsMax * 1_000));
  return park(needs, delivery, { ...parkedUntil(delivery, dueAtMs), updatedAtMs: nowMs });
}
