import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Api } from '../../../e2e/support/api.ts';
import { type Counts, functionNames, type ScenarioCount } from '../../../models/cost/counts.ts';
import { DynamoApiKeyStore } from '../../../src/adapters/dynamodb/api-key-store.ts';
import { deliveryKey, dueIndexKey } from '../../../src/adapters/dynamodb/keys.ts';
import { Table } from '../../../src/adapters/dynamodb/table.ts';
import { systemRandomness } from '../../../src/adapters/node/system-randomness.ts';
import { apiKeyFrom, apiKeyHash } from '../../../src/domain/api-key.ts';
import { type DeliveryId, partsOfDeliveryId, ulidOf } from '../../../src/domain/ids.ts';
import { eventually } from '../../support/eventually.ts';
import type { Receiver } from '../../support/receiver.ts';
import type { CountingProxy } from './counting-proxy.ts';
import type { DeployedFunction, EmulatorApi } from './emulator-api.ts';
import { type NotedCall, operationsOf } from './noted-call.ts';
import { type ByFunction, byFunction, type Deployed, openParts, type StageParts } from './stage-parts.ts';

const SETTLED_WITHIN_MS = 60_000;
const KEY_BYTES = 32;

/**
 * The deployed stack, with a counting proxy between each of its functions and AWS, and DynamoDB Local, which is AWS's
 * own engine, for its table. Until it is closed, queue and schedule only run when they are told to.
 */
export class CountedStage {
  readonly receiver: Receiver;
  readonly memoryMb: Counts['memoryMb'];
  readonly #emulator: EmulatorApi;
  readonly #functions: ByFunction<DeployedFunction>;
  readonly #proxies: ByFunction<CountingProxy>;
  readonly #deployed: Deployed;
  readonly #documents: DynamoDBDocumentClient;
  readonly #close: () => Promise<void>;
  #noted: ByFunction<NotedCall[]> = byFunction(() => []);
  #api: Api | undefined;

  private constructor(parts: StageParts) {
    this.receiver = parts.receiver;
    this.memoryMb = byFunction((name) => parts.functions[name].memoryMb);
    this.#emulator = parts.emulator;
    this.#functions = parts.functions;
    this.#proxies = parts.proxies;
    this.#deployed = parts.deployed;
    this.#documents = parts.documents;
    this.#close = parts.close;
  }

  static async open(emulatorEndpoint: string, deployed: Deployed): Promise<CountedStage> {
    const parts = await openParts(emulatorEndpoint, deployed);
    const stage = new CountedStage(parts);
    try {
      await stage.restartFunctions();
      await stage.holdQueue();
      await parts.emulator.setSchedules(false);
      return stage;
    } catch (error) {
      await stage.close();
      throw error;
    }
  }

  /** All functions start anew, and call AWS through the proxies. */
  async restartFunctions(): Promise<void> {
    for (const name of functionNames) {
      const { arn, variables } = this.#functions[name];
      await this.#emulator.setVariables(arn, throughProxy(variables, this.#proxies[name].url));
    }
  }

  /** With an admin key of the tenant that was entered last. */
  get api(): Api {
    if (this.#api === undefined) throw new Error('no tenant has been entered');
    return this.#api;
  }

  /** A new one, whose key no function has seen yet: none is just about to be read again. */
  async enterTenant(): Promise<void> {
    const key = apiKeyFrom(systemRandomness.bytes(KEY_BYTES));
    const createdAtMs = Date.now();
    await new DynamoApiKeyStore(new Table(this.#documents, this.#deployed.tableName, systemRandomness)).add(
      apiKeyHash(key),
      {
        id: `key_${systemRandomness.ulid(createdAtMs)}`,
        tenantId: `ten_${systemRandomness.ulid(createdAtMs)}`,
        scopes: ['admin'],
        name: 'count-costs',
        createdAtMs,
        expiresAtMs: null,
        lastUsedAtMs: createdAtMs,
      },
    );
    this.#api = new Api(this.#deployed.url, key);
  }

  /** Until `drainQueue`, messages stay on the queue. */
  async holdQueue(): Promise<void> {
    await this.#emulator.setEventSource(this.#functions.deliver.arn, false);
  }

  /** Returns when all messages of the queue are processed, sleeping ones too. */
  async drainQueue(): Promise<void> {
    await this.#emulator.setEventSource(this.#functions.deliver.arn, true);
    const { queueUrl } = this.#deployed;
    await eventually(
      'the queue is empty',
      async () => (await this.#emulator.messagesOn(queueUrl)) === 0,
      SETTLED_WITHIN_MS,
    );
    await this.holdQueue();
  }

  /** A run of the release function. */
  async release(): Promise<void> {
    await this.#emulator.invoke(this.#functions.release.arn);
  }

  /** A delivery that is parked for later becomes due. */
  async bringForward(id: DeliveryId): Promise<void> {
    const nowMs = Date.now();
    const { g1sk } = dueIndexKey(nowMs, ulidOf(partsOfDeliveryId(id).eventId));
    await this.#documents.send(
      new UpdateCommand({
        TableName: this.#deployed.tableName,
        Key: deliveryKey(id),
        UpdateExpression: 'SET g1sk = :key, next_at = :now, due_at = :now',
        ConditionExpression: 'attribute_exists(g1sk)',
        ExpressionAttributeValues: { ':key': g1sk, ':now': nowMs },
      }),
    );
  }

  /** Counts the calls of the functions from now on, without earlier ones. */
  async count(work: () => Promise<void>): Promise<void> {
    for (const name of functionNames) this.#proxies[name].takeCalls();
    await work();
    for (const name of functionNames) this.#noted[name].push(...this.#proxies[name].takeCalls());
  }

  /** All that was counted since the last time. */
  takeCounts(): ScenarioCount['functions'] {
    const noted = this.#noted;
    this.#noted = byFunction(() => []);
    const counts = functionNames.map(
      (name) => [name, operationsOf(noted[name].filter(({ isOfCounters }) => !isOfCounters))] as const,
    );
    return Object.fromEntries(counts.filter(([, operations]) => Object.keys(operations).length > 0));
  }

  /** The stack is as it was. */
  async close(): Promise<void> {
    try {
      for (const { arn, variables } of Object.values(this.#functions)) {
        await this.#emulator.setVariables(arn, variables);
      }
      await this.#emulator.setEventSource(this.#functions.deliver.arn, true);
      await this.#emulator.setSchedules(true);
    } finally {
      await this.#close();
    }
  }
}

function throughProxy(variables: DeployedFunction['variables'], url: string): DeployedFunction['variables'] {
  // A cache that other functions share would answer for the table.
  const { POSTHORN_REDIS_URL: _, ...others } = variables;
  return {
    ...others,
    AWS_ENDPOINT_URL_DYNAMODB: url,
    AWS_ENDPOINT_URL_KMS: url,
    AWS_ENDPOINT_URL_S3: url,
    // The SDK sends a message to the address in the queue's own URL.
    POSTHORN_QUEUE_URL: movedTo(url, variables['POSTHORN_QUEUE_URL']),
    POSTHORN_EXHAUSTED_QUEUE_URL: movedTo(url, variables['POSTHORN_EXHAUSTED_QUEUE_URL']),
  };
}

const movedTo = (origin: string, url = ''): string => origin + new URL(url).pathname;
