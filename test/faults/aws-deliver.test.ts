import { expect, it } from 'vitest';
import { payloadLimits } from '../../src/adapters/dynamodb/limits.ts';
import { cancelDelivery } from '../../src/application/cancel-delivery.ts';
import {
  deleteSubscription,
  disableSubscription,
  enableSubscription,
} from '../../src/application/change-subscription.ts';
import { deletePayload } from '../../src/application/delete-payload.ts';
import { replayDelivery, retryDelivery } from '../../src/application/send-now.ts';
import type { SubscriptionSettings } from '../../src/domain/subscription.ts';
import { describeOnAws } from '../support/aws-resources.ts';
import type { AwsWorld, Fault } from '../support/aws-world.ts';
import { bytesOf } from '../support/records.ts';
import {
  deliverWith,
  ingest,
  statusesOf,
  subscribe,
  TEST_MS,
  underEveryFault,
  underFaults,
  untilAnswered,
} from './faults.ts';

const retries = (...scheduleSeconds: number[]): Partial<SubscriptionSettings> => ({
  retryPolicy: { scheduleSeconds },
});

/** An event under way, of whose attempts the first ones are answered like this. */
async function underWay(world: AwsWorld, answers: number[], settings = retries(), payload = '{"order":17}') {
  const subscription = await subscribe(world, settings);
  const delivery = await ingest(world, subscription, payload);
  world.answers = answers;
  return { subscription, delivery };
}

/** All that arrived was one event, in attempts that were counted on, and at most one of them twice. */
function expectAttempts(
  world: AwsWorld,
  webhookId: string,
  fault: Fault | undefined,
  attempts: readonly number[],
) {
  expect(new Set(world.received.map((one) => one.webhookId))).toEqual(new Set([webhookId]));
  const numbers = world.received.map(({ attempt }) => attempt);
  expect([...new Set(numbers)].sort()).toEqual(attempts);
  expect(numbers.length).toBeLessThanOrEqual(attempts.length + (fault === undefined ? 0 : 1));
}

const releaseWith = async (world: AwsWorld, fault: Fault | undefined) => {
  const process = world.start(fault);
  await process.release().catch(() => {});
  return process.calls;
};

describeOnAws('a delivery, with any fault at any call of the function that makes it', () => {
  underFaults('arrives', async (world, fault) => {
    const { delivery } = await underWay(world, []);
    const calls = await deliverWith(world, fault);
    await world.settle();
    // An attempt whose answer is lost has failed, and this subscription has no retry.
    const isAnswerLost = fault !== undefined && calls[fault.atCall - 1] === 'attempt';
    if (!isAnswerLost) expect(await statusesOf(world)).toEqual(['delivered']);
    if (fault?.kind !== 'refused' || !isAnswerLost) expectAttempts(world, delivery.eventId, fault, [1]);
    return calls;
  });

  underFaults('that fails is tried again a little later', async (world, fault) => {
    const { delivery } = await underWay(world, [500], retries(5, 5));
    const calls = await deliverWith(world, fault);
    await world.settle();
    expect(await statusesOf(world)).toEqual(['delivered']);
    expect(new Set(world.received.map((one) => one.webhookId))).toEqual(new Set([delivery.eventId]));
    expect(world.received.length).toBeGreaterThanOrEqual(2);
    expect(world.received.length).toBeLessThanOrEqual(3);
    return calls;
  });

  underFaults('arrives at its second attempt', async (world, fault) => {
    const { delivery } = await underWay(world, [500], retries(5, 5));
    await deliverWith(world, undefined);
    world.pass(10);
    const calls = await deliverWith(world, fault);
    await world.settle();
    expect(await statusesOf(world)).toEqual(['delivered']);
    expect(new Set(world.received.map((one) => one.webhookId))).toEqual(new Set([delivery.eventId]));
    expect(world.received.length).toBeLessThanOrEqual(3);
    return calls;
  });

  underFaults('that fails is parked, and tried again much later', async (world, fault) => {
    const { delivery } = await underWay(world, [500], retries(600, 600));
    const calls = await deliverWith(world, fault);
    await world.settle();
    expect(await statusesOf(world)).toEqual(['delivered']);
    expect(new Set(world.received.map((one) => one.webhookId))).toEqual(new Set([delivery.eventId]));
    return calls;
  });

  for (const [where, perSecond] of [
    ['in the queue', 0.1],
    ['outside of it', 0.002],
  ] as const) {
    underFaults(`over a rate limit waits ${where}, and arrives`, async (world, fault) => {
      const { subscription } = await underWay(world, [], {
        ...retries(5),
        rateLimit: { perSecond, burst: 1 },
      });
      await deliverWith(world, undefined);
      const second = await ingest(world, subscription);
      const calls = await deliverWith(world, fault);
      await world.settle();
      expect(await statusesOf(world)).toEqual(['delivered', 'delivered']);
      const ofSecond = world.received.filter(({ webhookId }) => webhookId === second.eventId);
      expect(ofSecond).toHaveLength(1);
      // Waiting is no attempt.
      expect(ofSecond[0]?.attempt).toBe(1);
      return calls;
    });
  }

  underFaults('that is given up is announced', async (world, fault) => {
    const { delivery } = await underWay(world, Array(9).fill(500), retries());
    const calls = await deliverWith(world, fault);
    await world.settle();
    expect(await statusesOf(world)).toEqual(['exhausted']);
    expect(world.announced.length).toBeGreaterThanOrEqual(1);
    expect(world.announced).toEqual(
      world.announced.map(() => expect.objectContaining({ deliveryId: delivery.id, reason: 'attempts' })),
    );
    return calls;
  });

  underFaults('to a receiver that is gone is held, and arrives when that is back', async (world, fault) => {
    const { subscription, delivery } = await underWay(world, [410, 410], retries(5, 5, 5));
    const calls = await deliverWith(world, fault);
    // Until the queue has handed out the messages of a dead process.
    for (let minute = 0; minute < 8; minute += 1) {
      world.pass(60);
      await deliverWith(world, undefined);
    }
    world.answers = [];
    const which = { reach: world, id: subscription.id };
    await enableSubscription(world.start().needs, which);
    await world.settle();
    expect(await statusesOf(world)).toEqual(['delivered']);
    expect(world.received.at(-1)?.webhookId).toBe(delivery.eventId);
    return calls;
  });

  underFaults(
    'to a disabled subscription is held, and arrives when that is enabled',
    async (world, fault) => {
      const { subscription, delivery } = await underWay(world, []);
      const which = { reach: world, id: subscription.id };
      await disableSubscription(world.start().needs, which);
      const calls = await deliverWith(world, fault);
      world.pass(400);
      await deliverWith(world, undefined);
      expect(world.received).toEqual([]);
      await enableSubscription(world.start().needs, which);
      await world.settle();
      expect(await statusesOf(world)).toEqual(['delivered']);
      expectAttempts(world, delivery.eventId, undefined, [1]);
      return calls;
    },
  );

  underFaults('to a subscription that was deleted is cancelled', async (world, fault) => {
    const { subscription } = await underWay(world, []);
    await deleteSubscription(world.start().needs, { reach: world, id: subscription.id });
    const calls = await deliverWith(world, fault);
    await world.settle();
    expect(await statusesOf(world)).toEqual(['cancelled']);
    expect(world.received).toEqual([]);
    return calls;
  });

  underFaults('of a large fan-out is made, and arrives', async (world, fault) => {
    const targets = ['https://a.example/', 'https://b.example/', 'https://c.example/'];
    const subscriptions = await Promise.all(targets.map((targetUrl) => subscribe(world, { targetUrl })));
    const { needs } = world.start();
    const id = `evt_${needs.randomness.ulid(world.clock.ms)}` as const;
    await needs.intake.keep(
      {
        id,
        tenantId: world.tenantId,
        eventType: null,
        receiverId: null,
        contentType: 'text/plain',
        headers: {},
        isPublished: true,
        hops: 0,
        deliverAtMs: null,
        payload: bytesOf('1'),
        payloadDeletedAtMs: null,
        subscriptionIds: subscriptions.map((subscription) => subscription.id),
        createdAtMs: world.clock.ms,
        expiresAtMs: world.clock.ms + 96 * 3_600_000,
      },
      'to fan out',
    );
    const calls = await deliverWith(world, fault);
    await world.settle();
    expect(await statusesOf(world)).toEqual(['delivered', 'delivered', 'delivered']);
    expect([...new Set(world.received.map(({ url }) => url))].sort()).toEqual(targets);
    expect(new Set(world.received.map(({ webhookId }) => webhookId))).toEqual(new Set([id]));
    expect(world.received.length).toBeLessThanOrEqual(6);
    return calls;
  });
});

describeOnAws('parked deliveries, with any fault at any call of a release', () => {
  underFaults('is tried again when it is due', async (world, fault) => {
    const { delivery } = await underWay(world, [500], retries(600));
    await deliverWith(world, undefined);
    world.pass(700);
    const calls = await releaseWith(world, fault);
    await world.settle();
    expect(await statusesOf(world)).toEqual(['delivered']);
    expectAttempts(world, delivery.eventId, fault, [1, 2]);
    return calls;
  });

  underFaults('arrives when its subscription is enabled', async (world, fault) => {
    const subscription = await subscribe(world);
    const deliveries = [await ingest(world, subscription), await ingest(world, subscription)];
    const which = { reach: world, id: subscription.id };
    await disableSubscription(world.start().needs, which);
    await deliverWith(world, undefined);
    await enableSubscription(world.start().needs, which);
    const calls = await releaseWith(world, fault);
    await world.settle();
    expect(await statusesOf(world)).toEqual(['delivered', 'delivered']);
    const ids = deliveries.map(({ eventId }) => eventId).sort();
    // Messages that the client had to send twice are received twice.
    const received = world.received.map(({ webhookId }) => webhookId).sort();
    expect(fault?.kind === 'twice' ? [...new Set(received)] : received).toEqual(ids);
    return calls;
  });

  underFaults('is given up when its subscription stays disabled', async (world, fault) => {
    const { subscription } = await underWay(world, []);
    await disableSubscription(world.start().needs, { reach: world, id: subscription.id });
    await deliverWith(world, undefined);
    world.pass(9 * 86_400);
    const calls = await releaseWith(world, fault);
    // Release looks at the marker of held deliveries every hour.
    for (let hour = 0; hour < 3; hour += 1) {
      world.pass(3_700);
      await releaseWith(world, undefined);
      await deliverWith(world, undefined);
    }
    expect(await statusesOf(world)).toEqual(['exhausted']);
    expect(world.announced).toMatchObject([{ reason: 'expired' }]);
    expect(world.received).toEqual([]);
    return calls;
  });
});

describeOnAws('a manual call, with any fault at any call that it makes', () => {
  underFaults('replays what was delivered', async (world, fault) => {
    const { delivery } = await underWay(world, []);
    await deliverWith(world, undefined);
    const { result, calls } = await untilAnswered(world, fault, (needs) =>
      replayDelivery(needs, { reach: world, id: delivery.id, idempotencyKey: 'again' }),
    );
    // Of a call that got as far as the record, the next one says that it is under way already.
    expect(['sending', 'not-now']).toContain(result.outcome);
    await world.settle();
    expect(await statusesOf(world)).toEqual(['delivered']);
    expectAttempts(world, delivery.eventId, fault, [1, 2]);
    return calls;
  });

  for (const [where, seconds] of [
    ['sleeps in the queue', 60],
    ['is parked', 600],
  ] as const) {
    underFaults(`makes the next attempt now of what ${where}`, async (world, fault) => {
      const { delivery } = await underWay(world, [500], retries(seconds, 600));
      await deliverWith(world, undefined);
      world.pass(1);
      const { result, calls } = await untilAnswered(world, fault, (needs) =>
        retryDelivery(needs, { reach: world, id: delivery.id, idempotencyKey: 'now' }),
      );
      expect(['sending', 'not-now']).toContain(result.outcome);
      await world.settle();
      expect(await statusesOf(world)).toEqual(['delivered']);
      expectAttempts(world, delivery.eventId, fault, [1, 2]);
      return calls;
    });
  }

  underFaults('deletes a payload', async (world, fault) => {
    const { delivery } = await underWay(world, []);
    await deliverWith(world, undefined);
    const { result, calls } = await untilAnswered(world, fault, (needs) =>
      deletePayload(needs, { tenantId: world.tenantId }, delivery.eventId),
    );
    expect(result).toBe('deleted');
    const event = await world.start().needs.events.find(world.tenantId, delivery.eventId);
    expect(event?.payload).toHaveLength(0);
    expect(event?.payloadDeletedAtMs).not.toBeNull();
    expect(await statusesOf(world)).toEqual(['delivered']);
    return calls;
  });

  underFaults('deletes a payload with the excerpts of failed attempts', async (world, fault) => {
    const { delivery } = await underWay(world, [500, 500], retries(1));
    await world.settle();
    const { needs } = world.start();
    const excerpts = async () =>
      (await needs.deliveries.attemptsOf(delivery.id)).map(({ responseExcerpt }) => responseExcerpt);
    expect(await excerpts()).toEqual(['as told', 'as told']);
    const { result, calls } = await untilAnswered(world, fault, (process) =>
      deletePayload(process, { tenantId: world.tenantId }, delivery.eventId),
    );
    expect(result).toBe('deleted');
    expect(await excerpts()).toEqual([null, null]);
    expect(await statusesOf(world)).toEqual(['exhausted']);
    return calls;
  });

  underFaults('deletes a large payload, wherever it lies', async (world, fault) => {
    const { delivery } = await underWay(world, [], retries(), 'x'.repeat(payloadLimits.inlineBytes + 1));
    await deliverWith(world, undefined);
    expect(world.payloadsKept).toBe(1);
    const { result, calls } = await untilAnswered(world, fault, (needs) =>
      deletePayload(needs, { tenantId: world.tenantId }, delivery.eventId),
    );
    expect(result).toBe('deleted');
    expect(world.payloadsKept).toBe(0);
    return calls;
  });

  underFaults('cancels what waits for a retry: nothing is sent after the answer', async (world, fault) => {
    const { delivery } = await underWay(world, [500], retries(5, 600));
    await deliverWith(world, undefined);
    const { result, calls } = await untilAnswered(world, fault, (needs) =>
      cancelDelivery(needs, world, delivery.id),
    );
    expect(result.outcome).toBe('cancelled');
    await world.settle();
    expect(await statusesOf(world)).toEqual(['cancelled']);
    expect(world.received).toHaveLength(1);
    return calls;
  });

  underFaults('cancels what is parked: nothing is sent after the answer', async (world, fault) => {
    const { delivery } = await underWay(world, [500], retries(600));
    await deliverWith(world, undefined);
    const { result, calls } = await untilAnswered(world, fault, (needs) =>
      cancelDelivery(needs, world, delivery.id),
    );
    expect(result.outcome).toBe('cancelled');
    await world.settle();
    expect(await statusesOf(world)).toEqual(['cancelled']);
    expect(world.received).toHaveLength(1);
    return calls;
  });

  it('cancels while the function is at work: no attempt begins after the answer', { timeout: TEST_MS }, () =>
    underEveryFault(async (world, fault) => {
      const { delivery } = await underWay(world, [500, 500], retries(5, 600));
      // Not a fault here, but a moment: the cancellation comes between two calls of the function.
      const atCall = fault?.atCall ?? 1;
      let sentBefore = -1;
      const process = world.start({
        kind: 'meanwhile',
        atCall,
        work: async () => {
          const { needs } = world.start();
          await cancelDelivery(needs, world, delivery.id);
          sentBefore = world.received.length;
        },
      });
      await process.deliver();
      const isReadAlready = process.calls.slice(0, atCall - 1).includes('BatchGetCommand');
      await world.settle();
      expect(await statusesOf(world)).toEqual(['cancelled']);
      expect(world.received.length - sentBefore).toBeLessThanOrEqual(isReadAlready ? 1 : 0);
      return process.calls;
    }),
  );
});
