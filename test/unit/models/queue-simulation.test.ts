import { beforeAll, describe, expect, it } from 'vitest';
import { Calendar } from '../../../models/queue/calendar.ts';
import { FairQueue, type Message } from '../../../models/queue/fair-queue.ts';
import { outageWaits } from '../../../models/queue/report.ts';
import { type Scenario, scenarios } from '../../../models/queue/scenario.ts';
import { type Outcome, simulate } from '../../../models/queue/simulate.ts';
import { percentile } from '../../../models/queue/waits.ts';

/** Four minutes of outage. By then the waits of 5 s, 30 s and 120 s are all under way. */
const shorter = (scenario: Scenario): Scenario => ({ ...scenario, durationMs: 6 * 60_000 });

const messageOf = (group: number): Message => ({
  group,
  acceptedAtMs: 0,
  attemptsMade: 0,
  dueAtMs: 0,
  visibleSinceMs: 0,
});

function queueWith(groups: readonly number[]): FairQueue {
  const queue = new FairQueue(new Calendar(), Math.max(...groups) + 1);
  for (const group of groups) queue.send(messageOf(group), 0);
  return queue;
}

const groupsOf = (messages: readonly Message[]): number[] => messages.map(({ group }) => group);

describe('the simulated queue', () => {
  it('hands out nothing at 120,000 in flight, and goes on when one is deleted', () => {
    const queue = queueWith(Array<number>(120_001).fill(0));
    expect(queue.receive(130_000)).toHaveLength(120_000);
    expect(queue.receive(10)).toEqual([]);
    queue.deleteOne(0);
    expect(queue.receive(10)).toHaveLength(1);
  });

  it('hands out quiet groups before a noisy one', () => {
    const queue = queueWith([...Array<number>(40).fill(0), 0, 1, 2]);
    queue.receive(30);
    expect(groupsOf(queue.receive(3))).toEqual([1, 2, 0]);
  });

  it('does not count a delayed message as in flight, and a sleeping one it does', () => {
    const calendar = new Calendar();
    const queue = new FairQueue(calendar, 1);
    queue.send(messageOf(0), 5_000);
    expect(queue.inFlight).toBe(0);
    calendar.runUntil(5_000);
    const [message] = queue.receive(10);
    expect(queue.inFlight).toBe(1);
    queue.wake(message!);
    expect({ inFlight: queue.inFlight, visible: queue.visible }).toEqual({ inFlight: 0, visible: 1 });
  });
});

describe.each([
  ['1 % of receivers', scenarios.fewFail],
  ['all receivers but one', scenarios.allFail],
])('at 1,000 events a second, while %s fail', (_, scenario) => {
  let outcome: Outcome;
  beforeAll(() => {
    outcome = simulate(shorter(scenario));
  }, 120_000);

  it('stays under 60,000 in flight', () => {
    expect(outcome.peakInFlight).toBeGreaterThan(0);
    expect(outcome.peakInFlight).toBeLessThan(60_000);
  });

  it('keeps the latency of healthy subscriptions', () => {
    const { first, later } = outageWaits(outcome);
    expect(percentile([...first, ...later], 0.5)).toBeLessThan(50);
    expect(percentile([...first, ...later], 0.99)).toBeLessThan(1_000);
    expect(outcome.healthyUnattempted).toBe(0);
  });
});

describe('the effect of each measure', () => {
  it('without parking, 120,000 are in flight and healthy subscriptions wait', () => {
    const outcome = simulate(shorter(scenarios.allFailNoParking));
    expect(outcome.peakInFlight).toBe(120_000);
    expect(percentile(outageWaits(outcome).later, 0.99)).toBeGreaterThan(20_000);
  }, 120_000);

  it('with SQS’s late count alone, more than 60,000 are', () => {
    expect(simulate(shorter(scenarios.allFailSqsCount)).peakInFlight).toBeGreaterThan(60_000);
  }, 120_000);
});
