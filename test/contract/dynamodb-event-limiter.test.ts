import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DynamoEventLimiter } from '../../src/adapters/dynamodb/event-limiter.ts';
import { Table } from '../../src/adapters/dynamodb/table.ts';
import { systemClock } from '../../src/adapters/node/system-clock.ts';
import { systemRandomness } from '../../src/adapters/node/system-randomness.ts';
import { makeStorage } from '../../src/runtime/aws/storage.ts';
import { describeOnAws } from '../support/aws-resources.ts';
import { aSubscriptionId } from '../support/records.ts';
import { openAwsInfrastructure } from './aws-infrastructure.ts';

/** Limits that several functions share, each with an adapter of its own. */
describeOnAws('DynamoEventLimiter', () => {
  let infrastructure: Awaited<ReturnType<typeof openAwsInfrastructure>>;
  beforeEach(async () => {
    infrastructure = await openAwsInfrastructure();
  });
  afterEach(() => infrastructure.close());

  it('never admits more than the burst and the rate times the period, at ten times the rate from four workers', {
    timeout: 120_000,
  }, async () => {
    let failedOpen = 0;
    const metrics = { count: () => (failedOpen += 1) };
    const needs = { ...infrastructure.needs, clock: systemClock, metrics };
    const limit = { perSecond: 100, burst: 100 };
    const id = aSubscriptionId();
    const startMs = needs.clock.nowMs();
    const admitted = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const { eventLimiter } = makeStorage(needs);
        let count = 0;
        for (let n = 0; n < 75; n += 1) {
          // One by one and five at once, so that places are taken ahead as well.
          const asked = [...Array<number>(5).fill(1), 5].map((wanted) =>
            eventLimiter.admit(id, limit, wanted),
          );
          for (const answer of await Promise.all(asked)) count += answer.admitted;
          await setTimeout(40);
        }
        return count;
      }),
    );
    const seconds = (needs.clock.nowMs() - startMs) / 1_000;
    const count = admitted.reduce((sum, one) => sum + one, 0);
    // A machine that is too slow to ask in time lets events in, which is not a fault of the limit.
    expect(count).toBeLessThanOrEqual(limit.burst + seconds * limit.perSecond + failedOpen * 5);
    expect(count).toBeGreaterThan(limit.burst);
  });

  it('lets all in when the table cannot be asked, and a metric tells', async () => {
    const counted: string[] = [];
    const { needs } = infrastructure;
    const broken = new Table(
      { send: () => Promise.reject(new Error('no network')) } as never,
      'gone',
      systemRandomness,
    );
    const limiter = new DynamoEventLimiter({
      ...needs,
      table: broken,
      metrics: { count: (name: string) => counted.push(name) } as never,
    });
    const answer = await limiter.admit(aSubscriptionId(), { perSecond: 1, burst: 1 }, 5);
    expect(answer).toMatchObject({ admitted: 5 });
    expect(counted).toEqual(['RateLimitFailedOpen']);
  });
});
