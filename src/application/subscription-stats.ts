import { type Delivery, type DeliveryStatus, deliveryStatuses } from '../domain/delivery.ts';
import type { SubscriptionId } from '../domain/ids.ts';
import { requestLimits } from '../domain/limits.ts';
import type { Reach } from '../domain/principal.ts';
import type { Needs } from './needs.ts';
import { listDeliveries } from './read-deliveries.ts';

export interface SubscriptionStats {
  readonly byStatus: Readonly<Record<DeliveryStatus, number>>;
  readonly attempts: number;
  /** From the event's arrival to the end of the attempt that succeeded, of those delivered; null: there are none. */
  readonly medianMs: number | null;
  readonly p95Ms: number | null;
  /** Of the oldest delivery that was counted; null: there are none. */
  readonly oldestMs: number | null;
  /** False: there are more, which were not looked at. */
  readonly isComplete: boolean;
}

export interface StatsRequest {
  readonly reach: Reach;
  readonly subscriptionId: SubscriptionId;
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
}

/** Counts the newest deliveries of a subscription, as many as one page may look at; undefined if there is no such one. */
export async function subscriptionStats(
  needs: Pick<Needs, 'deliveries' | 'store'>,
  { reach, subscriptionId, sinceMs, untilMs }: StatsRequest,
): Promise<SubscriptionStats | undefined> {
  const page = await listDeliveries(needs, {
    reach,
    subscriptionId,
    filter: { status: undefined, eventType: undefined, sinceMs, untilMs },
    beforeEventId: undefined,
    limit: requestLimits.rowsExamined,
  });
  return page && statsOf(page.items, page.nextBefore === undefined);
}

function statsOf(deliveries: readonly Delivery[], isComplete: boolean): SubscriptionStats {
  const times = deliveries
    .filter(({ status }) => status === 'delivered')
    .map(({ createdAtMs, updatedAtMs }) => updatedAtMs - createdAtMs)
    .sort((one, other) => one - other);
  const count = (wanted: DeliveryStatus) => deliveries.filter(({ status }) => status === wanted).length;
  return {
    byStatus: Object.fromEntries(deliveryStatuses.map((status) => [status, count(status)])) as Record<
      DeliveryStatus,
      number
    >,
    attempts: deliveries.reduce((sum, { attemptCount }) => sum + attemptCount, 0),
    medianMs: quantile(times, 0.5),
    p95Ms: quantile(times, 0.95),
    oldestMs: deliveries.at(-1)?.createdAtMs ?? null,
    isComplete,
  };
}

/** The nearest rank: a value that did occur. */
const quantile = (sorted: readonly number[], share: number): number | null =>
  sorted[Math.ceil(sorted.length * share) - 1] ?? null;
