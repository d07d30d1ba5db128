import { expect, it, onTestFinished } from 'vitest';
import { awsClients } from '../../src/adapters/aws/clients.ts';
import { createSubscription } from '../../src/application/create-subscription.ts';
import { ingestEvent } from '../../src/application/ingest-event.ts';
import type { Delivery } from '../../src/domain/delivery.ts';
import {
  defaultSettings,
  type Subscription,
  type SubscriptionSettings,
} from '../../src/domain/subscription.ts';
import { AwsWorld, type Fault, faultKinds, type Interruption } from '../support/aws-world.ts';
import { bytesOf } from '../support/records.ts';

/** The common part of every scenario with faults. */

const WORLDS_AT_A_TIME = 4;
/** Many worlds, one after another. */
export const TEST_MS = 240_000;

/** Runs in a world of its own. Returns the calls of the process in which the fault is to be. */
export type Scenario = (world: AwsWorld, fault: Fault | undefined) => Promise<readonly string[]>;

/** The scenario without a fault, and then with each kind of fault at each of its calls. */
export async function underEveryFault(scenario: Scenario): Promise<void> {
  const clients = awsClients({ patience: 10 });
  onTestFinished(() => clients.destroy());
  const runWith = async (fault: Fault | undefined) => {
    const world = await AwsWorld.open(clients);
    try {
      const calls = await scenario(world, fault);
      await world.settle();
      await expectRest(world);
      return calls;
    } catch (error) {
      const what = fault === undefined ? 'without a fault' : `with ${fault.kind} at call ${fault.atCall}`;
      throw new Error(`${what}: ${(error as Error).message}`, { cause: error });
    } finally {
      await world.close();
    }
  };
  const calls = await runWith(undefined);
  expect(calls.length).toBeGreaterThan(0);
  const faults = calls.flatMap((_, n) =>
    isOneOfMany(calls, n) ? [] : faultKinds.map((kind): Fault => ({ kind, atCall: n + 1 })),
  );
  const left = faults.values();
  const work = async () => {
    for (const fault of left) await runWith(fault);
  };
  await Promise.all(Array.from({ length: WORLDS_AT_A_TIME }, work));
}

/** A test of a scenario under every fault. */
export const underFaults = (what: string, scenario: Scenario) =>
  it(what, { timeout: TEST_MS }, () => underEveryFault(scenario));

/** All shards are asked at once: of those queries the first and the last stand for the others. */
const isOneOfMany = (calls: readonly string[], n: number): boolean =>
  calls[n] === 'QueryCommand' && calls[n - 1] === 'QueryCommand' && calls[n + 1] === 'QueryCommand';

/** Nothing waits for anything any more: every delivery is closed, and none is left on a queue or in the index of waiting. */
async function expectRest(world: AwsWorld): Promise<void> {
  expect(world.queued).toBe(0);
  for (const row of await world.deliveryRows()) {
    expect(row['status']).toMatch(/^(delivered|exhausted|cancelled)$/);
    if (row['status'] !== 'exhausted') expect(row).not.toHaveProperty('g1pk');
    else expect(row['g1pk']).toMatch(/^X#/);
  }
}

type Process = ReturnType<AwsWorld['start']>;
type Needs = Process['needs'];

/** Asks a process with a fault, and then other ones, until one answers. Returns the calls of the first. */
export async function untilAnswered<Result>(
  world: AwsWorld,
  fault: Fault | Interruption | undefined,
  ask: (needs: Needs) => Promise<Result>,
): Promise<{ readonly result: Result; readonly calls: readonly string[] }> {
  const first = world.start(fault);
  for (let process = first, tries = 1; tries <= 3; process = world.start(), tries += 1) {
    try {
      const result = await process.run(ask);
      if (result !== 'died') return { result, calls: first.calls };
    } catch (error) {
      if ((error as Error).name !== 'CallFailed') throw error;
    }
  }
  throw new Error('never answered');
}

export async function subscribe(world: AwsWorld, settings: Partial<SubscriptionSettings> = {}) {
  const { needs } = world.start();
  const result = await createSubscription(needs, {
    reach: world,
    settings: {
      targetUrl: 'https://receiver.example/hooks',
      eventTypes: [],
      description: null,
      metadata: {},
      headers: {},
      retryPolicy: { scheduleSeconds: [] },
      timeoutSeconds: 10,
      receiverId: null,
      ingestSecret: null,
      ...defaultSettings,
      ...settings,
    },
    status: 'enabled',
    signingSecret: undefined,
    idempotencyKey: undefined,
    body: new Uint8Array(),
  });
  if (result.outcome !== 'created') throw new Error(result.outcome);
  return result.subscription;
}

/** An event that was handed in without a fault; its message is on the queue. */
export async function ingest(
  world: AwsWorld,
  { id }: Pick<Subscription, 'id'>,
  payload = '{"order":17}',
): Promise<Delivery> {
  const { needs } = world.start();
  const result = await ingestEvent(needs, {
    tenantId: world.tenantId,
    subscriptionId: id,
    sent: {
      body: bytesOf(payload),
      contentType: 'application/json',
      eventType: null,
      idempotencyKey: undefined,
      headers: {},
    },
    deliverAtMs: null,
    hops: 0,
  });
  if (result.outcome !== 'accepted') throw new Error(result.outcome);
  return result.delivery;
}

/** The function that delivers, with the fault in it. Returns its calls. */
export async function deliverWith(world: AwsWorld, fault: Fault | undefined): Promise<readonly string[]> {
  const process = world.start(fault);
  await process.deliver();
  return process.calls;
}

export const statusesOf = async (world: AwsWorld) => (await world.deliveryRows()).map(({ status }) => status);
