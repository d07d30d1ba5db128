import { expect } from 'vitest';
import { advanceRecoveries } from '../../src/application/advance-recoveries.ts';
import { sendKeptEvent } from '../../src/application/send-kept-event.ts';
import { startRecovery } from '../../src/application/start-recovery.ts';
import type { Event } from '../../src/domain/event.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import { describeOnAws } from '../support/aws-resources.ts';
import type { AwsWorld } from '../support/aws-world.ts';
import { anEvent, bytesOf } from '../support/records.ts';
import { ingest, statusesOf, subscribe, underFaults, untilAnswered } from './faults.ts';

const EVENTS = 3;

/** A subscription whose deliveries are all exhausted, and whose receiver is well again. */
async function afterOutage(world: AwsWorld): Promise<Subscription> {
  const subscription = await subscribe(world);
  for (let n = 0; n < EVENTS; n += 1) await ingest(world, subscription, `{"order":${n}}`);
  world.answers = Array(EVENTS).fill(500);
  await world.settle();
  expect(await statusesOf(world)).toEqual(Array(EVENTS).fill('exhausted'));
  world.received.length = 0;
  world.pass(60);
  return subscription;
}

const start = (
  world: AwsWorld,
  { id }: Pick<Subscription, 'id'>,
  needs: Parameters<typeof startRecovery>[0],
  isMissed = false,
) =>
  startRecovery(needs, {
    isMissed,
    reach: { tenantId: world.tenantId },
    subscriptionId: id,
    sinceMs: 0,
    untilMs: undefined,
    perSecond: 100,
    idempotencyKey: 'once',
    body: new Uint8Array(),
  });

/** A subscription without deliveries, and events that were published before it took any. */
async function afterMissing(world: AwsWorld): Promise<Subscription> {
  const { needs } = world.start();
  const events: Event[] = [];
  for (let n = 0; n < EVENTS; n += 1) {
    const id = `evt_${needs.randomness.ulid(world.clock.ms)}` as const;
    events.push(
      anEvent({ id, tenantId: world.tenantId, payload: bytesOf(`{"order":${n}}`), isPublished: true }),
    );
  }
  const subscription = await subscribe(world, { filter: { order: [{ exists: true }] } });
  for (const event of events) await needs.intake.keep(event, []);
  world.pass(1);
  return subscription;
}

const recoveriesOf = (world: AwsWorld) =>
  world
    .start()
    .needs.recoveries.list(
      world.tenantId,
      { subscriptionId: undefined, receiverId: undefined },
      { beforeId: undefined, limit: 10 },
    );

/** Every delivery arrived, and none of them twice. */
async function expectOnceEach(world: AwsWorld, isSentTwice = false): Promise<void> {
  expect(await statusesOf(world)).toEqual(Array(EVENTS).fill('delivered'));
  const ids = world.received.map(({ webhookId }) => webhookId);
  expect(new Set(ids).size).toBe(EVENTS);
  // Of two messages that are received at the same moment none knows of the other: that is SQS's "at least once".
  if (!isSentTwice) expect(ids).toHaveLength(EVENTS);
  const [recovery, ...others] = await recoveriesOf(world);
  expect(others).toEqual([]);
  expect(recovery).toMatchObject({ status: 'done', foundCount: recovery?.isMissed ? null : EVENTS });
  expect(recovery?.recoveredCount).toBeLessThanOrEqual(EVENTS);
}

describeOnAws('a recovery, with any fault at any call', () => {
  underFaults('of the process that takes it on: it sends everything once', async (world, fault) => {
    const subscription = await afterOutage(world);
    await start(world, subscription, world.start().needs);
    const process = world.start(fault);
    await process.run((needs) => advanceRecoveries(needs, () => true)).catch(() => {});
    await world.settle();
    const isSentTwice =
      fault?.kind === 'twice' && process.calls[fault.atCall - 1]?.startsWith('send ') === true;
    await expectOnceEach(world, isSentTwice);
    return process.calls;
  });

  underFaults('of the process that is asked for it: it is begun once', async (world, fault) => {
    const subscription = await afterOutage(world);
    const { result, calls } = await untilAnswered(world, fault, (needs) => start(world, subscription, needs));
    expect(result.outcome).toBe('started');
    await world.settle();
    await expectOnceEach(world);
    return calls;
  });

  underFaults('of the process that brings missed events: it sends everything once', async (world, fault) => {
    const subscription = await afterMissing(world);
    await start(world, subscription, world.start().needs, true);
    const process = world.start(fault);
    await process.run((needs) => advanceRecoveries(needs, () => true)).catch(() => {});
    await world.settle();
    const isSentTwice =
      fault?.kind === 'twice' && process.calls[fault.atCall - 1]?.startsWith('send ') === true;
    await expectOnceEach(world, isSentTwice);
    const { events } = world.start().needs;
    for (const { SK } of await world.deliveryRows()) {
      const event = await events.find(world.tenantId, `evt_${SK}`);
      expect(event?.subscriptionIds).toEqual([subscription.id]);
    }
    return process.calls;
  });

  underFaults('of the process that sends one kept event: it arrives', async (world, fault) => {
    const { id: subscriptionId } = await subscribe(world);
    const event = anEvent({ tenantId: world.tenantId, createdAtMs: world.clock.ms, isPublished: true });
    await world.start().needs.intake.keep(event, []);
    const { result, calls } = await untilAnswered(world, fault, (needs) =>
      sendKeptEvent(needs, { reach: { tenantId: world.tenantId }, eventId: event.id, subscriptionId }),
    );
    expect(result.outcome).toBe('sending');
    await world.settle();
    expect(await statusesOf(world)).toEqual(['delivered']);
    expect(new Set(world.received.map(({ webhookId }) => webhookId))).toEqual(new Set([event.id]));
    return calls;
  });
});
