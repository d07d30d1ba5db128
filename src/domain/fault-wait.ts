import { retryLimits } from './limits.ts';

/**
 * Seconds until a message is tried again after a fault of Posthorn stopped its work. SQS counts each receive, also
 * during an outage of the store, and moves a message to the dead-letter queue after 100. So the wait grows with the
 * receives: an outage of three days dead-letters nothing, and after an outage a message comes back within about the
 * outage's duration.
 */
export function waitAfterFaultSeconds(receiveCount: number): number {
  const doublings = Math.max(0, receiveCount - retryLimits.receivesBeforeFreshMessage);
  return Math.min(retryLimits.afterFaultSecondsMax, retryLimits.afterFaultSeconds * 2 ** doublings);
}
