import * as z from 'zod';
import { retryLimits } from '../../domain/limits.ts';
import { type RetryPolicy, totalDelaySeconds } from '../../domain/retry-policy.ts';

const { delaySecondsMin, totalSeconds, scheduleEntries, factorMax, attemptsMax } = retryLimits;

const delaySeconds = z.int().min(delaySecondsMin).max(totalSeconds);

const tooLong = (policy: RetryPolicy): string | undefined =>
  totalDelaySeconds(policy) > totalSeconds
    ? `the waits add up to more than ${totalSeconds} seconds`
    : undefined;

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

const exponentialRetries = z.strictObject(exponentialMembers);
const exponentialNames = exponentialRetries.keyof().options;

const members = {
  schedule: z
    .array(delaySeconds)
    .max(scheduleEntries)
    .superRefine((scheduleSeconds, context) => {
      const fault = tooLong({ scheduleSeconds });
      if (fault !== undefined) context.addIssue(fault);
    })
    .optional()
    .meta({
      description:
        `Seconds to wait before each retry, at most ${totalSeconds} together: for example \`[5, 30]\` allows three ` +
        'attempts.',
    }),
  base_seconds: exponentialMembers.base_seconds.optional(),
  factor: exponentialMembers.factor.optional(),
  max_delay_seconds: exponentialMembers.max_delay_seconds.optional(),
  max_attempts: exponentialMembers.max_attempts.optional(),
};

type Members = z.infer<z.ZodObject<typeof members>>;

/** Either `schedule` alone, or all of the others. Each fault names the field that is missing or too much. */
function checkKind(policy: Members, context: z.RefinementCtx): void {
  const refuse = (field: string, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message });
  const given = exponentialNames.filter((name) => policy[name] !== undefined);
  if (policy.schedule !== undefined) {
    for (const name of given) refuse(name, 'cannot stand beside "schedule": give one of the two');
    return;
  }
  if (given.length === 0) {
    refuse('schedule', `is required, or ${exponentialNames.join(', ')}`);
    return;
  }
  for (const name of exponentialNames) {
    if (policy[name] === undefined) refuse(name, 'is required where there is no "schedule"');
  }
  const complete = exponentialRetries.safeParse(policy);
  const fault = complete.success ? tooLong(retryPolicyOf(complete.data)) : undefined;
  if (fault !== undefined) refuse('max_attempts', fault);
}

/** The rule of `checkKind` for readers of JSON Schema. Generators of clients ignore these keywords. */
const kindRule = {
  minProperties: 1,
  dependentRequired: Object.fromEntries(
    exponentialNames.map((name) => [name, exponentialNames.filter((other) => other !== name)]),
  ),
  dependentSchemas: { schedule: { maxProperties: 1 } },
};

/**
 * When failed attempts are retried: a list of waits, or exponential waits. One object with the members of both:
 * Java clients cannot read a union of them, because both kinds fit.
 */
export const retryPolicy = z
  .strictObject(members)
  .superRefine(checkKind)
  .meta({
    id: 'RetryPolicy',
    description:
      'When failed attempts are retried. Either `schedule` alone: a list of waits. Or the other four fields together: ' +
      'exponential waits, `base_seconds` first, then each wait is `factor` times the previous one, up to ' +
      '`max_delay_seconds`.',
    ...kindRule,
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

/** Throws of a policy that `retryPolicy` has not checked. */
export function retryPolicyOf(policy: WireRetryPolicy): RetryPolicy {
  if (policy.schedule !== undefined) return { scheduleSeconds: policy.schedule };
  const exponential = exponentialRetries.parse(policy);
  return {
    baseSeconds: exponential.base_seconds,
    factor: exponential.factor,
    maxDelaySeconds: exponential.max_delay_seconds,
    maxAttempts: exponential.max_attempts,
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
