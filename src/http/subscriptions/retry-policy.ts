import * as z from 'zod';
import { retryLimits } from '../../domain/limits.ts';
import { type RetryPolicy, totalDelaySeconds } from '../../domain/retry-policy.ts';

const { delaySecondsMin, totalSeconds, scheduleEntries, factorMax, attemptsMax } = retryLimits;

const delaySeconds = z.int().min(delaySecondsMin).max(totalSeconds);

const tooLong = (policy: RetryPolicy): string | undefined =>
  totalDelaySeconds(policy) > totalSeconds
    ? `the waits add up to more than ${totalSeconds} seconds`
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
      .meta({ description: `Seconds to wait before each retry, at most ${totalSeconds} together.` }),
  })
  .meta({
    id: 'RetrySchedule',
    description: 'One wait per retry: for example `[5, 30]` allows three attempts.',
  });

// `abort`: an absurd number is rejected before that many waits are added up.
const exponentialMembers = {
  base_seconds: delaySeconds.meta({ description: 'Seconds before the first retry.' }),
  factor: z.number().min(1).max(factorMax).meta({ description: 'The factor from each wait to the next.' }),
  max_delay_seconds: delaySeconds.meta({ description: 'The longest wait in seconds.' }),
  max_attempts: z
    .int()
    .min(1)
    .max(attemptsMax, { abort: true })
    .meta({ description: 'The most attempts, including the first.' }),
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
      'Exponential waits: `base_seconds` first, then each wait is `factor` times the previous one, up to `max_delay_seconds`.',
  });

/** When failed attempts are retried: a list of waits, or exponential waits. */
export const retryPolicy = z.union([retrySchedule, exponentialRetries]).meta({
  id: 'RetryPolicy',
  description: 'When failed attempts are retried: a list of waits, or exponential waits.',
});

type WireRetryPolicy = z.infer<typeof retryPolicy>;

const cleared = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().optional();

/** Part of a policy: checked in full after it is merged into the stored policy. */
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
    description: 'Changes of a retry policy. A policy of the other kind replaces the stored one.',
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
