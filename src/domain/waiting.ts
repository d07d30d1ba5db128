import { type Backoff, backoffMs } from './backoff.ts';

/** How long messages and deliveries wait, and where. */
export const waitLimits = {
  /** Waits up to here sleep in the queue (visibility timeout); longer ones are parked in the store. */
  sleepSecondsMax: 120,
  /** With this many messages asleep in the queue (SQS stops at about 120,000) short retries are parked too … */
  sleepingMessagesMax: 40_000,
  /** … if they wait at least this long. */
  parkWhenCrowdedSeconds: 5,
  /** The count of messages in flight may be this old. */
  countAgeMs: 10_000,
  /** A message received this often is replaced by a new one: the receive count only guards against poison messages. */
  receivesBeforeFreshMessage: 20,
} as const;

/** Of a delivery that waits for its turn under the rate limit of its subscription. */
export const turnLimits = {
  /** A delivery waits in place for a turn that comes this soon; for a later turn its message sleeps … */
  inPlaceMs: 1_000,
  /** … and it also sleeps after asking this often in place. */
  asksInPlace: 3,
  /** On AWS, a message sleeps no longer than this before its delivery asks again, … */
  sleepSecondsMax: 60,
  /** … and a delivery is parked no longer than this, so that a changed limit soon applies to it. */
  parkedSecondsMax: 300,
} as const;

/** After a fault of Posthorn, for example when the store cannot be reached. */
const afterFault: Backoff = { firstMs: 30_000, mostMs: 3_600_000, jitter: 0 };

/**
 * Seconds until a message is tried again after a fault of Posthorn stopped its work. SQS counts each receive, also
 * during an outage of the store, and moves a message to the dead-letter queue after 100. So the wait grows with the
 * receives: an outage of three days dead-letters nothing, and after an outage a message comes back within about the
 * outage's duration.
 */
export function waitAfterFaultSeconds(receiveCount: number): number {
  const doublings = Math.max(0, receiveCount - waitLimits.receivesBeforeFreshMessage);
  return backoffMs(afterFault, doublings + 1, 0) / 1_000;
}

/** After an attempt that Posthorn itself could not make, for example without a free file descriptor. */
const afterOwnFault: Backoff = { firstMs: 3_000, mostMs: 120_000, jitter: 1 / 3 };

/** How long an attempt waits that this process could not make: longer after each receive of its message. */
export const waitAfterOwnFaultMs = (receiveCount: number, fraction: number): number =>
  backoffMs(afterOwnFault, receiveCount, fraction);
