import { expect, it } from 'vitest';
import { enableSubscription } from '../../src/application/change-subscription.ts';
import { ingestEvent } from '../../src/application/ingest-event.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import { describeOnAws } from '../support/aws-resources.ts';
import type { AwsWorld, Fault } from '../support/aws-world.ts';
import { bytesOf } from '../support/records.ts';
import { type Scenario, subscribe, underEveryFault } from './faults.ts';

const TEST_MS = 240_000;
const LISTENER = 'https://listener.example/';
const RECEIVER = 'https://receiver.example/hooks';

/** A subscription, and another one that hears of it. */
async function listenedTo(world: AwsWorld, ...scheduleSeconds: number[]): Promise<Subscription> {
  await subscribe(world, {
    targetUrl: LISTENER,
    eventTypes: ['posthorn.*'],
    retryPolicy: { scheduleSeconds: [5, 5, 5, 5] },
  });
  return subscribe(world, { receiverId: 'customer-42', retryPolicy: { scheduleSeconds } });
}

async function ingest(world: AwsWorld, { id }: Subscription): Promise<void> {
  const { needs } = world.start();
  await ingestEvent(needs, {
    tenantId: world.tenantId,
    subscriptionId: id,
    sent: {
      body: bytesOf('1'),
      contentType: 'text/plain',
      eventType: null,
      idempotencyKey: undefined,
      headers: {},
    },
    deliverAtMs: null,
  });
}

/** What was told, by type: each happening once, however often it has arrived. */
function toldIn(world: AwsWorld): readonly string[] {
  const told = world.received.filter(({ url }) => url === LISTENER);
  const types = new Map(
    told.map(({ webhookId, body }) => [
      webhookId,
      (JSON.parse(Buffer.from(body).toString()) as { type: string }).type,
    ]),
  );
  return [...types.values()].sort();
}

const deliverWith = async (world: AwsWorld, fault: Fault | undefined) => {
  const process = world.start(fault);
  await process.deliver();
  return process.calls;
};

/** Then the attempt failed, whatever the receiver would have said. */
const isAttempt = (calls: readonly string[], fault: Fault | undefined) =>
  fault !== undefined && calls[fault.atCall - 1] === 'attempt';

const underFaults = (what: string, scenario: Scenario) =>
  it(what, { timeout: TEST_MS }, () => underEveryFault(scenario));

describeOnAws('a tenant is told, whatever goes wrong at any call of the function that delivers,', () => {
  underFaults('of a delivery that was given up, and of its subscription that fails', async (world, fault) => {
    const subscription = await listenedTo(world);
    await ingest(world, subscription);
    world.answersAt.set(RECEIVER, 500);
    const calls = await deliverWith(world, fault);
    await world.settle();
    expect(toldIn(world)).toEqual(['posthorn.delivery.exhausted', 'posthorn.subscription.failing']);
    const stored = await world.start().needs.store.find(subscription.id);
    expect(stored?.health.untold).toEqual([]);
    expect(world.announced.length).toBeGreaterThan(0);
    return calls;
  });

  underFaults('of a subscription that has recovered', async (world, fault) => {
    const subscription = await listenedTo(world);
    await ingest(world, subscription);
    world.answersAt.set(RECEIVER, 500);
    await deliverWith(world, undefined);
    await world.settle();
    world.answersAt.clear();
    world.received.length = 0;
    await ingest(world, subscription);
    const calls = await deliverWith(world, fault);
    await world.settle();
    if (!isAttempt(calls, fault)) {
      expect(toldIn(world)).toEqual(['posthorn.subscription.recovered']);
      const stored = await world.start().needs.store.find(subscription.id);
      expect(stored?.health).toMatchObject({ failingSinceMs: null, untold: [] });
    }
    return calls;
  });

  underFaults('of a subscription that is disabled, as its receiver is gone', async (world, fault) => {
    const subscription = await listenedTo(world, 5, 5, 5);
    await ingest(world, subscription);
    world.answersAt.set(RECEIVER, 410);
    const calls = await deliverWith(world, fault);
    // Until the queue has handed out what a dead process has left.
    for (let minute = 0; minute < 8; minute += 1) {
      world.pass(60);
      await deliverWith(world, undefined);
    }
    if (!isAttempt(calls, fault)) expect(toldIn(world)).toEqual(['posthorn.subscription.disabled']);
    world.answersAt.clear();
    await enableSubscription(world.start().needs, { reach: world, id: subscription.id });
    await world.settle();
    return calls;
  });
});
