import { type Delivery, type DeliveryStatus, deliveryStatuses } from '../domain/delivery.ts';
import type { SubscriptionId } from '../domain/ids.ts';
import { requestLimits } from '../domain/limits.ts';
import type { Reach } from '../domain/principal.ts';
import type { Needs } from './needs.ts';
import { listDeliveries } from './read-deliveries.ts';

export interface SubscriptionStats {
  readonly byStatus: Readonly<Record<DeliveryStatus, number>>;
  readonly attempts: number;
  /** From the arrival of the event to the end of the successful attempt, for delivered ones; null: none. */
  readonly medianMs: number | null;
  readonly p95Ms: number | null;
  /** The creation of the oldest counted delivery; null: none. */
  readonly oldestMs: number | null;
  /** False: there are more deliveries, which were not counted. */
  readonly isComplete: boolean;
}

export interface StatsRequest {
  readonly reach: Reach;
  readonly subscriptionId: SubscriptionId;
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
}

/**
 * Counts the newest deliveries of a subscription, up to the rows of one page; undefined if no such subscription is
 * within reach.
 */
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

/** The nearest rank: a value that occurred. */
const quantile = (sorted: readonly number[], share: number): number | null =>
  sorted[Math.ceil(sorted.length * share) - 1] ?? null;
