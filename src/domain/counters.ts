import { type Attempt, type Delivery, type DeliveryStatus, isOpen } from './delivery.ts';
import type { Event } from './event.ts';
import type { SubscriptionId, TenantId } from './ids.ts';
import { timeBucketOf, timeBuckets } from './time-buckets.ts';

/**
 * Counters by minute, for statistics over time. Each thing that happens adds one to one counter, for example "an attempt
 * of `sub_…` for `order.created`, answered with a 5xx, failed".
 */

/**
 * The thing that is counted. `delivered:17` is the attempt that delivered, with the bucket of its time to delivery.
 * `succeeded`: a further success of a delivery that was delivered already. `pending` and `retrying` are the deliveries
 * that are open now.
 */
export type CountedFact =
  | 'event'
  | 'delivery'
  | 'failed'
  | 'succeeded'
  | `delivered:${number}`
  | 'exhausted'
  | 'cancelled'
  | OpenStatus;

type OpenStatus = 'pending' | 'retrying';

/** A group of counters, one for each fact. Empty texts stand for "none". */
export interface CounterGroup {
  /** Since the Unix epoch; `OPEN_MINUTE` for deliveries that are open now. */
  readonly minute: number;
  readonly tenantId: TenantId;
  /** Empty for events. */
  readonly subscriptionId: SubscriptionId | '';
  readonly eventType: string;
  /** `2xx`, `3xx`, `4xx`, `5xx`, or the failure kind of an attempt without an answer. */
  readonly answer: string;
  /** The receiver of the event. */
  readonly receiverId: string;
}

/** Counts of these kinds alternate, so each kind remembers its last groups by itself. */
export type CountingKind = 'event' | 'delivery' | 'outcome' | 'open';

/** Adds to counters. Called several times for each delivery, so its arguments are no object. */
export interface Counting {
  add(
    kind: CountingKind,
    minute: number,
    about: Countable,
    answer: string,
    fact: CountedFact,
    n: number,
  ): void;
}

/** The fields of an event or a delivery by which it is counted. */
export interface Countable {
  readonly tenantId: TenantId;
  /** None: an event. */
  readonly subscriptionId?: SubscriptionId | '';
  readonly eventType: string | null;
  readonly receiverId?: string | null | undefined;
}

export const MINUTE_MS = 60_000;
export const OPEN_MINUTE = 0;

export const minuteOf = (timeMs: number): number => Math.floor(timeMs / MINUTE_MS);

/** A new event, in the minute in which it was accepted. */
export function countEvent(counting: Counting, event: Event): void {
  counting.add('event', minuteOf(event.createdAtMs), event, '', 'event', 1);
}

/** A new delivery. */
export function countDelivery(counting: Counting, delivery: Delivery): void {
  counting.add('delivery', minuteOf(delivery.updatedAtMs), delivery, '', 'delivery', 1);
}

/** A recorded change of a delivery: its attempt, and its end. */
export function countOutcome(
  counting: Counting,
  statusBefore: DeliveryStatus | undefined,
  after: Delivery,
  attempt: Attempt | undefined,
): void {
  const minute = minuteOf(after.updatedAtMs);
  const answer = attempt === undefined ? '' : answerOf(attempt);
  if (attempt !== undefined) {
    counting.add('outcome', minute, after, answer, attemptFact(statusBefore, after, attempt), 1);
  }
  if (after.status === 'exhausted' || after.status === 'cancelled') {
    counting.add('outcome', minute, after, answer, after.status, 1);
  }
}

const deliveredFacts = timeBuckets.map((bucket): CountedFact => `delivered:${bucket}`);

function attemptFact(
  statusBefore: DeliveryStatus | undefined,
  after: Delivery,
  attempt: Attempt,
): CountedFact {
  if (attempt.outcome === 'failed') return 'failed';
  if (statusBefore === 'delivered') return 'succeeded';
  return deliveredFacts[timeBucketOf(after.updatedAtMs - after.createdAtMs)] ?? 'succeeded';
}

const HUNDRED = 100;
const USUAL_ANSWER = '2xx';

function answerOf({ statusCode, failureKind }: Attempt): string {
  if (statusCode === null) return failureKind ?? '';
  const hundreds = Math.floor(statusCode / HUNDRED);
  return hundreds === 2 ? USUAL_ANSWER : `${hundreds}xx`;
}

/** Keeps the number of open deliveries. Call it for each change of a delivery's status; undefined: it is new. */
export function countOpen(
  counting: Counting,
  statusBefore: DeliveryStatus | undefined,
  after: Delivery,
): void {
  if (statusBefore === after.status) return;
  if (statusBefore !== undefined && isOpenStatus(statusBefore)) addOpen(counting, after, statusBefore, -1);
  if (isOpenStatus(after.status)) addOpen(counting, after, after.status, 1);
}

const isOpenStatus = (status: DeliveryStatus): status is OpenStatus => isOpen({ status });

const addOpen = (counting: Counting, about: Delivery, status: OpenStatus, n: number): void =>
  counting.add('open', OPEN_MINUTE, about, '', status, n);
