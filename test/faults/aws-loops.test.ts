import { expect, it, onTestFinished } from 'vitest';
import { createIngestFunction } from '../../functions/ingest.ts';
import { awsClients } from '../../src/adapters/aws/clients.ts';
import { replayDelivery } from '../../src/application/send-now.ts';
import { requestLimits } from '../../src/domain/limits.ts';
import type { WebhookRequest } from '../../src/ports/receivers.ts';
import { describeOnAws } from '../support/aws-resources.ts';
import { AwsWorld } from '../support/aws-world.ts';
import { httpContext, restEvent } from '../support/lambda-events.ts';
import { ingest, subscribe, TEST_MS } from './faults.ts';

/** Targets that lead back to the function that takes events in: hops end the loop, wherever the event lies meanwhile. */

const BACK = 'https://posthorn.example/ingest/itself';

async function openWorld(): Promise<AwsWorld> {
  const clients = awsClients({ patience: 10 });
  const world = await AwsWorld.open(clients);
  onTestFinished(async () => {
    await world.close();
    clients.destroy();
  });
  return world;
}

/** Hands each attempt to the ingest function, as API Gateway would. */
function ingestFunctionOf(world: AwsWorld, subscriptionId: string) {
  const { needs } = world.start();
  const key = {
    id: 'key_1' as const,
    tenantId: world.tenantId,
    scopes: ['ingest' as const],
    name: 'of the loop',
    createdAtMs: 0,
    expiresAtMs: null,
    lastUsedAtMs: null,
  };
  const serve = createIngestFunction({
    ...needs,
    apiKeys: { findByHash: async () => key, findById: async () => key, removed: () => {} },
    derivedKeys: { keyFor: () => new Uint8Array(32) },
    failureBrake: { note: () => 0 },
  });
  return async ({ headers, body }: WebhookRequest): Promise<number> => {
    const call = {
      method: 'POST',
      path: `/ingest/${subscriptionId}`,
      headers: { ...headers, authorization: 'Bearer phk_any' },
      body,
    };
    return (await serve(restEvent(call), httpContext)).statusCode;
  };
}

const hopsIn = (world: AwsWorld) => world.received.map(({ hops }) => hops);
const ALL = Array.from({ length: requestLimits.hops + 1 }, (_, n) => n + 1);

describeOnAws('a loop on AWS ends', () => {
  it.each([
    ['in its row and in messages', '{"order":17}'],
    ['in the payload store', JSON.stringify('x'.repeat(40_000))],
  ])('where the payload lies %s', { timeout: TEST_MS }, async (_, payload) => {
    const world = await openWorld();
    const subscription = await subscribe(world, { targetUrl: BACK });
    world.servers.set(BACK, ingestFunctionOf(world, subscription.id));
    const first = await ingest(world, subscription, payload);
    await world.settle();
    expect(hopsIn(world)).toEqual(ALL);
    const statuses = (await world.deliveryRows()).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([...ALL.slice(1).map(() => 'delivered'), 'exhausted']);

    // A replay of the first one goes as far, since every event of the loop keeps its own hops.
    world.received.length = 0;
    const { needs } = world.start();
    await replayDelivery(needs, { reach: world, id: first.id, idempotencyKey: undefined });
    await world.settle();
    expect(hopsIn(world)).toEqual(ALL);
  });
});
