import * as z from 'zod';
import { createdAtMsOf, partsOfDeliveryId } from '../../domain/ids.ts';
import type { Recovery } from '../../domain/recovery.ts';
import { subscriptionId, time, timeOf, timeOrNull } from '../core/fields.ts';
import { recoveryStatus, recoveryStopReason } from '../core/named-values.ts';
import { pageOf } from '../core/page.ts';
import { recoveryId } from './input.ts';

export const recoveryShape = z
  .object({
    id: recoveryId,
    subscription_id: subscriptionId
      .nullable()
      .meta({ description: '`null`: the dead letters of all subscriptions.' }),
    missed: z
      .boolean()
      .meta({ description: 'Whether it brings missed events, and not exhausted deliveries.' }),
    since: time,
    until: time,
    per_second: z.int(),
    status: recoveryStatus,
    stop_reason: recoveryStopReason.nullable(),
    deliveries_count: z.int().nullable().meta({
      description:
        'How many were exhausted at its start; `null`: too many, or missed events, which are not counted.',
    }),
    recovered_count: z.int().meta({
      description:
        'How many were put on their way so far. After a crash of the service it may be a page too low.',
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
  missed: recovery.isMissed,
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
function progressOf(recovery: Recovery): number | null {
  if (recovery.status === 'done') return 1;
  const part = partDone(recovery);
  return part === null ? null : Math.floor(part * (HUNDREDTHS - 1)) / HUNDREDTHS;
}

function partDone(recovery: Recovery): number | null {
  const { isMissed, foundCount, recoveredCount, skippedCount } = recovery;
  if (isMissed) return partOfTimeSeen(recovery);
  if (foundCount === null) return null;
  return foundCount === 0 ? 0 : Math.min(1, (recoveredCount + skippedCount) / foundCount);
}

/** Missed events are found on the way: how much of the time of the events was seen. */
function partOfTimeSeen({ afterId, sinceMs, untilMs, createdAtMs }: Recovery): number {
  if (afterId === null) return 0;
  const seenMs = createdAtMsOf(partsOfDeliveryId(afterId).eventId) - sinceMs;
  return Math.min(1, Math.max(0, seenMs / Math.max(1, Math.min(untilMs, createdAtMs) - sinceMs)));
}
