import * as z from 'zod';
import { retryLimits } from '../../domain/limits.ts';
import { type RetryPolicy, totalDelaySeconds } from '../../domain/retry-policy.ts';

const { delaySecondsMin, totalSeconds, scheduleEntries, factorMax, attemptsMax } = retryLimits;

const delaySeconds = z.int().min(delaySecondsMin).max(totalSeconds);

const tooLong = (policy: RetryPolicy): string | undefined =>
  totalDelaySeconds(policy) > totalSeconds
    ? `all waits together are longer than ${totalSeconds} seconds`
    : undefined;

const retrySchedule = z
  .strictObject({
    schedule: z
      .array(delaySeconds)
      .max(scheduleEntries)
      .superRefine((scheduleSeconds, context) => {
        const fault = tooLong({ scheduleSeconds });
        if (fault !== undefined) context.addIssue(fault);
      })
      .meta({ description: `Seconds to wait before each retry; ${totalSeconds} together at most.` }),
  })
  .meta({ id: 'RetrySchedule', description: 'One wait a retry: `[5, 30]` makes three attempts at most.' });

// `abort`: an absurd number is refused before anybody adds up as many waits.
const exponentialMembers = {
  base_seconds: delaySeconds.meta({ description: 'Seconds before the first retry.' }),
  factor: z
    .number()
    .min(1)
    .max(factorMax)
    .meta({ description: 'What each wait is multiplied by for the next one.' }),
  max_delay_seconds: delaySeconds.meta({ description: 'No wait is longer than this.' }),
  max_attempts: z
    .int()
    .min(1)
    .max(attemptsMax, { abort: true })
    .meta({ description: 'Attempts in all, the first one included.' }),
};

const exponentialRetries = z
  .strictObject(exponentialMembers)
  .superRefine((policy, context) => {
    const fault = tooLong(retryPolicyOf(policy));
    if (fault !== undefined) context.addIssue({ code: 'custom', path: ['max_attempts'], message: fault });
  })
  .meta({
    id: 'ExponentialRetries',
    description:
      '`base_seconds`, then each wait `factor` times the one before it, up to `max_delay_seconds`.',
  });

/** When failed attempts are made again: a list of waits, or exponential ones. */
export const retryPolicy = z.union([retrySchedule, exponentialRetries]).meta({
  id: 'RetryPolicy',
  description: 'When failed attempts are made again: a list of waits, or waits that grow.',
});

type WireRetryPolicy = z.infer<typeof retryPolicy>;

const cleared = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().optional();

/** Part of a policy: checked in full when it has been merged into the stored one. */
export const retryPolicyPatch = z
  .strictObject({
    schedule: cleared(z.array(delaySeconds).max(scheduleEntries)),
    base_seconds: cleared(exponentialMembers.base_seconds),
    factor: cleared(exponentialMembers.factor),
    max_delay_seconds: cleared(exponentialMembers.max_delay_seconds),
    max_attempts: cleared(exponentialMembers.max_attempts),
  })
  .meta({
    id: 'RetryPolicyPatch',
    description: 'Changes of a retry policy; of the other kind, it replaces the stored one.',
  });

export function retryPolicyOf(policy: WireRetryPolicy): RetryPolicy {
  if ('schedule' in policy) return { scheduleSeconds: policy.schedule };
  return {
    baseSeconds: policy.base_seconds,
    factor: policy.factor,
    maxDelaySeconds: policy.max_delay_seconds,
    maxAttempts: policy.max_attempts,
  };
}

export function wireRetryPolicy(policy: RetryPolicy): WireRetryPolicy {
  if ('scheduleSeconds' in policy) return { schedule: [...policy.scheduleSeconds] };
  return {
    base_seconds: policy.baseSeconds,
    factor: policy.factor,
    max_delay_seconds: policy.maxDelaySeconds,
    max_attempts: policy.maxAttempts,
  };
}
