import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import { type EmulatorName, emulatorKinds } from '../../scripts/emulator-kinds.ts';
import {
  type CommandResult,
  cdk,
  deployArgs,
  LOCAL_STAGE,
  type LocalDeployment,
  liveStackOf,
  localEnvironment,
  run,
  stackOf,
} from '../../scripts/local-cdk.ts';
import type { DeliveryId, TenantId } from '../../src/domain/ids.ts';
import { encodeQueueMessage } from '../../src/domain/queue-message.ts';
import { eventually } from '../support/eventually.ts';
import { always, startReceiver } from '../support/receiver.ts';
import { type EmulatorProcess, startEmulator } from './emulator-process.ts';

const project = `${import.meta.dirname}/../..`;

/** Without the emulator there is nothing to deploy to. In the complete run, which installs it, that is a failure. */
export const isLeftOut = (installed: string): boolean =>
  !existsSync(`${project}/.emulator/${installed}`) && process.env['CI'] !== 'true';

interface Listed {
  readonly id: string;
  readonly status: string;
  readonly status_reason: string | null;
}

/** A delivery starts with ticket 1; parking its first retry gives it the next one. */
const PARKED_TICKET = 2;

/** The stack on an emulator of its own, by the commands that people use. */
export class DeployedStack {
  readonly name: string;
  readonly emulator: EmulatorProcess;
  readonly env: NodeJS.ProcessEnv;
  readonly #stage: string;
  readonly #hasLive: boolean;
  #deployment: LocalDeployment | undefined;

  private constructor(emulator: EmulatorProcess, stage: string, hasLive: boolean) {
    this.#hasLive = hasLive;
    this.name = stackOf(stage);
    this.emulator = emulator;
    this.env = {
      ...localEnvironment(emulator.endpoint),
      REDIS_URL: emulator.redisUrl,
      // The end-to-end suite is a run of its own: its report is not this one's.
      POSTHORN_TEST_REPORT: undefined,
    };
    this.#stage = stage;
  }

  static async open(emulator: EmulatorName, stage = LOCAL_STAGE): Promise<DeployedStack> {
    return new DeployedStack(await startEmulator(emulator), stage, emulatorKinds[emulator].hasLive);
  }

  get deployment(): LocalDeployment {
    if (this.#deployment === undefined) throw new Error('the stack has not been deployed');
    return this.#deployment;
  }

  /** The settings with which a client of the SDK talks to the emulator. */
  get clientSettings() {
    return {
      endpoint: this.emulator.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
  }

  expectSuccess({ status, output }: CommandResult): void {
    expect(status, `${output}\n\nemulator: ${this.emulator.lastWords()}`).toBe(0);
  }

  /** `npm run deploy:local`, with the stage of this stack. Resolves to its output. */
  async deployLocal(...args: readonly string[]): Promise<string> {
    const all = [`${project}/scripts/deploy-local.ts`, '--stage', this.#stage, ...args];
    const result = await run(process.execPath, all, { env: this.env, timeoutSeconds: 580 });
    this.expectSuccess(result);
    return result.output;
  }

  async deploy(...args: readonly string[]): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), 'posthorn-deploy-test-'));
    const file = join(folder, 'deployment.json');
    try {
      const output = await this.deployLocal('--save', file, ...args);
      this.#deployment = JSON.parse(readFileSync(file, 'utf8')) as LocalDeployment;
      return output;
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** `cdk deploy` once more. Resolves to its output. */
  async redeploy(): Promise<string> {
    const settings = { stage: this.#stage, redisUrl: this.emulator.redisUrl, hasLive: this.#hasLive };
    const args = deployArgs(settings);
    const again = await cdk(args, { env: this.env, timeoutSeconds: 300 });
    this.expectSuccess(again);
    return again.output;
  }

  /** `npm run e2e`, against this stack and its table. Resolves to its output. */
  async endToEnd(...args: readonly string[]): Promise<string> {
    const { url, key, tableName } = this.deployment;
    const target = ['--target', url, '--key', key, '--table', tableName];
    const all = [`${project}/e2e/run.ts`, ...target, ...args];
    const suite = await run(process.execPath, all, { env: this.env, timeoutSeconds: 580 });
    this.expectSuccess(suite);
    return suite.output;
  }

  async send<Resource>(method: string, path: string, body?: object): Promise<Resource> {
    const response = await fetch(this.deployment.url + path, {
      method,
      headers: { authorization: `Bearer ${this.deployment.key}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    expect(response.status, path).toBeLessThan(300);
    return (await response.json()) as Resource;
  }

  /**
   * Puts the message of a delivery that waits for its retry into the dead-letter queue, as SQS does after 100 receives.
   * Resolves to the delivery once `GET /dead-letters` lists it.
   */
  async buryDelivery(): Promise<Listed> {
    const receiver = await startReceiver();
    try {
      const settings = {
        target_url: receiver.target(always(500)).url,
        retry_policy: { schedule: [3_600] },
      };
      const { id, tenant_id: tenantId } = await this.send<{ id: string; tenant_id: TenantId }>(
        'POST',
        '/subscriptions',
        settings,
      );
      const { task_id: deliveryId } = await this.send<{ task_id: DeliveryId }>('POST', `/ingest/${id}`, {});
      await eventually('the retry waits', () => this.#isRetrying(deliveryId), 60_000);
      await this.sendToDeadLetters(encodeQueueMessage({ deliveryId, tenantId, ticket: PARKED_TICKET }));
      return await eventually('it is a dead letter', () => this.#deadLetter(deliveryId), 60_000);
    } finally {
      await receiver.stop();
    }
  }

  async sendToDeadLetters(MessageBody: string): Promise<void> {
    const sqs = new SQSClient(this.clientSettings);
    const QueueUrl = this.deployment.deadLetterQueueUrl;
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    sqs.destroy();
  }

  async #isRetrying(id: string): Promise<boolean> {
    return (await this.send<Listed>('GET', `/status/${id}`)).status === 'retrying';
  }

  async #deadLetter(id: string): Promise<Listed | undefined> {
    const { data } = await this.send<{ data: readonly Listed[] }>('GET', '/dead-letters');
    return data.find((delivery) => delivery.id === id);
  }

  /** The stack of the live view. */
  get liveName(): string {
    return liveStackOf(this.#stage);
  }

  /** The sort keys of the rows of the live view: connections, the lease of the pump, positions in the stream. */
  async liveRows(): Promise<readonly string[]> {
    const dynamodb = new DynamoDBClient(this.clientSettings);
    const { Items = [] } = await dynamodb.send(
      new QueryCommand({
        TableName: this.deployment.tableName,
        KeyConditionExpression: 'PK = :live',
        ExpressionAttributeValues: { ':live': { S: 'LIVE' } },
      }),
    );
    dynamodb.destroy();
    return Items.map(({ SK }) => SK?.S ?? '');
  }

  async expectNothingLeft(): Promise<void> {
    expect(await this.#describe()).toContain('does not exist');
    const dynamodb = new DynamoDBClient(this.clientSettings);
    const sqs = new SQSClient(this.clientSettings);
    expect((await dynamodb.send(new ListTablesCommand())).TableNames).toEqual([]);
    expect((await sqs.send(new ListQueuesCommand())).QueueUrls ?? []).toEqual([]);
    dynamodb.destroy();
    sqs.destroy();
  }

  /** The state of the stack in CloudFormation. Without its SDK, which no other code needs. */
  async #describe(): Promise<string> {
    const scope = 'test/20260101/us-east-1/cloudformation/aws4_request';
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`;
    const query = new URLSearchParams({
      Action: 'DescribeStacks',
      Version: '2010-05-15',
      StackName: this.name,
    });
    const response = await fetch(`${this.emulator.endpoint}/?${query}`, { headers: { authorization } });
    return response.text();
  }
}
