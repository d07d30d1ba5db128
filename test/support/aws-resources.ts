import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, DeleteQueueCommand, GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, vi } from 'vitest';
import type { AwsClients } from '../../src/adapters/aws/clients.ts';
import { exhaustedIndex, tableKeys, waitingIndex } from '../../src/config/table-keys.ts';
import { type AwsEmulators, startAwsEmulators, withoutAwsEmulators } from './aws-emulators.ts';

/** Tables, queues and buckets of a test's own. Leftovers in the emulators end with them, at the end of the test file. */

const REGION = 'us-east-1';

/**
 * A `describe` with the emulators started and the environment pointing at them, as it is on AWS: SDK clients that are
 * made in its tests find them by themselves. Left out, with the reason in its name, where they are not installed.
 */
export function describeOnAws(name: string, describeTests: () => void): void {
  const isLeftOut = withoutAwsEmulators !== undefined;
  describe.skipIf(isLeftOut)(isLeftOut ? `${name} (${withoutAwsEmulators})` : name, () => {
    let emulators: AwsEmulators | undefined;
    beforeAll(async () => {
      emulators = await startAwsEmulators();
      const variables = {
        AWS_REGION: REGION,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_ENDPOINT_URL: emulators.servicesEndpoint,
        AWS_ENDPOINT_URL_DYNAMODB: emulators.dynamodbEndpoint,
      };
      for (const [variable, value] of Object.entries(variables)) vi.stubEnv(variable, value);
    }, 180_000);
    afterAll(async () => {
      vi.unstubAllEnvs();
      await emulators?.stop();
    });
    describeTests();
  });
}

const key = (partition: string, sort: string): CreateTableCommandInput['KeySchema'] => [
  { AttributeName: partition, KeyType: 'HASH' },
  { AttributeName: sort, KeyType: 'RANGE' },
];

/** An empty table as lib/constructs/storage.ts makes it. Returns its name. */
export async function createTable(
  { documents }: Pick<AwsClients, 'documents'>,
  TableName = `posthorn-${ulid()}`,
): Promise<string> {
  const indexes = [waitingIndex, exhaustedIndex];
  const attributes = [tableKeys, ...indexes].flatMap(({ partition, sort }) => [partition, sort]);
  const creation = documents.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: key(tableKeys.partition, tableKeys.sort),
      GlobalSecondaryIndexes: indexes.map(({ name, partition, sort }) => ({
        IndexName: name,
        KeySchema: key(partition, sort),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      })),
    }),
  );
  await creation.catch((error) => {
    // The SDK repeats a request that a busy emulator answers late. No other test has this name.
    if (!(error instanceof ResourceInUseException)) throw error;
  });
  return TableName;
}

/** Tables of ended tests would fill DynamoDB Local's memory. */
export async function deleteTable({ documents }: AwsClients, tableName: string): Promise<void> {
  await documents.send(new DeleteTableCommand({ TableName: tableName }));
}

/** URLs of the queues that lib/constructs/queues.ts makes. */
interface TestQueues {
  readonly delivery: string;
  readonly deadLetters: string;
  readonly exhausted: string;
}

export async function createQueues(
  { sqs }: AwsClients,
  settings: { readonly visibilityTimeoutSeconds: number; readonly maxReceiveCount: number },
): Promise<TestQueues> {
  const create = async (name: string, attributes: Record<string, string> = {}): Promise<string> => {
    const command = new CreateQueueCommand({ QueueName: `${name}-${ulid()}`, Attributes: attributes });
    const { QueueUrl = '' } = await sqs.send(command);
    return QueueUrl;
  };
  const [deadLetters, exhausted] = await Promise.all([create('dead-letters'), create('exhausted')]);
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: deadLetters, AttributeNames: ['QueueArn'] }),
  );
  const delivery = await create('delivery', {
    VisibilityTimeout: String(settings.visibilityTimeoutSeconds),
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: Attributes?.['QueueArn'],
      maxReceiveCount: settings.maxReceiveCount,
    }),
  });
  return { delivery, deadLetters, exhausted };
}

export async function deleteQueues({ sqs }: AwsClients, queues: TestQueues): Promise<void> {
  const urls = [queues.delivery, queues.deadLetters, queues.exhausted];
  await Promise.all(urls.map((QueueUrl) => sqs.send(new DeleteQueueCommand({ QueueUrl }))));
}

/** An empty bucket on the emulator, which looks at no signature. Returns its name. */
export async function createBucket(): Promise<string> {
  const name = `posthorn-${ulid().toLowerCase()}`;
  const response = await fetch(`${process.env['AWS_ENDPOINT_URL']}/${name}`, { method: 'PUT' });
  if (!response.ok) throw new Error(`the bucket was not made: ${response.status}`);
  await response.arrayBuffer();
  return name;
}
