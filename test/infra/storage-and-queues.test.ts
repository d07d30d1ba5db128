import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { deliverySettings } from '../../src/config/delivery-queue.ts';
import { retention, retryLimits } from '../../src/domain/limits.ts';
import { resourceOf, templateOf } from './synthesized-stack.ts';

const template = templateOf();

const refusesPlaintext = {
  Statement: Match.arrayWith([
    Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
  ]),
};

describe('the table', () => {
  test('is keyed, expires and indexes as the adapters write it', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: [
        { AttributeName: 'PK', KeyType: 'HASH' },
        { AttributeName: 'SK', KeyType: 'RANGE' },
      ],
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      GlobalSecondaryIndexes: [
        {
          IndexName: 'GSI1',
          KeySchema: [
            { AttributeName: 'g1pk', KeyType: 'HASH' },
            { AttributeName: 'g1sk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
        {
          IndexName: 'GSI2',
          KeySchema: [
            { AttributeName: 'g2pk', KeyType: 'HASH' },
            { AttributeName: 'g2sk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    });
  });

  test('has a stream of changes for the live view, which can be left out', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    templateOf({ live: false }).hasResourceProperties('AWS::DynamoDB::Table', {
      StreamSpecification: Match.absent(),
    });
  });

  test('calls no function when it changes', () => {
    const mappings = Object.values(template.findResources('AWS::Lambda::EventSourceMapping'));
    expect(JSON.stringify(mappings)).not.toContain('StreamArn');
  });

  test('is paid by request and can be taken back to any second', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  test.each([
    ['prod', true, 'Retain'],
    ['dev', false, 'Delete'],
  ])(
    'in stage %s: deletion protection %s, and what is stored is left behind: %s',
    (stage, isProtected, policy) => {
      const ofStage = templateOf({ stage });
      const table = resourceOf(ofStage, 'AWS::DynamoDB::Table');
      expect(table.properties).toMatchObject({ DeletionProtectionEnabled: isProtected });
      expect(table.deletionPolicy).toBe(policy);
      expect(resourceOf(ofStage, 'AWS::S3::Bucket').deletionPolicy).toBe(policy);
    },
  );
});

describe('the payload bucket', () => {
  test('is encrypted, not public, and speaks TLS only', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    template.hasResourceProperties('AWS::S3::BucketPolicy', { PolicyDocument: refusesPlaintext });
  });

  test.each([24, 72, 720])(
    'keeps payloads for as long as %i hours of retention need them',
    (retentionHours) => {
      const bucket = resourceOf<{
        readonly LifecycleConfiguration: { readonly Rules: readonly [{ readonly ExpirationInDays: number }] };
      }>(templateOf({ retentionHours }), 'AWS::S3::Bucket');
      const keptHours = 24 * bucket.properties.LifecycleConfiguration.Rules[0].ExpirationInDays;
      const neededHours = retryLimits.totalSeconds / 3_600 + retentionHours + retention.eventExtraHours;
      expect(keptHours).toBeGreaterThanOrEqual(neededHours);
      expect(keptHours).toBeLessThan(neededHours + 24);
    },
  );
});

describe('the key in KMS', () => {
  test('is rotated, and survives the stack where data does', () => {
    template.resourceCountIs('AWS::KMS::Key', 1);
    template.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
    expect(resourceOf(template, 'AWS::KMS::Key').deletionPolicy).toBe('Retain');
  });

  test('goes a week after a stack that may be thrown away', () => {
    const key = resourceOf(templateOf({ stage: 'dev' }), 'AWS::KMS::Key');
    expect(key.deletionPolicy).toBe('Delete');
    expect(key.properties).toMatchObject({ PendingWindowInDays: 7 });
  });
});

describe('a stack that is destroyed', () => {
  test.each([
    ['dev', 1],
    ['prod', 0],
  ])('empties its bucket in stage %s: %i', (stage, count) => {
    templateOf({ stage }).resourceCountIs('Custom::S3AutoDeleteObjects', count);
  });

  test('leaves nothing behind in a stage that may be thrown away', () => {
    const everything = templateOf({ stage: 'dev', profile: 'static-egress' }).toJSON()['Resources'];
    const kept = Object.entries<{ readonly DeletionPolicy?: string }>(everything).filter(
      ([, { DeletionPolicy }]) => DeletionPolicy?.startsWith('Retain'),
    );
    expect(kept.map(([id]) => id)).toEqual([]);
  });

  test('keeps in any other stage the table, payloads, key and addresses', () => {
    const everything = templateOf({ profile: 'static-egress' }).toJSON()['Resources'];
    const kept = Object.values<{ readonly DeletionPolicy?: string; readonly Type: string }>(everything)
      .filter(({ DeletionPolicy }) => DeletionPolicy?.startsWith('Retain'))
      .map(({ Type }) => Type);
    expect(kept.sort()).toEqual([
      'AWS::DynamoDB::Table',
      'AWS::EC2::EIP',
      'AWS::EC2::EIP',
      'AWS::KMS::Key',
      'AWS::S3::Bucket',
    ]);
  });
});

interface Timed {
  readonly Timeout: number;
  readonly VisibilityTimeout: number;
}

const deliver = resourceOf<Timed>(template, 'AWS::Lambda::Function', 'FunctionsDeliver');
const deadLetters = resourceOf<Timed>(template, 'AWS::Lambda::Function', 'FunctionsDeadLetters');
const queueOf = (name: string) => resourceOf<Timed>(template, 'AWS::SQS::Queue', `Queues${name}`);

describe('the queues', () => {
  test('keep messages as long as SQS can, encrypted, and speak TLS only', () => {
    template.resourceCountIs('AWS::SQS::Queue', 3);
    template.allResourcesProperties('AWS::SQS::Queue', {
      MessageRetentionPeriod: 14 * 86_400,
      SqsManagedSseEnabled: true,
    });
    template.resourceCountIs('AWS::SQS::QueuePolicy', 3);
    template.allResourcesProperties('AWS::SQS::QueuePolicy', { PolicyDocument: refusesPlaintext });
  });

  test('a message stays hidden for six times as long as its invocation may take', () => {
    for (const [queue, consumer] of [
      ['Delivery', deliver],
      ['DeliverDlq', deadLetters],
    ] as const) {
      expect(queueOf(queue).properties.VisibilityTimeout).toBeGreaterThanOrEqual(
        6 * consumer.properties.Timeout,
      );
    }
  });

  test('only poison goes to the dead-letter queue', () => {
    expect(queueOf('Delivery').properties).toMatchObject({
      RedrivePolicy: {
        maxReceiveCount: deliverySettings.maxReceiveCount,
        deadLetterTargetArn: { 'Fn::GetAtt': [queueOf('DeliverDlq').id, 'Arn'] },
      },
    });
  });

  test('deliver takes batches of ten and reports each failed message', () => {
    template.resourceCountIs('AWS::Lambda::EventSourceMapping', 2);
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: { 'Fn::GetAtt': [queueOf('Delivery').id, 'Arn'] },
      FunctionName: { Ref: deliver.id },
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 100 },
      // Lambda would wait up to 20 seconds for a batch to fill.
      MaximumBatchingWindowInSeconds: Match.absent(),
    });
  });

  test('the dead-letters function takes the dead letters of SQS, and leaves those that it cannot record', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: { 'Fn::GetAtt': [queueOf('DeliverDlq').id, 'Arn'] },
      FunctionName: { Ref: deadLetters.id },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
    expect(queueOf('DeliverDlq').properties).not.toHaveProperty('RedrivePolicy');
  });
});
