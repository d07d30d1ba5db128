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
      .meta({ description: '`true`: sends missed events; `false`: replays exhausted deliveries.' }),
    since: time,
    until: time,
    per_second: z.int(),
    status: recoveryStatus,
    stop_reason: recoveryStopReason.nullable(),
    deliveries_count: z.int().nullable().meta({
      description:
        'The number of exhausted deliveries at the start; `null`: too many to count, or missed events, which are not counted.',
    }),
    recovered_count: z.int().meta({
      description:
        'The number of deliveries replayed so far. After a crash of the service it may be a page too low.',
    }),
    skipped_count: z.int().meta({
      description:
        'The number of deliveries left unchanged: their subscription is disabled or deleted, or another call replayed them first.',
    }),
    progress: z.number().min(0).max(1).nullable().meta({ description: 'From 0 to 1; `null`: unknown.' }),
    created_at: time,
    updated_at: time,
    ended_at: time.nullable(),
  })
  .meta({ id: 'Recovery', description: 'A replay of all exhausted deliveries of a time range.' });
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

/** The counts of found and of replayed deliveries may differ a little, so only the end sets the progress to 1. */
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

/** Missed events are found on the way, so the progress is the share of the time range that was read. */
function partOfTimeSeen({ afterId, sinceMs, untilMs, createdAtMs }: Recovery): number {
  if (afterId === null) return 0;
  const seenMs = createdAtMsOf(partsOfDeliveryId(afterId).eventId) - sinceMs;
  return Math.min(1, Math.max(0, seenMs / Math.max(1, Math.min(untilMs, createdAtMs) - sinceMs)));
}
