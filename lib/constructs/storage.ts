import { type Acknowledgment, CfnElement, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Stage } from '../../src/config/stage.ts';
import { exhaustedIndex, tableKeys, waitingIndex } from '../../src/config/table-keys.ts';

/** The longest life of a delivery; records and their payloads are kept for the retention after it, and a day more. */
const deliveryLifeDays = 7;

const indexes = [waitingIndex, exhaustedIndex];

/** One table for all records, and a bucket for payloads that are too large for a row. */
export class Storage extends Construct {
  readonly table: Table;
  readonly payloads: Bucket;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    const removalPolicy = stage.deletionProtection ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    // Encrypted at rest with AWS's own key, as every table is: a key in KMS would add its price to every request.
    this.table = new Table(this, 'Table', {
      partitionKey: { name: tableKeys.partition, type: AttributeType.STRING },
      sortKey: { name: tableKeys.sort, type: AttributeType.STRING },
      timeToLiveAttribute: tableKeys.expiry,
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: stage.deletionProtection,
      removalPolicy,
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
      // A bucket has to be empty to be deleted.
      autoDeleteObjects: !stage.deletionProtection,
    });
    Validations.of(this.payloads).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Access logs would cost more than the payloads; only our functions reach them.',
    });
  }

  /** What a check of roles finds, and why it may. */
  get anyPayload(): Acknowledgment {
    const bucket = this.payloads.node.defaultChild;
    const id = CfnElement.isCfnElement(bucket) ? Stack.of(this).getLogicalId(bucket) : '';
    return {
      id: `AwsSolutions-IAM5[Resource::<${id}.Arn>/*]`,
      reason: 'Any object, but of the one bucket that holds nothing but payloads.',
    };
  }

  /**
   * Takes events in: looks up keys (and notes their use), subscriptions and event types, keeps events and deliveries, finds
   * what a call before it kept, and deletes a payload again that was deleted since that.
   */
  grantIntake(grantee: IGrantable): void {
    this.grantRows(grantee, ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem']);
    this.grantPayloads(grantee, ['GetObject', 'PutObject', 'DeleteObject']);
  }

  /**
   * Records what becomes of deliveries, and reads what there is to send. Makes the deliveries of large fan-outs, disables
   * the subscriptions of receivers that are gone, and keeps payloads on by putting them anew.
   */
  grantOutcomes(grantee: IGrantable): void {
    this.grantRows(grantee, ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem']);
    this.grantPayloads(grantee, ['GetObject', 'PutObject']);
    this.grantTellingMissingPayloads(grantee);
  }

  /**
   * Finds what is parked and due, and claims it. Looks after the markers of what is held, and after recoveries, which read
   * events and make the deliveries that were missed; a filter asks for their payloads.
   */
  grantRelease(grantee: IGrantable): void {
    this.grantRows(grantee, ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem']);
    this.grantIndexes(grantee);
    this.grantPayloads(grantee, ['GetObject']);
    this.grantTellingMissingPayloads(grantee);
  }

  /** All that the API does beside intake: subscriptions, event types, lists, replays. */
  grantManagement(grantee: IGrantable): void {
    // A transaction needs no permission of its own, but those of the writes that it is made of.
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

  /** To those who may not list, S3 says of an object that is gone that it is forbidden (403, not 404). */
  private grantTellingMissingPayloads(grantee: IGrantable): void {
    Grant.addToPrincipal({ grantee, actions: ['s3:ListBucket'], resourceArns: [this.payloads.bucketArn] });
  }
}
