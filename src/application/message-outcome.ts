import { retryLimits } from '../domain/limits.ts';
import type { DeliveryQueue } from '../ports/queue.ts';

/**
 * `done`: delete the message. `sleep`: receive it again after this many seconds. `failed`: receive it again at any
 * time.
 */
export type MessageOutcome =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'sleep'; readonly seconds: number }
  | { readonly outcome: 'failed' };

/** SQS sleeps in whole seconds. Rounded up, because an early message would cost another receive. */
export const sleepFor = (waitMs: number): MessageOutcome => ({
  outcome: 'sleep',
  seconds: Math.min(retryLimits.visibilitySecondsMax, Math.max(0, Math.ceil(waitMs / 1_000))),
});

/** Sleeping messages count against the queue's limit of messages in flight, so only short waits sleep there. */
export async function belongsOutsideTheQueue(queue: DeliveryQueue, waitSeconds: number): Promise<boolean> {
  if (waitSeconds > retryLimits.visibilitySecondsMax) return true;
  if (waitSeconds < retryLimits.parkWhenCrowdedSeconds) return false;
  return (await queue.messagesInFlight()) > retryLimits.sleepingMessagesMax;
}
