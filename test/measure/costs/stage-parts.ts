import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type FunctionName, functionNames } from '../../../models/cost/counts.ts';
import { LOCAL_STACK, type LocalDeployment } from '../../../scripts/local-cdk.ts';
import { type Emulator, startDynamodbLocal } from '../../support/aws-emulators.ts';
import { createTable } from '../../support/aws-resources.ts';
import { type Receiver, startReceiver } from '../../support/receiver.ts';
import { type CountingProxy, startCountingProxy } from './counting-proxy.ts';
import { type DeployedFunction, EmulatorApi } from './emulator-api.ts';

export type Deployed = Pick<LocalDeployment, 'url' | 'tableName' | 'queueUrl'>;
export type ByFunction<Thing> = Readonly<Record<FunctionName, Thing>>;

/** The parts of a counted stage, besides the emulator that the stack is deployed to. */
export interface StageParts {
  readonly emulator: EmulatorApi;
  readonly functions: ByFunction<DeployedFunction>;
  readonly proxies: ByFunction<CountingProxy>;
  readonly deployed: Deployed;
  readonly documents: DynamoDBDocumentClient;
  readonly receiver: Receiver;
  readonly close: () => Promise<void>;
}

/** An empty table of the stack's name in DynamoDB Local, proxies, and a receiver. */
export async function openParts(emulatorEndpoint: string, deployed: Deployed): Promise<StageParts> {
  const closers: (() => unknown)[] = [];
  const close = async () => {
    for (const closeOne of closers.reverse()) await closeOne();
  };
  try {
    const emulator = new EmulatorApi(emulatorEndpoint);
    const functions = await byFunctionOf((name) => emulator.functionOf(LOCAL_STACK, capitalized(name)));
    const dynamodb = await startDynamodbLocal();
    closers.push(() => dynamodb.stop());
    const documents = documentsOf(dynamodb);
    closers.push(() => documents.destroy());
    await createTable({ documents }, deployed.tableName);
    const upstreams = { dynamodb: dynamodb.endpoint, services: emulatorEndpoint };
    const proxies = await byFunctionOf(() => startCountingProxy(upstreams));
    closers.push(() => Promise.all(Object.values(proxies).map((proxy) => proxy.close())));
    const receiver = await startReceiver();
    closers.push(() => receiver.stop());
    return { emulator, functions, proxies, deployed, documents, receiver, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const documentsOf = ({ endpoint }: Emulator): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
  );

const capitalized = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

export const byFunction = <Thing>(of: (name: FunctionName) => Thing): ByFunction<Thing> =>
  Object.fromEntries(functionNames.map((name) => [name, of(name)])) as Record<FunctionName, Thing>;

async function byFunctionOf<Thing>(of: (name: FunctionName) => Promise<Thing>): Promise<ByFunction<Thing>> {
  const things = await Promise.all(functionNames.map(of));
  return byFunction((name) => things[functionNames.indexOf(name)] as Thing);
}
