import type { SQSBatchResponse } from 'aws-lambda';
import type { ReceivedQueueMessage } from '../../src/adapters/sqlite/queue.ts';
import { createSubscription } from '../../src/application/create-subscription.ts';
import { ingestEvent } from '../../src/application/ingest-event.ts';
import type { Delivery } from '../../src/domain/delivery.ts';
import type { SubscriptionId } from '../../src/domain/ids.ts';
import { subscriptionLimits } from '../../src/domain/limits.ts';
import type { RetryPolicy } from '../../src/domain/retry-policy.ts';
import { defaultSettings } from '../../src/domain/subscription.ts';
import { runtimeForTest } from './embedded-service.ts';
import { receiverForTest, type Target } from './receiver.ts';

const TENANT = `ten_${'0'.repeat(26)}` as const;

/** A runtime whose queue only the test reads, with a clock that stands still until the test advances it. */
export async function queueForTest() {
  let nowMs = Date.now();
  const runtime = await runtimeForTest({ nowMs: () => nowMs });
  const receiver = await receiverForTest();

  const subscribe = async (target: Target, retryPolicy: RetryPolicy = { scheduleSeconds: [600] }) => {
    const settings = {
      targetUrl: target.url,
      eventTypes: [],
      description: null,
      metadata: {},
      headers: {},
      retryPolicy,
      timeoutSeconds: subscriptionLimits.timeoutSecondsDefault,
      receiverId: null,
      ingestSecret: null,
      ...defaultSettings,
    };
    const request = {
      reach: { tenantId: TENANT },
      settings,
      status: 'enabled' as const,
      signingSecret: undefined,
      idempotencyKey: undefined,
    };
    const result = await createSubscription(runtime, { ...request, body: new Uint8Array() });
    if (result.outcome !== 'created') throw new Error(result.outcome);
    return result.subscription.id;
  };

  const ingest = async (subscriptionId: SubscriptionId) => {
    const sent = {
      body: Buffer.from('1'),
      contentType: 'text/plain',
      eventType: null,
      idempotencyKey: undefined,
      headers: {},
    };
    const result = await ingestEvent(runtime, {
      tenantId: TENANT,
      subscriptionId,
      sent,
      deliverAtMs: null,
      hops: 0,
    });
    if (result.outcome !== 'accepted') throw new Error(result.outcome);
    return result.delivery;
  };

  return {
    runtime,
    receiver,
    subscribe,
    ingest,
    pass: (seconds: number) => {
      nowMs += seconds * 1_000;
    },
    stored: async ({ id }: Delivery) => (await runtime.deliveries.findMany([id]))[0],
  };
}

/** The failures that a batch function reports. */
export const failedIds = ({ batchItemFailures }: SQSBatchResponse) =>
  batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

/** The message of a delivery, as the queue would hand it out. */
export const messageFor = (
  delivery: Delivery,
  changes: Partial<ReceivedQueueMessage> = {},
): ReceivedQueueMessage => ({
  messageId: `message-${delivery.id}`,
  receiptHandle: '0-0',
  groupId: delivery.subscriptionId,
  body: JSON.stringify({ deliveryId: delivery.id, tenantId: delivery.tenantId, ticket: delivery.ticket }),
  receiveCount: 1,
  sentAtMs: delivery.createdAtMs,
  ...changes,
});
