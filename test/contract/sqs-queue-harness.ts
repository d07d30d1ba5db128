import { setTimeout as pause } from 'node:timers/promises';
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { awsClients } from '../../src/adapters/aws/clients.ts';
import { systemClock } from '../../src/adapters/node/system-clock.ts';
import { systemRandomness } from '../../src/adapters/node/system-randomness.ts';
import { pinoLog } from '../../src/adapters/pino/log.ts';
import { SqsDeliveryQueue } from '../../src/adapters/sqs/delivery-queue.ts';
import { SqsSender } from '../../src/adapters/sqs/sender.ts';
import { createQueues, deleteQueues } from '../support/aws-resources.ts';
import { type QueueHarness, queueSettings, type Received } from './queue.contract.ts';

/** SQS hands out a visible message a little later, and MiniStack up to 0.4 s later. */
const LATENESS_MS = 400;

/** Receives the visible messages, without waiting for more: on an emulator, one look sees the whole queue. */
async function receiveFrom(sqs: SQSClient, queueUrl: string, most = 10): Promise<readonly Received[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: most,
      MessageSystemAttributeNames: ['All'],
    }),
  );
  return Messages.map(received);
}

const received = ({ MessageId = '', ReceiptHandle = '', Body = '', Attributes = {} }: Message): Received => ({
  messageId: MessageId,
  receiptHandle: ReceiptHandle,
  groupId: Attributes.MessageGroupId ?? '',
  body: Body,
  receiveCount: Number(Attributes.ApproximateReceiveCount),
  sentAtMs: Number(Attributes.SentTimestamp),
});

/** A handle of an earlier receive deletes nothing; SQS says so or keeps quiet about it. */
async function deleteFrom(
  sqs: SQSClient,
  queueUrl: string,
  receiptHandles: readonly string[],
): Promise<void> {
  if (receiptHandles.length === 0) return;
  const Entries = receiptHandles.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }));
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
}

/** Takes all that is visible now off a queue. */
export async function takeAll(sqs: SQSClient, queueUrl: string): Promise<readonly Received[]> {
  const all: Received[] = [];
  for (
    let batch = await receiveFrom(sqs, queueUrl);
    batch.length > 0;
    batch = await receiveFrom(sqs, queueUrl)
  ) {
    await deleteFrom(
      sqs,
      queueUrl,
      batch.map(({ receiptHandle }) => receiptHandle),
    );
    all.push(...batch);
  }
  return all;
}

/** Queues have a clock of their own: it is waited for. */
export const passSecondsForReal = (seconds: number): Promise<void> => pause(seconds * 1_000 + LATENESS_MS);

/** The adapters over queues of the test's own. */
export async function openSqsQueueHarness(): Promise<QueueHarness> {
  const clients = awsClients();
  const { sqs } = clients;
  const queues = await createQueues(clients, queueSettings);
  const sender = new SqsSender(sqs, queues.delivery, systemRandomness);
  const silent = pinoLog('silent', { write: () => {} });
  const seen: string[] = [];
  return {
    queue: new SqsDeliveryQueue(sqs, systemClock, silent, {
      queueUrl: queues.delivery,
      // Without the adapter's own estimate, which misses messages that are deleted while they sleep: SQS counts exactly here.
      consumersMost: 0,
    }),
    send: (message) => sender.send([message]),
    receive: (most) => receiveFrom(sqs, queues.delivery, most),
    delete: (receiptHandles) => deleteFrom(sqs, queues.delivery, receiptHandles),
    deadLetters: async () => {
      seen.push(...(await takeAll(sqs, queues.deadLetters)).map(({ body }) => body));
      return seen;
    },
    passSeconds: passSecondsForReal,
    close: async () => {
      await deleteQueues(clients, queues);
      clients.destroy();
    },
  };
}
