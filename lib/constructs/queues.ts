import { Duration, Validations } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { deliverySettings } from '../../src/config/delivery-queue.ts';

const everyQueue: QueueProps = {
  retentionPeriod: Duration.days(deliverySettings.retentionDays),
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
};

/** The queue in which deliveries wait for their attempt, and the two queues in which they end. */
export class Queues extends Construct {
  /** A standard queue; its message groups (one per subscription) make it fair: for example a flood for one subscription does not delay the others. */
  readonly delivery: Queue;
  /**
   * Messages that the deliver function could not process at all. The dead-letters function records their deliveries.
   */
  readonly deadLetters: Queue;
  /** Ids and reasons of exhausted deliveries, for your own consumers: the regular end of a delivery, not a fault. */
  readonly exhausted: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.exhausted = new Queue(this, 'Exhausted', everyQueue);
    Validations.of(this.exhausted).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'This queue is an end: no function of ours consumes it, so none can fail on it.',
    });
    const visibilityTimeout = Duration.seconds(deliverySettings.visibilityTimeoutSeconds);
    // A message that cannot be recorded stays, and is received again until it expires.
    this.deadLetters = new Queue(this, 'DeliverDlq', { ...everyQueue, visibilityTimeout });
    this.delivery = new Queue(this, 'Delivery', {
      ...everyQueue,
      visibilityTimeout,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: deliverySettings.maxReceiveCount },
    });
  }

  /** Puts deliveries on the queue. */
  grantSend(grantee: IGrantable): void {
    this.delivery.grant(grantee, 'sqs:SendMessage');
  }

  /** Announces exhausted deliveries. */
  grantExhausted(grantee: IGrantable): void {
    this.exhausted.grant(grantee, 'sqs:SendMessage');
  }

  /**
   * Makes the function the consumer of the delivery queue. Only messages that it reports as failed come back; an error
   * of the whole invocation would also make Lambda poll more slowly, for every tenant.
   */
  deliverBy(deliver: IFunction, maxConcurrency: number): void {
    deliver.addEventSource(
      new SqsEventSource(this.delivery, {
        batchSize: deliverySettings.batchSize,
        reportBatchItemFailures: true,
        maxConcurrency,
      }),
    );
    // A failed attempt sleeps by its message's visibility, and the number of sleeping messages is read from time to
    // time. Granted here, to be independent of the CDK's grants for an event source.
    this.delivery.grant(deliver, 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes');
  }

  /** Makes the function the consumer of the dead-letter queue. */
  buryBy(deadLetters: IFunction): void {
    deadLetters.addEventSource(
      new SqsEventSource(this.deadLetters, {
        batchSize: deliverySettings.batchSize,
        reportBatchItemFailures: true,
        // The minimum of Lambda: dead letters are not urgent.
        maxConcurrency: 2,
      }),
    );
  }
}
