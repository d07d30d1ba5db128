import type { Attempt, Delivery, DeliveryStatus } from './delivery.ts';
import { isOpen } from './delivery.ts';
import type { Event } from './event.ts';
import type { SubscriptionId, TenantId } from './ids.ts';
import { timeBucketOf } from './time-buckets.ts';

/**
 * Counters by minute, for statistics over time. Each thing that happens adds one to one counter, for example "one attempt
 * of `sub_…` for `order.created`, answered with a 5xx, failed". A counter is named by a text, its key, so that counting
 * on the hot path is one addition to a map.
 */

/**
 * The thing that a counter counts. `delivered:17` is the attempt that delivered, with the bucket of its time to delivery.
 * `succeeded`: a further success of a delivery that was delivered already.
 */
export type CountedFact =
  | 'event'
  | 'delivery'
  | 'failed'
  | 'succeeded'
  | `delivered:${number}`
  | 'exhausted'
  | 'cancelled'
  | 'pending'
  | 'retrying';

/** A counter. Empty texts stand for "none". */
export interface Counter {
  /** Since the Unix epoch; `OPEN_MINUTE` for open deliveries. */
  readonly minute: number;
  readonly tenantId: TenantId;
  /** Empty for events. */
  readonly subscriptionId: SubscriptionId | '';
  readonly eventType: string;
  /** `2xx`, `3xx`, `4xx`, `5xx`, or the failure kind of an attempt without an answer. */
  readonly answer: string;
  readonly fact: CountedFact;
  /** The receiver of the event. */
  readonly receiverId: string;
}

/** Adds `n` to a counter. */
export type Count = (key: string, n: number) => void;

export const MINUTE_MS = 60_000;

/** The facts `pending` and `retrying` count deliveries that are open now, so they have no minute. */
export const OPEN_MINUTE = 0;

export const minuteOf = (timeMs: number): number => Math.floor(timeMs / MINUTE_MS);

/** The receiver comes last, because only its id can have a tab. */
const keyOf = (
  minute: number,
  { tenantId, subscriptionId, eventType, receiverId }: Countable,
  answer: string,
  fact: CountedFact,
): string =>
  `${minute}\t${tenantId}\t${subscriptionId}\t${eventType ?? ''}\t${answer}\t${fact}\t${receiverId ?? ''}`;

interface Countable {
  readonly tenantId: TenantId;
  readonly subscriptionId: SubscriptionId | '';
  readonly eventType: string | null;
  readonly receiverId?: string | null | undefined;
}

/** The counter with this key. */
export function counterOf(key: string): Counter {
  const [minute, tenantId, subscriptionId, eventType, answer, fact, ...receiverId] = key.split('\t');
  return {
    minute: Number(minute),
    tenantId,
    subscriptionId,
    eventType,
    answer,
    fact,
    receiverId: receiverId.join('\t'),
  } as Counter;
}

/** The counter for all subscriptions, event types and receivers, where there are too many to count apart. */
export function coarseKeyOf(key: string): string {
  const [minute, tenantId, , , answer, fact] = key.split('\t');
  return `${minute}\t${tenantId}\t\t\t${answer}\t${fact}\t`;
}

/** A new event, in the minute in which it was accepted. */
export function countEvent(
  count: Count,
  {
    tenantId,
    eventType,
    receiverId,
    createdAtMs,
  }: Pick<Event, 'tenantId' | 'eventType' | 'receiverId' | 'createdAtMs'>,
): void {
  const about = { tenantId, subscriptionId: '', eventType, receiverId } as const;
  count(keyOf(minuteOf(createdAtMs), about, '', 'event'), 1);
}

/** A new delivery. */
export function countDelivery(count: Count, delivery: Delivery): void {
  count(keyOf(minuteOf(delivery.updatedAtMs), delivery, '', 'delivery'), 1);
}

/** A recorded change of a delivery: its attempt, and its end. */
export function countOutcome(
  count: Count,
  statusBefore: DeliveryStatus | undefined,
  after: Delivery,
  attempt: Attempt | undefined,
): void {
  const minute = minuteOf(after.updatedAtMs);
  const answer = attempt === undefined ? '' : answerOf(attempt);
  if (attempt !== undefined)
    count(keyOf(minute, after, answer, attemptFact(statusBefore, after, attempt)), 1);
  if (after.status === 'exhausted' || after.status === 'cancelled') {
    count(keyOf(minute, after, answer, after.status), 1);
  }
}

function attemptFact(
  statusBefore: DeliveryStatus | undefined,
  after: Delivery,
  attempt: Attempt,
): CountedFact {
  if (attempt.outcome === 'failed') return 'failed';
  if (statusBefore === 'delivered') return 'succeeded';
  return `delivered:${timeBucketOf(after.updatedAtMs - after.createdAtMs)}`;
}

const HUNDRED = 100;

function answerOf({ statusCode, failureKind }: Attempt): string {
  return statusCode === null ? (failureKind ?? '') : `${Math.floor(statusCode / HUNDRED)}xx`;
}

/** Keeps the number of open deliveries. Call it for each change of a delivery's status; undefined: it is new. */
export function countOpen(count: Count, statusBefore: DeliveryStatus | undefined, after: Delivery): void {
  if (statusBefore === after.status) return;
  if (statusBefore !== undefined && isOpen({ status: statusBefore })) {
    count(openKey(after, statusBefore), -1);
  }
  if (isOpen(after)) count(openKey(after, after.status), 1);
}

const openKey = (delivery: Delivery, status: DeliveryStatus): string =>
  keyOf(OPEN_MINUTE, { ...delivery, eventType: null }, '', status as 'pending' | 'retrying');
