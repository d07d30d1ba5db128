import * as z from 'zod';
import { type Recovery, recoveryStatuses, stopReasons } from '../../domain/recovery.ts';
import { subscriptionId, time, timeOf, timeOrNull } from '../wire/fields.ts';
import { recoveryId } from '../wire/recovery-input.ts';
import { pageOf } from './page.ts';

export const recoveryShape = z
  .object({
    id: recoveryId,
    subscription_id: subscriptionId
      .nullable()
      .meta({ description: '`null`: the dead letters of all subscriptions.' }),
    since: time,
    until: time,
    per_second: z.int(),
    status: z.enum(recoveryStatuses),
    stop_reason: z.enum(stopReasons).nullable(),
    deliveries_count: z
      .int()
      .nullable()
      .meta({ description: 'How many were exhausted at its start; `null`: too many to be counted.' }),
    recovered_count: z.int().meta({
      description:
        'How many were put on their way again so far. After a crash of the service it may be a page too low.',
    }),
    skipped_count: z.int().meta({
      description:
        'How many were left as they are: their subscriptions are disabled or deleted, or somebody was faster.',
    }),
    progress: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .meta({ description: 'From 0 to 1; `null` while it cannot be told.' }),
    created_at: time,
    updated_at: time,
    ended_at: time.nullable(),
  })
  .meta({ id: 'Recovery', description: 'A replay of everything that was exhausted in a time.' });
export const recoveryPageShape = pageOf(recoveryShape, 'RecoveryPage');

export const recoveryResource = (recovery: Recovery): z.infer<typeof recoveryShape> => ({
  id: recovery.id,
  subscription_id: recovery.subscriptionId,
  since: timeOf(recovery.sinceMs),
  until: timeOf(recovery.untilMs),
  per_second: recovery.perSecond,
  status: recovery.status,
  stop_reason: recovery.stopReason,
  deliveries_count: recovery.foundCount,
  recovered_count: recovery.recoveredCount,
  skipped_count: recovery.skippedCount,
  progress: progressOf(recovery),
  created_at: timeOf(recovery.createdAtMs),
  updated_at: timeOf(recovery.updatedAtMs),
  ended_at: timeOrNull(recovery.endedAtMs),
});

const HUNDREDTHS = 100;

/** The count of what was found and of what was done may differ a little: only the end says that it is there. */
function progressOf({ status, foundCount, recoveredCount, skippedCount }: Recovery): number | null {
  if (status === 'done') return 1;
  if (foundCount === null) return null;
  if (foundCount === 0) return 0;
  const part = Math.min(1, (recoveredCount + skippedCount) / foundCount);
  return Math.floor(part * (HUNDREDTHS - 1)) / HUNDREDTHS;
}
