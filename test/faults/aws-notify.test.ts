import { expect, it, onTestFinished } from 'vitest';
import { awsClients } from '../../src/adapters/aws/clients.ts';
import { enableSubscription } from '../../src/application/change-subscription.ts';
import { goodHealth } from '../../src/domain/health.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import { describeOnAws } from '../support/aws-resources.ts';
import { AwsWorld, type Fault } from '../support/aws-world.ts';
import { deliverWith, ingest, subscribe, TEST_MS, underFaults } from './faults.ts';

const LISTENER = 'https://listener.example/';
const RECEIVER = 'https://receiver.example/hooks';

/** One that hears all there is to hear. */
const listen = (world: AwsWorld, targetUrl: string, ...scheduleSeconds: number[]): Promise<Subscription> =>
  subscribe(world, { targetUrl, eventTypes: ['posthorn.*'], retryPolicy: { scheduleSeconds } });

/** A subscription, and another one that hears of it. */
async function listenedTo(world: AwsWorld, ...scheduleSeconds: number[]): Promise<Subscription> {
  await listen(world, LISTENER, 5, 5, 5, 5);
  return subscribe(world, { receiverId: 'customer-42', retryPolicy: { scheduleSeconds } });
}

/** The announcements, by type: each change once, even if it arrived several times. */
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

/** Then the attempt failed, with any answer of the receiver. */
const isAttempt = (calls: readonly string[], fault: Fault | undefined) =>
  fault !== undefined && calls[fault.atCall - 1] === 'attempt';

describeOnAws('a tenant is notified, with any fault at any call of the function that delivers,', () => {
  underFaults('of a delivery that was given up, and of its subscription that fails', async (world, fault) => {
    const subscription = await listenedTo(world);
    await ingest(world, subscription);
    world.answersAt.set(RECEIVER, 500);
    const calls = await deliverWith(world, fault);
    await world.settle();
    expect(toldIn(world)).toEqual(['posthorn.delivery.exhausted', 'posthorn.subscription.failing']);
    const stored = await world.start().needs.store.find(subscription.id);
    expect(stored?.health.pendingNotices).toEqual([]);
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
      expect(stored?.health).toMatchObject({ failingSinceMs: null, pendingNotices: [] });
    }
    return calls;
  });

  underFaults('of a subscription that is disabled, as its receiver is gone', async (world, fault) => {
    const subscription = await listenedTo(world, 5, 5, 5);
    await ingest(world, subscription);
    world.answersAt.set(RECEIVER, 410);
    const calls = await deliverWith(world, fault);
    // Until the queue has handed out the messages of a dead process.
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

  underFaults('and of nothing that becomes of telling', async (world, fault) => {
    const subscription = await listenedTo(world);
    const broken = await listen(world, 'https://broken.example/');
    world.answersAt.set(RECEIVER, 500).set('https://broken.example/', 500);
    await ingest(world, subscription);
    await deliverWith(world, undefined);
    // Both listeners are told both, one in vain, and for the last time.
    const calls = await deliverWith(world, fault);
    await world.settle();
    expect(toldIn(world)).toEqual(['posthorn.delivery.exhausted', 'posthorn.subscription.failing']);
    const rows = await world.deliveryRows();
    const lost = rows.filter(({ PK }) => String(PK).startsWith(`D#${broken.id.slice(4)}#`));
    expect(lost.map(({ status }) => status)).toEqual(['exhausted', 'exhausted']);
    expect((await world.start().needs.store.find(broken.id))?.health).toEqual(goodHealth);
    return calls;
  });
});

/** The calls of a process to DynamoDB around the attempt of one delivery. */
async function callsOf(world: AwsWorld): Promise<string> {
  const calls = await deliverWith(world, undefined);
  return calls
    .filter((call) => call.endsWith('Command'))
    .map((call) => call.replace('Command', ''))
    .join(' ');
}

const AROUND = 'BatchGet Get';
const CHANGE_OF_HEALTH = 'Get Get TransactWrite Get Query Get TransactWrite';

describeOnAws('without listeners,', () => {
  it('health costs nothing until a subscription begins to fail, and once it does', {
    timeout: TEST_MS,
  }, async () => {
    const clients = awsClients({ patience: 10 });
    onTestFinished(() => clients.destroy());
    const world = await AwsWorld.open(clients);
    const subscription = await subscribe(world, { retryPolicy: { scheduleSeconds: [5, 5, 5, 5] } });
    const succeeds = async () => {
      await ingest(world, subscription);
      return callsOf(world);
    };
    expect(await succeeds()).toBe(`${AROUND} Update`);
    const fails = async (times: number) => {
      world.answersAt.set(RECEIVER, 500);
      await ingest(world, subscription);
      const calls: string[] = [];
      for (let attempt = 1; attempt <= times; attempt += 1) {
        calls.push(await callsOf(world));
        world.pass(6);
      }
      world.answersAt.clear();
      return calls;
    };
    const ofFailure = `${AROUND} Update Put`;
    expect(await fails(5)).toEqual([
      ...[ofFailure, ofFailure, ofFailure],
      `${AROUND} ${CHANGE_OF_HEALTH} Update Put`,
      // Given up: it is asked who listens.
      `${ofFailure} Query`,
    ]);
    expect(await succeeds()).toBe(`${AROUND} ${CHANGE_OF_HEALTH} Update`);
    expect(await succeeds()).toBe(`${AROUND} Update`);
    // It has just recovered: that is not told again so soon.
    expect(await fails(4)).toEqual([ofFailure, ofFailure, ofFailure, ofFailure]);
    expect(await callsOf(world)).toBe(`${AROUND} Get Get Update`);
    await world.close();
  });
});
