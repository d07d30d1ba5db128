import { type Acknowledgment, CfnElement, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Stage } from '../../src/config/stage.ts';
import { exhaustedIndex, tableKeys, waitingIndex } from '../../src/config/table-keys.ts';

/** The longest life of a delivery; records and payloads are kept for the retention after it, plus a day. */
const deliveryLifeDays = 7;

const indexes = [waitingIndex, exhaustedIndex];

/** The changes of records, for the live view. */
export interface LiveSource {
  readonly table: Table;
  readonly streamArn: string;
}

/** One table for all records, and a bucket for payloads that are too large for a row. */
export class Storage extends Construct {
  readonly table: Table;
  readonly payloads: Bucket;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    const removalPolicy = stage.deletionProtection ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    // Encrypted at rest with AWS's own key, like every table: a KMS key would add its price to every request.
    this.table = new Table(this, 'Table', {
      partitionKey: { name: tableKeys.partition, type: AttributeType.STRING },
      sortKey: { name: tableKeys.sort, type: AttributeType.STRING },
      timeToLiveAttribute: tableKeys.expiry,
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: stage.deletionProtection,
      removalPolicy,
      // Free until it is read, which only the pump of the live view does. Both images: they show what has changed.
      ...(stage.live && { stream: StreamViewType.NEW_AND_OLD_IMAGES }),
    });
    for (const { name: indexName, partition, sort } of indexes) {
      this.table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: { name: partition, type: AttributeType.STRING },
        sortKey: { name: sort, type: AttributeType.STRING },
        projectionType: ProjectionType.KEYS_ONLY,
      });
    }

    this.payloads = new Bucket(this, 'Payloads', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [
        { expiration: Duration.days(deliveryLifeDays + Math.ceil(stage.retentionHours / 24) + 1) },
      ],
      removalPolicy,
      // A bucket must be empty to be deleted.
      autoDeleteObjects: !stage.deletionProtection,
    });
    Validations.of(this.payloads).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Access logs would cost more than the payloads; only our functions reach them.',
    });
  }

  /** Undefined in a stage without a live view. */
  get liveSource(): LiveSource | undefined {
    const { table } = this;
    return table.tableStreamArn === undefined ? undefined : { table, streamArn: table.tableStreamArn };
  }

  /** The findings of the role check, and their reasons. */
  get anyPayload(): Acknowledgment {
    const bucket = this.payloads.node.defaultChild;
    const id = CfnElement.isCfnElement(bucket) ? Stack.of(this).getLogicalId(bucket) : '';
    return {
      id: `AwsSolutions-IAM5[Resource::<${id}.Arn>/*]`,
      reason: 'Any object, but only in the bucket for payloads.',
    };
  }

  /**
   * Accepts events: looks up keys (and records their use), subscriptions and event types, stores events and deliveries,
   * finds the event of a repeated call, and deletes a payload again that was deleted before the repeat.
   */
  grantIntake(grantee: IGrantable): void {
    this.grantRows(grantee, ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem']);
    this.grantPayloads(grantee, ['GetObject', 'PutObject', 'DeleteObject']);
  }

  /**
   * Records the outcomes of deliveries, and reads the deliveries to send. Creates the deliveries of large fan-outs,
   * disables subscriptions whose receivers are gone, and extends the life of payloads by writing them again.
   */
  grantOutcomes(grantee: IGrantable): void {
    this.grantRows(grantee, ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem']);
    this.grantPayloads(grantee, ['GetObject', 'PutObject']);
    this.grantTellingMissingPayloads(grantee);
  }

  /**
   * Finds parked deliveries that are due, and claims them. Maintains the markers of held deliveries, and recoveries,
   * which read events and create missed deliveries; filters need the payloads.
   */
  grantRelease(grantee: IGrantable): void {
    this.grantRows(grantee, ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem']);
    this.grantIndexes(grantee);
    this.grantPayloads(grantee, ['GetObject']);
    this.grantTellingMissingPayloads(grantee);
  }

  /** The rest of the API: subscriptions, event types, lists, replays. */
  grantManagement(grantee: IGrantable): void {
    // A transaction needs no permission of its own, only those of its writes.
    const transaction = ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'];
    this.grantRows(grantee, ['GetItem', 'BatchGetItem', 'Query', ...transaction]);
    this.grantIndexes(grantee);
    this.grantPayloads(grantee, ['GetObject', 'PutObject', 'DeleteObject']);
    this.grantTellingMissingPayloads(grantee);
  }

  private grantRows(grantee: IGrantable, operations: readonly string[]): void {
    const actions = operations.map((operation) => `dynamodb:${operation}`);
    Grant.addToPrincipal({ grantee, actions, resourceArns: [this.table.tableArn] });
  }

  private grantIndexes(grantee: IGrantable): void {
    const resourceArns = indexes.map(({ name }) => `${this.table.tableArn}/index/${name}`);
    Grant.addToPrincipal({ grantee, actions: ['dynamodb:Query'], resourceArns });
  }

  private grantPayloads(grantee: IGrantable, operations: readonly string[]): void {
    const actions = operations.map((operation) => `s3:${operation}`);
    Grant.addToPrincipal({ grantee, actions, resourceArns: [this.payloads.arnForObjects('*')] });
  }

  /** For callers without the list permission, S3 answers 403 instead of 404 for a missing object. */
  private grantTellingMissingPayloads(grantee: IGrantable): void {
    Grant.addToPrincipal({ grantee, actions: ['s3:ListBucket'], resourceArns: [this.payloads.bucketArn] });
  }
}
