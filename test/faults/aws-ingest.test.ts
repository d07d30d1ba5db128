import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { deletePayload } from '../../src/application/delete-payload.ts';
import { type IngestRequest, ingestEvent } from '../../src/application/ingest-event.ts';
import { publishEvent } from '../../src/application/publish-event.ts';
import { newEvent } from '../../src/domain/event.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import { describeOnAws } from '../support/aws-resources.ts';
import type { AwsWorld, Fault } from '../support/aws-world.ts';
import { bytesOf, RETENTION_HOURS } from '../support/records.ts';
import { subscribe, TEST_MS, underEveryFault, untilAnswered } from './faults.ts';

interface Handed {
  readonly body?: Uint8Array;
  readonly key: string | undefined;
}

const requestOf = (
  world: AwsWorld,
  subscription: Subscription,
  { body = bytesOf('{"order":17}'), key }: Handed,
): IngestRequest => ({
  tenantId: world.tenantId,
  subscriptionId: subscription.id,
  sent: {
    body,
    contentType: 'application/json',
    eventType: 'order.created',
    idempotencyKey: key,
    headers: {},
  },
  deliverAtMs: null,
  hops: 3,
});

const ingest = (world: AwsWorld, fault: Fault | undefined, subscription: Subscription, handed: Handed) =>
  untilAnswered(world, fault, (needs) => ingestEvent(needs, requestOf(world, subscription, handed)));

/**
 * Each arrived at each target, once; twice only where its message was sent twice, by the client or by the producer, and
 * then as the same attempt.
 */
function expectEach(world: AwsWorld, fault: Fault | undefined, webhookIds: readonly string[], targets = 1) {
  const mayBeDoubled = fault?.kind === 'twice' || fault?.kind === 'lost' || fault?.kind === 'dies after';
  for (const webhookId of webhookIds) {
    const received = world.received.filter((one) => one.webhookId === webhookId);
    expect(new Set(received.map(({ url }) => url)).size).toBe(targets);
    expect(received.length).toBeLessThanOrEqual(mayBeDoubled ? 2 * targets : targets);
    expect(new Set(received.map(({ attempt }) => attempt))).toEqual(new Set([1]));
    expect(new Set(received.map(({ hops }) => hops))).toEqual(new Set([4]));
  }
}

describeOnAws('an event that is handed in, with any fault at any call', () => {
  it('arrives once, when the producer repeats its call with the same key', { timeout: TEST_MS }, () =>
    underEveryFault(async (world, fault) => {
      const subscription = await subscribe(world);
      const { result, calls } = await ingest(world, fault, subscription, { key: 'order-17' });
      if (result.outcome !== 'accepted') throw new Error(result.outcome);
      await world.settle();
      expectEach(world, fault, [result.delivery.eventId]);
      expect(new Set(world.received.map(({ webhookId }) => webhookId)).size).toBe(1);
      expect(await world.deliveryRows()).toMatchObject([{ status: 'delivered', attempts: 1 }]);
      return calls;
    }),
  );

  it(
    'arrives, when the first call dies halfway and something goes wrong with the repeat',
    { timeout: TEST_MS },
    () =>
      underEveryFault(async (world, fault) => {
        const subscription = await subscribe(world);
        const { calls: sequence } = await ingest(world, undefined, subscription, { key: 'order-16' });
        await world.settle();
        world.received.length = 0;
        const diesBeforeSending = { kind: 'dies before', atCall: sequence.indexOf('send 1') + 1 } as const;
        const attempt = (its: Fault) => {
          const process = world.start(its);
          return process.run((needs) =>
            ingestEvent(needs, requestOf(world, subscription, { key: 'order-17' })),
          );
        };
        expect(await attempt(diesBeforeSending)).toBe('died');
        const { result, calls } = await ingest(world, fault, subscription, { key: 'order-17' });
        if (result.outcome !== 'accepted') throw new Error(result.outcome);
        await world.settle();
        expectEach(world, fault, [result.delivery.eventId]);
        return calls;
      }),
  );

  it('arrives, when the producer repeats its call without one', { timeout: TEST_MS }, () =>
    underEveryFault(async (world, fault) => {
      const subscription = await subscribe(world);
      const { result, calls } = await ingest(world, fault, subscription, { key: undefined });
      if (result.outcome !== 'accepted') throw new Error(result.outcome);
      await world.settle();
      expectEach(world, fault, [result.delivery.eventId]);
      return calls;
    }),
  );

  it('arrives whole, when it is too large for a row', { timeout: TEST_MS }, () =>
    underEveryFault(async (world, fault) => {
      const subscription = await subscribe(world);
      const body = randomBytes(40_000);
      const { result, calls } = await ingest(world, fault, subscription, { body, key: 'large' });
      if (result.outcome !== 'accepted') throw new Error(result.outcome);
      await world.settle();
      expectEach(world, fault, [result.delivery.eventId]);
      for (const webhook of world.received) expect(body.equals(webhook.body)).toBe(true);
      return calls;
    }),
  );

  it(
    'is not kept once more, when the producer repeats its call after the payload was deleted',
    {
      timeout: TEST_MS,
    },
    () =>
      underEveryFault(async (world, fault) => {
        const subscription = await subscribe(world);
        const handed = { body: randomBytes(40_000), key: 'large' };
        const { result: first } = await ingest(world, undefined, subscription, handed);
        if (first.outcome !== 'accepted') throw new Error(first.outcome);
        await world.settle();
        const { eventId } = first.delivery;
        expect(await deletePayload(world.start().needs, { tenantId: world.tenantId }, eventId)).toBe(
          'deleted',
        );
        expect(world.payloadsKept).toBe(0);
        const { result, calls } = await ingest(world, fault, subscription, handed);
        expect(result).toMatchObject({ outcome: 'accepted', delivery: { eventId } });
        await world.settle();
        expect(world.payloadsKept).toBe(0);
        expect(world.received).toHaveLength(1);
        return calls;
      }),
  );

  it('arrives once at each of three that want it', { timeout: TEST_MS }, () =>
    underEveryFault(async (world, fault) => {
      const urls = ['https://a.example/', 'https://b.example/', 'https://c.example/'];
      for (const targetUrl of urls) await subscribe(world, { targetUrl });
      const { result, calls } = await untilAnswered(world, fault, (needs) =>
        publishEvent(needs, world.tenantId, {
          eventType: 'order.created',
          receiverId: null,
          payload: bytesOf('1'),
          contentType: 'application/json',
          headers: {},
          deliverAtMs: null,
          hops: 3,
          idempotencyKey: 'order-17',
        }),
      );
      if (result.outcome !== 'accepted') throw new Error(result.outcome);
      await world.settle();
      expectEach(world, fault, [result.event.id], 3);
      expect(new Set(world.received.map(({ webhookId }) => webhookId)).size).toBe(1);
      return calls;
    }),
  );

  it('is kept to be fanned out, and arrives at all that want it', { timeout: TEST_MS }, () =>
    underEveryFault(async (world, fault) => {
      const targets = ['https://a.example/', 'https://b.example/'];
      const subscriptions = await Promise.all(targets.map((targetUrl) => subscribe(world, { targetUrl })));
      const id = `evt_${world.start().needs.randomness.ulid(world.clock.ms)}` as const;
      const event = newEvent(
        {
          id,
          tenantId: world.tenantId,
          eventType: 'order.created',
          receiverId: null,
          contentType: 'application/json',
          payload: bytesOf('1'),
          hops: 3,
          subscriptionIds: subscriptions.map((subscription) => subscription.id),
        },
        RETENTION_HOURS,
      );
      const { calls } = await untilAnswered(world, fault, (needs) => needs.intake.keep(event, 'to fan out'));
      await world.settle();
      expectEach(world, fault, [id], 2);
      return calls;
    }),
  );
});
