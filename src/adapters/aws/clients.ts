import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { asUnavailable } from './outages.ts';

interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The region and the credentials of the process. Credentials are renewed before they expire. */
export interface AwsIdentity {
  region(): Promise<string>;
  credentials(): Promise<AwsCredentials>;
}

export interface AwsClients {
  readonly documents: DynamoDBDocumentClient;
  readonly sqs: SQSClient;
  readonly kms: KMSClient;
  /** For requests that Posthorn signs itself. */
  readonly identity: AwsIdentity;
  /** Closes the connections of all clients. */
  destroy(): void;
}

/** Tries of one call, the first included. The SDK's standard mode waits between them, longer each time, with jitter. */
const TRIES = 4;
const CONNECT_MS = 1_000;
/** Further concurrent requests wait. A batch of ten deliveries makes far fewer. */
const CONNECTIONS_MOST = 200;

/**
 * The SDK's clients, one each for the life of a process. Region, credentials and, on an emulator, endpoints
 * (`AWS_ENDPOINT_URL`) come from the environment. Every call ends: with the SDK's defaults, a call without a response
 * would wait as long as the function lives.
 * https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/configuring-the-sdk.html
 *
 * @param patience multiplies all timeouts, because emulators are slow
 */
export function awsClients({ patience = 1 }: { readonly patience?: number } = {}): AwsClients {
  const answeredWithin = (milliseconds: number) => settingsFor(milliseconds, patience);
  const dynamodb = new DynamoDBClient(answeredWithin(3_000));
  // A batch to SQS can have a mebibyte.
  const sqs = new SQSClient(answeredWithin(5_000));
  const kms = new KMSClient(answeredWithin(3_000));
  dynamodb.middlewareStack.add(tellOutages, { step: 'initialize', name: 'tellOutages', priority: 'high' });
  return {
    documents: DynamoDBDocumentClient.from(dynamodb, { marshallOptions: { removeUndefinedValues: true } }),
    sqs,
    kms,
    identity: { region: () => dynamodb.config.region(), credentials: () => dynamodb.config.credentials() },
    destroy: () => {
      for (const client of [dynamodb, sqs, kms]) client.destroy();
    },
  };
}

/** Outermost, so that it only sees errors after the SDK's last try. */
const tellOutages =
  <Args, Output>(next: (args: Args) => Promise<Output>) =>
  async (args: Args): Promise<Output> => {
    try {
      return await next(args);
    } catch (error) {
      throw asUnavailable(error);
    }
  };

/** @param milliseconds for one try, from its start to its response */
const settingsFor = (milliseconds: number, patience: number) => ({
  maxAttempts: TRIES,
  retryMode: 'standard',
  requestHandler: {
    connectionTimeout: CONNECT_MS * patience,
    requestTimeout: milliseconds * patience,
    throwOnRequestTimeout: true,
    httpsAgent: { keepAlive: true, maxSockets: CONNECTIONS_MOST },
    httpAgent: { keepAlive: true, maxSockets: CONNECTIONS_MOST },
  },
});
