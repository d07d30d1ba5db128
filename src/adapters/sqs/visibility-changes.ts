import {
  type BatchResultErrorEntry,
  ChangeMessageVisibilityBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { sqsLimits } from './limits.ts';

interface Change {
  readonly receiptHandle: string;
  readonly seconds: number;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** SQS rejected a change of a message's visibility. */
export class VisibilityNotChangedError extends Error {
  override readonly name = 'VisibilityNotChangedError';
  constructor({ Code, Message }: BatchResultErrorEntry) {
    super(`the visibility of a message was not changed: ${[Code, Message].filter(Boolean).join(': ')}`);
  }
}

/**
 * Concurrent changes of visibility, gathered into calls of ten: each call costs the same.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html
 */
export class VisibilityChanges {
  readonly #sqs: SQSClient;
  readonly #queueUrl: string;
  #gathered: Change[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(sqs: SQSClient, queueUrl: string) {
    this.#sqs = sqs;
    this.#queueUrl = queueUrl;
  }

  /** @throws VisibilityNotChangedError, or the client's error if the whole call fails */
  change(receiptHandle: string, seconds: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#gathered.push({ receiptHandle, seconds, done: resolve, failed: reject });
    if (this.#gathered.length === sqsLimits.batchEntries) this.#sendGathered();
    else this.#timer ??= setTimeout(() => this.#sendGathered(), sqsLimits.gatherMs);
    return promise;
  }

  #sendGathered(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const changes = this.#gathered;
    this.#gathered = [];
    this.#send(changes).catch((error: unknown) => {
      for (const { failed } of changes) failed(error);
    });
  }

  async #send(changes: readonly Change[]): Promise<void> {
    const { Failed = [] } = await this.#sqs.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: this.#queueUrl,
        Entries: changes.map(({ receiptHandle, seconds }, index) => ({
          Id: String(index),
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: seconds,
        })),
      }),
    );
    const refusals = new Map(Failed.map((refusal) => [Number(refusal.Id), refusal]));
    changes.forEach(({ done, failed }, index) => {
      const refusal = refusals.get(index);
      if (refusal === undefined || isNoLongerOurs(refusal)) done();
      else failed(new VisibilityNotChangedError(refusal));
    });
  }
}

/**
 * The message was deleted, or its lease has ended and another consumer has it. There is nothing left to change.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
 */
const isNoLongerOurs = ({ Code = '', Message = '' }: BatchResultErrorEntry): boolean =>
  Code.endsWith('MessageNotInflight') ||
  Code === 'ReceiptHandleIsInvalid' ||
  (Code === 'InvalidParameterValue' && Message.includes('not available for visibility timeout change'));
