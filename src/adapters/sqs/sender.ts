import { setTimeout as pause } from 'node:timers/promises';
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { backoffMs } from '../../domain/backoff.ts';
import type { Randomness } from '../../ports/platform.ts';
import { StoreUnavailableError } from '../../ports/storage.ts';
import { sqsLimits } from './limits.ts';

export interface OutgoingMessage {
  readonly body: string;
  /** Groups take turns. On a standard queue they order nothing, but a group with a backlog does not delay others. */
  readonly groupId: string;
  /** 0 to 900; hidden until then. */
  readonly delaySeconds?: number;
}

/** Some messages are not on the queue. These and any of the others can be sent again. */
export class MessagesNotSentError extends StoreUnavailableError {
  override readonly name = 'MessagesNotSentError';
  constructor(notSent: readonly Refusal[], count: number) {
    const reasons = [...new Set(notSent.map(({ reason }) => reason))].join('; ');
    const message = `${notSent.length} of ${count} messages were not taken by the queue: ${reasons}`;
    super('failing', { message, cause: notSent[0]?.cause });
  }
}

interface Refusal {
  readonly message: OutgoingMessage;
  readonly reason: string;
  /** Another try can help. */
  readonly isTransient: boolean;
  readonly cause?: unknown;
}

/**
 * Sends messages to one standard queue, in as few calls as possible.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
export class SqsSender {
  readonly #sqs: SQSClient;
  readonly #queueUrl: string;
  readonly #randomness: Randomness;

  constructor(sqs: SQSClient, queueUrl: string, randomness: Randomness) {
    this.#sqs = sqs;
    this.#queueUrl = queueUrl;
    this.#randomness = randomness;
  }

  /**
   * Returns once SQS has accepted every message.
   * @throws MessagesNotSentError
   */
  async send(messages: readonly OutgoingMessage[]): Promise<void> {
    const refusals: Refusal[] = [];
    const batches = batchesOf(messages).values();
    const sendBatches = async () => {
      for (const batch of batches) refusals.push(...(await this.#sendAgainAndAgain(batch)));
    };
    await Promise.all(Array.from({ length: sqsLimits.batchesAtATime }, sendBatches));
    if (refusals.length > 0) throw new MessagesNotSentError(refusals, messages.length);
  }

  /** Returns the messages that were not accepted in the end. */
  async #sendAgainAndAgain(batch: readonly OutgoingMessage[]): Promise<readonly Refusal[]> {
    let refusals = await this.#sendOnce(batch);
    for (let tries = 1; tries < sqsLimits.sendTries; tries += 1) {
      const again = refusals.filter(({ isTransient }) => isTransient);
      if (again.length === 0) break;
      await pause(backoffMs(sqsLimits.sendPause, tries, this.#randomness.fraction()));
      const forGood = refusals.filter(({ isTransient }) => !isTransient);
      refusals = [...forGood, ...(await this.#sendOnce(again.map(({ message }) => message)))];
    }
    return refusals;
  }

  async #sendOnce(batch: readonly OutgoingMessage[]): Promise<readonly Refusal[]> {
    const entries = batch.map(({ body, groupId, delaySeconds = 0 }, index) => ({
      Id: String(index),
      MessageBody: body,
      MessageGroupId: groupId,
      DelaySeconds: delaySeconds,
    }));
    try {
      const { Failed = [] } = await this.#sqs.send(
        new SendMessageBatchCommand({ QueueUrl: this.#queueUrl, Entries: entries }),
      );
      return Failed.flatMap(({ Id, Code, Message, SenderFault }) => {
        const message = batch[Number(Id)];
        const reason = [Code, Message].filter(Boolean).join(': ');
        return message === undefined ? [] : [{ message, reason, isTransient: SenderFault !== true }];
      });
    } catch (cause) {
      // The client has tried again already, as long as that made sense.
      const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
      return batch.map((message) => ({ message, reason, isTransient: false, cause }));
    }
  }
}

/** In order, as many in a batch as its count and its bytes allow, for example 25 small ones as 10, 10 and 5. */
export function batchesOf(messages: readonly OutgoingMessage[]): readonly (readonly OutgoingMessage[])[] {
  const batches: OutgoingMessage[][] = [];
  let batch: OutgoingMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = Buffer.byteLength(message.body);
    const fits = batch.length < sqsLimits.batchEntries && bytes + size <= sqsLimits.batchBytes;
    if (batch.length === 0 || !fits) {
      batch = [];
      bytes = 0;
      batches.push(batch);
    }
    batch.push(message);
    bytes += size;
  }
  return batches;
}
