import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ContainerCounters } from '../../src/adapters/dynamodb/container-counters.ts';
import { counterLimits } from '../../src/adapters/dynamodb/limits.ts';
import { DynamoStatsReader } from '../../src/adapters/dynamodb/stats-reader.ts';
import { Table } from '../../src/adapters/dynamodb/table.ts';
import { systemRandomness } from '../../src/adapters/node/system-randomness.ts';
import { countDelivery, countEvent, countOutcome } from '../../src/domain/counters.ts';
import { attempted, delivered } from '../../src/domain/delivery.ts';
import type { SubscriptionId } from '../../src/domain/ids.ts';
import { alignedRange } from '../../src/domain/stats.ts';
import { describeOnAws } from '../support/aws-resources.ts';
import { aDelivery, anEvent, aSubscriptionId, aSuccess, aTenantId } from '../support/records.ts';
import { openAwsInfrastructure } from './aws-infrastructure.ts';

/** Only in the AWS family: the counters of containers, and the units that they cost. */
describeOnAws('Counters on DynamoDB', () => {
  let infrastructure: Awaited<ReturnType<typeof openAwsInfrastructure>>;
  let table: Table;
  /** The write units of each update since the beginning of the test. */
  const units: number[] = [];
  const tenantId = aTenantId();

  beforeEach(async () => {
    infrastructure = await openAwsInfrastructure();
    const { documents, tableName } = infrastructure.needs;
    units.length = 0;
    documents.middlewareStack.add(
      (next, context) => async (args) => {
        Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
        const result = await next(args);
        const { ConsumedCapacity } = result.output as { ConsumedCapacity?: { CapacityUnits: number } };
        if (context.commandName === 'UpdateItemCommand') units.push(ConsumedCapacity?.CapacityUnits ?? 0);
        return result;
      },
      { step: 'initialize', name: 'units', override: true },
    );
    table = new Table(documents, tableName, systemRandomness);
  });
  afterEach(() => infrastructure.close());

  const nowMs = () => infrastructure.needs.clock.nowMs();
  const container = () => new ContainerCounters({ ...infrastructure.needs, table });

  /** An event that is delivered at once, as it is counted by ingest and deliver together. */
  function deliverOne(
    counters: ContainerCounters,
    subscriptionId: SubscriptionId,
    about: { readonly receiverId?: string } = {},
  ): void {
    const event = anEvent({ tenantId, createdAtMs: nowMs(), ...about });
    const delivery = aDelivery(event, subscriptionId);
    countEvent(counters, event);
    countDelivery(counters, delivery);
    const after = delivered(attempted(delivery, delivery.targetUrl, nowMs() + 40));
    countOutcome(counters, 'pending', after, aSuccess());
  }

  async function deliveredCounted(): Promise<number> {
    const range = alignedRange(nowMs() - 3_600_000, nowMs() + 60_000, 60_000);
    const scope = { tenantId, receiverId: undefined };
    const sums = await new DynamoStatsReader(table).sums({ ...scope, range, by: undefined, seriesMost: 5 });
    if (sums === 'too-many') throw new Error('too many counters');
    return sums.filter(({ fact }) => fact.startsWith('delivered')).reduce((sum, { count }) => sum + count, 0);
  }

  it('writes ten times at once, then once a minute, for any number of deliveries', async () => {
    const counters = container();
    const subscriptionId = aSubscriptionId();
    for (let invocation = 0; invocation < 30; invocation += 1) {
      for (let n = 0; n < 10; n += 1) deliverOne(counters, subscriptionId);
      await counters.flushIfDue();
    }
    expect(units).toHaveLength(counterLimits.writesAtOnce);
    expect(await deliveredCounted()).toBe(100);
    await infrastructure.passSeconds(61);
    await counters.flushIfDue();
    await counters.flushIfDue();
    expect(units).toHaveLength(counterLimits.writesAtOnce + 1);
    expect(await deliveredCounted()).toBe(300);
    // One subscription, one event type and one time: the row stays within a write unit.
    expect(units.every((one) => one === 1)).toBe(true);
  });

  it('writes nothing if nothing was counted', async () => {
    const counters = container();
    await counters.flushIfDue();
    expect(units).toEqual([]);
  });

  it('adds the counts of several containers, in as many writes as their counters need', async () => {
    const containers = [container(), container(), container()];
    const subscriptionIds = Array.from({ length: 70 }, () => aSubscriptionId());
    for (const counters of containers) {
      for (const id of subscriptionIds) deliverOne(counters, id);
      await counters.flush();
    }
    expect(await deliveredCounted()).toBe(210);
    // An event, and for each subscription a delivery and a success.
    expect(units).toHaveLength(3 * Math.ceil((1 + 2 * 70) / counterLimits.countersPerWrite));
  });

  it('counts for the tenant what does not fit into memory', async () => {
    const counters = container();
    for (let n = 0; n < counterLimits.groupsHeld; n += 1) deliverOne(counters, aSubscriptionId());
    await counters.flush();
    expect(await deliveredCounted()).toBe(counterLimits.groupsHeld);
    expect(units.length).toBeLessThan(10);
  });

  it('counts for the tenant what does not fit into a row of 400 KB, and nothing twice', async () => {
    const deliveries = 240;
    for (let n = 0; n < 2; n += 1) {
      const counters = container();
      for (let number = 0; number < deliveries; number += 1) {
        deliverOne(counters, aSubscriptionId(), { receiverId: 'é'.repeat(400) });
      }
      await counters.flush();
    }
    expect(await deliveredCounted()).toBe(2 * deliveries);
    const own = await infrastructure.needs.documents.send(
      new ScanCommand({ TableName: infrastructure.needs.tableName, ProjectionExpression: 'SK' }),
    );
    expect(own.Items?.map(({ SK }) => String(SK).split('#')[1])).toContain('coarse');
  });
});
