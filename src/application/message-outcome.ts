import { retryLimits } from '../domain/limits.ts';

/** `done`: the message may be deleted. `sleep`: it is wanted again after so many seconds. `failed`: when the queue likes. */
export type MessageOutcome =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'sleep'; readonly seconds: number }
  | { readonly outcome: 'failed' };

/** SQS sleeps in whole seconds: rather a little late than early, which would cost another receive. */
export const sleepFor = (waitMs: number): MessageOutcome => ({
  outcome: 'sleep',
  seconds: Math.min(retryLimits.visibilitySecondsMax, Math.max(0, Math.ceil(waitMs / 1_000))),
});
