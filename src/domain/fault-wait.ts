import { retryLimits } from './limits.ts';

/**
 * Seconds until a message whose work failed by a fault of ours is tried again. SQS counts each receive, also those that
 * meet an outage of the store, and takes a message for poison after 100: so the wait grows with the receives. An outage
 * of three days dead-letters nothing, and after an outage a message comes back within about as long as that has lasted.
 */
export function waitAfterFaultSeconds(receiveCount: number): number {
  const doublings = Math.max(0, receiveCount - retryLimits.receivesBeforeFreshMessage);
  return Math.min(retryLimits.afterFaultSecondsMax, retryLimits.afterFaultSeconds * 2 ** doublings);
}
