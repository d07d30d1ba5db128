import { afterEach, beforeEach, expect, it } from 'vitest';
import { DynamoDeliverySlots } from '../../src/adapters/dynamodb/delivery-slots.ts';
import { Table } from '../../src/adapters/dynamodb/table.ts';
import { systemRandomness } from '../../src/adapters/node/system-randomness.ts';
import { describeOnAws } from '../support/aws-resources.ts';
import { aSubscriptionId } from '../support/records.ts';
import { openAwsInfrastructure } from './aws-infrastructure.ts';

/** Only in the AWS family: several processes, each with a clock of its own, and a line of those that wait. */
describeOnAws('DynamoDeliverySlots', () => {
  let infrastructure: Awaited<ReturnType<typeof openAwsInfrastructure>>;
  beforeEach(async () => {
    infrastructure = await openAwsInfrastructure();
  });
  afterEach(() => infrastructure.close());

  /** With a clock that stands still, so that a slow table makes no grant late. */
  const processAt = (clock: { ms: number }) => {
    const { documents, tableName } = infrastructure.needs;
    return new DynamoDeliverySlots(new Table(documents, tableName, systemRandomness), {
      nowMs: () => clock.ms,
    });
  };
  const startMs = Date.parse('2026-02-01T12:00:00Z');
  const waiting = { receiptHandle: '0-0', hasWaited: true };
  const fresh = { receiptHandle: '0-0', hasWaited: false };

  it('goes on at its pace after a process whose clock is an hour ahead', async () => {
    const id = aSubscriptionId();
    const limit = { perSecond: 1, burst: 2 };
    const clock = { ms: startMs };
    await processAt({ ms: startMs + 3_600_000 }).ask(id, limit, waiting);
    const right = processAt(clock);
    const refused = await right.ask(id, limit, waiting);
    expect(refused.granted || refused.waitMs <= 1_000).toBe(true);
    clock.ms += 1_001;
    expect(await right.ask(id, limit, waiting)).toEqual({ granted: true });
  });

  it('lets those that have waited go before those that come in', async () => {
    const id = aSubscriptionId();
    const limit = { perSecond: 1, burst: 1 };
    const clock = { ms: startMs };
    const slots = processAt(clock);
    expect(await slots.ask(id, limit, fresh)).toEqual({ granted: true });
    const waits: number[] = [];
    for (let n = 0; n < 3; n += 1) {
      const turn = await slots.ask(id, limit, fresh);
      waits.push(turn.granted ? 0 : turn.waitMs);
    }
    expect(waits).toEqual([1_000, 2_000, 3_000]);
    clock.ms += 1_000;
    expect(await slots.ask(id, limit, fresh)).toMatchObject({ granted: false });
    expect(await slots.ask(id, limit, waiting)).toEqual({ granted: true });
  });

  it('keeps new ones no longer than 15 s behind a line of cancelled ones', async () => {
    const id = aSubscriptionId();
    const limit = { perSecond: 0.1, burst: 1 };
    const clock = { ms: startMs };
    const slots = processAt(clock);
    for (let n = 0; n < 10; n += 1) await slots.ask(id, limit, fresh);
    clock.ms += 11_000;
    expect(await slots.ask(id, limit, fresh)).toEqual({ granted: false, waitMs: 15_000 });
    clock.ms += 15_000;
    expect(await slots.ask(id, limit, waiting)).toEqual({ granted: true });
  });
});
