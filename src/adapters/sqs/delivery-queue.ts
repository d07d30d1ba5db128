import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { waitLimits } from '../../domain/waiting.ts';
import { type Clock, type Log, monotonicMs } from '../../ports/platform.ts';
import type { DeliveryQueue } from '../../ports/queue.ts';
import { sqsLimits } from './limits.ts';
import { Sleepers } from './sleepers.ts';
import { VisibilityChanges } from './visibility-changes.ts';

const IN_FLIGHT = 'ApproximateNumberOfMessagesNotVisible';

export interface SqsDeliveryQueueSettings {
  readonly queueUrl: string;
  /** How many processes can consume the queue at a time. */
  readonly consumersMost: number;
}

/** An SQS standard queue, for the function that Lambda's event source calls with received messages. */
export class SqsDeliveryQueue implements DeliveryQueue {
  readonly #sqs: SQSClient;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #settings: SqsDeliveryQueueSettings;
  readonly #changes: VisibilityChanges;
  readonly #sleepers = new Sleepers();
  #counted = 0;
  #believedUntilMs = Number.NEGATIVE_INFINITY;
  #counting: Promise<void> | undefined;

  constructor(sqs: SQSClient, clock: Clock, log: Log, settings: SqsDeliveryQueueSettings) {
    this.#sqs = sqs;
    this.#clock = clock;
    this.#log = log;
    this.#settings = settings;
    this.#changes = new VisibilityChanges(sqs, settings.queueUrl);
  }

  async changeVisibility(receiptHandle: string, seconds: number): Promise<void> {
    await this.#changes.change(receiptHandle, Math.min(seconds, sqsLimits.visibilitySecondsMax));
    if (seconds > 0) this.#sleepers.add(monotonicMs(this.#clock) + seconds * 1_000);
  }

  giveBack(receiptHandle: string, seconds: number): Promise<void> {
    return this.changeVisibility(receiptHandle, seconds);
  }

  /**
   * SQS counts for all processes, but half a minute late. In an outage of many receivers too many messages would be
   * asleep by then. This process knows at once how many it put to sleep, and the others will have put about as many.
   * The larger number decides: docs/simulation.md shows why.
   *
   * If SQS gives no number, the last one is kept. It only decides where a retry waits, so no attempt fails for it.
   */
  async messagesInFlight(): Promise<number> {
    const nowMs = monotonicMs(this.#clock);
    if (nowMs >= this.#believedUntilMs) {
      this.#counting ??= this.#readCount().finally(() => {
        this.#believedUntilMs = monotonicMs(this.#clock) + waitLimits.countAgeMs;
        this.#counting = undefined;
      });
      await this.#counting;
    }
    return Math.max(this.#counted, this.#sleepers.count(nowMs) * this.#settings.consumersMost);
  }

  async #readCount(): Promise<void> {
    try {
      const { Attributes } = await this.#sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: this.#settings.queueUrl, AttributeNames: [IN_FLIGHT] }),
      );
      this.#counted = Number(Attributes?.[IN_FLIGHT] ?? this.#counted);
    } catch (error) {
      this.#log.warn('queue.not_counted', { in_flight_believed: this.#counted, err: error });
    }
  }
}
