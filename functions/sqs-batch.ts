import middy, { type MiddlewareObj } from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { decodeQueueMessage } from '../src/domain/queue-message.ts';
import type { Log } from '../src/ports/platform.ts';
import type { ReceivedMessage } from '../src/ports/queue.ts';

/** A Lambda function behind an SQS event source with `ReportBatchItemFailures`. */
export type BatchFunction = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

type Batch = readonly ReceivedMessage[];

/**
 * A function that processes a batch and returns the ids of the messages that must stay on the queue. Unknown messages
 * stay as well, unchanged: after enough receives they reach the dead-letter queue, where they are visible.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function batchFunction(
  log: Log,
  workOff: (batch: Batch, remainingMs: () => number) => Promise<readonly string[]>,
): BatchFunction {
  return middy<SQSEvent, SQSBatchResponse>()
    .use(failWholeBatchVisibly(log))
    .handler(async (event, context) => {
      const batch = event.Records.flatMap((record) => receivedMessageFrom(record) ?? []);
      const readable = new Set(batch.map(({ messageId }) => messageId));
      const poison = event.Records.map(({ messageId }) => messageId).filter((id) => !readable.has(id));
      for (const messageId of poison) log.error('message.unreadable', { message_id: messageId });
      const stay = await workOff(batch, () => context.getRemainingTimeInMillis());
      return { batchItemFailures: [...poison, ...stay].map((itemIdentifier) => ({ itemIdentifier })) };
    });
}

/**
 * An error outside of a single message, for example an unavailable store: all messages stay, and the cause is logged.
 */
function failWholeBatchVisibly(log: Log): MiddlewareObj<SQSEvent, SQSBatchResponse> {
  return {
    onError: (request) => {
      log.error('batch.failed', { messages: request.event.Records.length, err: request.error });
      request.response = {
        batchItemFailures: request.event.Records.map(({ messageId }) => ({ itemIdentifier: messageId })),
      };
    },
  };
}

function receivedMessageFrom(record: SQSEvent['Records'][number]): ReceivedMessage | undefined {
  const message = decodeQueueMessage(record.body);
  if (message === undefined) return undefined;
  const { messageId, receiptHandle, attributes } = record;
  return { messageId, receiptHandle, receiveCount: Number(attributes.ApproximateReceiveCount), message };
}
