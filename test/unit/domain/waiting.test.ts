import { expect, it } from 'vitest';
import { deliverySettings } from '../../../src/config/delivery-queue.ts';
import { waitAfterFaultSeconds, waitAfterOwnFaultMs, waitLimits } from '../../../src/domain/waiting.ts';

it('waits 30 s after a fault of ours, then twice as long each time, and an hour at the most', () => {
  const waits = [1, 20, 21, 22, 26, 27, 28, 100].map(waitAfterFaultSeconds);
  expect(waits).toEqual([30, 30, 60, 120, 1_920, 3_600, 3_600, 3_600]);
});

it('lets an outage of three days end before SQS takes a message for poison', () => {
  let seconds = 0;
  for (let receive = 1; receive < deliverySettings.maxReceiveCount; receive += 1) {
    seconds += waitAfterFaultSeconds(receive);
  }
  expect(seconds).toBeGreaterThan(3 * 24 * 3_600);
});

it('waits 2 to 3 s after a fault of this process, twice as long after each receive, and still sleeps in the queue', () => {
  expect([1, 2, 3].map((receives) => waitAfterOwnFaultMs(receives, 0))).toEqual([3_000, 6_000, 12_000]);
  expect(waitAfterOwnFaultMs(1, 0.999)).toBeGreaterThan(2_000);
  expect(waitAfterOwnFaultMs(100, 0)).toBe(waitLimits.sleepSecondsMax * 1_000);
});
