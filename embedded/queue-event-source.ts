import type { SQSEvent } from 'aws-lambda';
import type { BatchFunction } from '../functions/sqs-batch.ts';
import type { ReceivedQueueMessage, SqliteQueue } from '../src/adapters/sqlite/queue.ts';
import { deliverySettings } from '../src/config/delivery-queue.ts';
import type { Log } from '../src/ports/platform.ts';
import { lambdaContext, timeLeftOf } from './lambda-context.ts';

const FUNCTION_TIMEOUT_MS = deliverySettings.functionTimeoutSeconds * 1_000;

/** Whether the store works: checked before each round of receives; reports when it works again. */
export interface StoreGate {
  readonly isWell: boolean;
  onWell(listener: () => void): void;
}

/**
 * Stands in for Lambda's SQS event source: passes visible messages to the function at once, in as many parallel batches
 * as the queue's limits allow, and deletes the messages that the function does not report as failed.
 */
export class QueueEventSource {
  readonly #queue: SqliteQueue;
  readonly #store: StoreGate;
  readonly #deliver: BatchFunction;
  readonly #log: Log;
  readonly #running = new Set<Promise<void>>();
  #turn: NodeJS.Immediate | undefined;
  #stopped = false;

  constructor(queue: SqliteQueue, store: StoreGate, deliver: BatchFunction, log: Log) {
    this.#queue = queue;
    this.#store = store;
    this.#deliver = deliver;
    this.#log = log;
  }

  start(): void {
    this.#queue.onReady(() => this.#pollSoon());
    this.#store.onWell(() => this.#pollSoon());
    this.#pollSoon();
  }

  /** Takes no more messages; resolves when the running batches have ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearImmediate(this.#turn);
    await Promise.allSettled(this.#running);
  }

  /** Once per turn of the event loop, so that messages that arrive together are sent together. */
  #pollSoon(): void {
    if (this.#stopped) return;
    this.#turn ??= setImmediate(() => {
      this.#turn = undefined;
      this.#poll();
    });
  }

  /**
   * Sends nothing while the store is in trouble: the outcome of an attempt could not be recorded, and the attempt would
   * be repeated.
   */
  #poll(): void {
    if (!this.#store.isWell) return;
    for (
      let batch = this.#queue.receive(deliverySettings.batchSize);
      batch.length > 0;
      batch = this.#queue.receive(deliverySettings.batchSize)
    ) {
      const run = this.#run(batch);
      this.#running.add(run);
      run.finally(() => this.#running.delete(run)).catch(() => {});
    }
  }

  async #run(batch: readonly ReceivedQueueMessage[]): Promise<void> {
    const context = lambdaContext('deliver', timeLeftOf(FUNCTION_TIMEOUT_MS));
    try {
      const { batchItemFailures } = await this.#deliver(sqsEventFrom(batch), context);
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      const done = batch.filter(({ messageId }) => !failed.has(messageId));
      await this.#queue.delete(done.map(({ receiptHandle }) => receiptHandle));
    } catch (error) {
      this.#log.error('batch.not_deleted', { messages: batch.length, err: error });
    }
  }
}

const sqsEventFrom = (batch: readonly ReceivedQueueMessage[]): SQSEvent => ({
  Records: batch.map(({ messageId, receiptHandle, body, receiveCount, sentAtMs, groupId }) => ({
    messageId,
    receiptHandle,
    body,
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: String(sentAtMs),
      MessageGroupId: groupId,
      SenderId: 'posthorn',
      ApproximateFirstReceiveTimestamp: String(sentAtMs),
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:local:000000000000:deliver',
    awsRegion: 'local',
  })),
});
