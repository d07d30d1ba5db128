import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { Redis } from 'iovalkey';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CountedStage } from '../../scripts/cost/counted-stage.ts';
import { committedCounts } from '../../scripts/cost/counts.ts';
import { countScenario } from '../../scripts/cost/scenarios.ts';
import {
  type CommandResult,
  cdk,
  deployArgs,
  destroyArgs,
  LOCAL_STACK,
  type LocalDeployment,
  localEnvironment,
  run,
} from '../../scripts/local-cdk.ts';
import { withoutAwsEmulators } from '../support/aws-emulators.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver } from '../support/receiver.ts';
import { type EmulatorProcess, startEmulator } from './emulator-process.ts';

/**
 * The stack from its deployment to its end, on MiniStack, by the commands that people use. The tests are steps: each
 * goes on where the one before it has stopped.
 */

const project = `${import.meta.dirname}/../..`;
const isInstalled = existsSync(`${project}/.emulator/venv/bin/ministack`);
const STEP_MS = 300_000;
const HANGS_MS = 30_000;

let emulator: EmulatorProcess;
let env: NodeJS.ProcessEnv;
let deployment: LocalDeployment;

/** What a client of the SDK needs to talk to the emulator. */
const clientSettings = () => ({
  endpoint: emulator.endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

const node = (args: readonly string[], timeoutSeconds: number): Promise<CommandResult> =>
  run(process.execPath, args, { env, timeoutSeconds });

function expectSuccess({ status, output }: CommandResult): void {
  expect(status, `${output}\n\nemulator: ${emulator.lastWords()}`).toBe(0);
}

/** What CloudFormation says of the stack. Its SDK would be here for nothing else. */
async function describeStack(): Promise<string> {
  const scope = 'test/20260101/us-east-1/cloudformation/aws4_request';
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`;
  const query = new URLSearchParams({
    Action: 'DescribeStacks',
    Version: '2010-05-15',
    StackName: LOCAL_STACK,
  });
  const response = await fetch(`${emulator.endpoint}/?${query}`, { headers: { authorization } });
  return response.text();
}

async function redrivePolicyOf(sqs: SQSClient, QueueUrl: string): Promise<{ deadLetterTargetArn: string }> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy'] }),
  );
  return JSON.parse(Attributes?.['RedrivePolicy'] ?? '{}') as { deadLetterTargetArn: string };
}

// On a laptop without it there is nothing to deploy to; in CI that is a fault.
const isLeftOut = !isInstalled && process.env['CI'] !== 'true';

describe.skipIf(isLeftOut)(
  'the stack on MiniStack (scripts/install-emulators.sh)',
  { timeout: STEP_MS },
  () => {
    beforeAll(async () => {
      emulator = await startEmulator();
      env = {
        ...localEnvironment(emulator.endpoint),
        REDIS_URL: emulator.redisUrl,
        // The suite below is a run of its own: its report is not this one's.
        POSTHORN_TEST_REPORT: undefined,
      };
    }, 120_000);

    afterAll(async () => {
      await emulator.stop();
    });

    it('is deployed by deploy:local, which says how to go on', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'posthorn-deploy-test-'));
      const file = join(folder, 'deployment.json');
      const deployed = await node([`${project}/scripts/deploy-local.ts`, '--save', file], 280);
      expectSuccess(deployed);
      deployment = JSON.parse(readFileSync(file, 'utf8')) as LocalDeployment;
      rmSync(folder, { recursive: true });
      expect(deployed.output).toContain(`curl ${deployment.url}/events`);
      const health = await fetch(`${deployment.url}/healthz`);
      expect(health.status).toBe(200);
    });

    it('calls AWS as docs/cost.md reckons: for a delivery, and for a retry', async ({ skip }) => {
      if (withoutAwsEmulators !== undefined) skip(withoutAwsEmulators);
      const { memoryMb, scenarios } = committedCounts();
      const stage = await CountedStage.open(emulator.endpoint, deployment);
      try {
        expect(stage.memoryMb).toEqual(memoryMb);
        for (const payload of ['typical', 'opaque'] as const) {
          expect(await countScenario(stage, 'single', payload)).toEqual(scenarios[`single.${payload}`]);
        }
        const retried = await countScenario(stage, 'retryAfter1s', 'typical');
        expect(retried).toEqual(scenarios['retryAfter1s.typical']);
      } finally {
        await stage.close();
      }
    });

    it('passes the end-to-end suite, nothing left out', async () => {
      const target = ['--target', deployment.url, '--key', deployment.key];
      const script = `${project}/scripts/e2e.ts`;
      const suite = await node([script, ...target, '--table', deployment.tableName], 280);
      expectSuccess(suite);
      expect(suite.output).toMatch(/Tests .*\d+ passed/);
      expect(suite.output).not.toMatch(/Tests .*(failed|skipped)/);
    });

    it('has read subscriptions from Redis meanwhile', async ({ skip }) => {
      if (emulator.redisUrl === undefined && process.env['CI'] !== 'true')
        skip('redis-server is not installed');
      const redis = new Redis(emulator.redisUrl ?? '');
      const stats = await redis.info('stats');
      redis.disconnect();
      expect(Number(/keyspace_hits:(\d+)/.exec(stats)?.[1])).toBeGreaterThan(0);
    });

    it('goes on while Redis hangs', async ({ skip }) => {
      if (emulator.redisUrl === undefined && process.env['CI'] !== 'true')
        skip('redis-server is not installed');
      const redis = new Redis(emulator.redisUrl ?? '');
      const receiver = await startReceiver();
      const headers = { authorization: `Bearer ${deployment.key}`, 'content-type': 'application/json' };
      const send = async (path: string, body: object) => {
        const response = await fetch(`${deployment.url}${path}`, {
          method: 'POST',
          headers,
          body: JSON.stringify(body),
        });
        expect(response.status, path).toBeLessThan(300);
        return response.json() as Promise<{ id: string }>;
      };
      const hook = receiver.target();
      const { id } = await send('/subscriptions', { target_url: hook.url });
      // It ends by itself: in the meantime no command is answered, not even one that would end it.
      await redis.client('PAUSE', HANGS_MS, 'ALL');
      try {
        await send(`/ingest/${id}`, { order: 1001 });
        await eventually('the webhook arrives', () => hook.requests[0], 20_000);
        await send('/subscriptions', { target_url: hook.url });
      } finally {
        redis.disconnect();
        await receiver.stop();
      }
    });

    it('gives up a message that is none of ours, into the dead-letter queue', async () => {
      const sqs = new SQSClient(clientSettings());
      const { queueUrl: QueueUrl, deadLetterQueueUrl } = deployment;
      // As deployed it would take a hundred receives, six minutes apart.
      const { deadLetterTargetArn } = await redrivePolicyOf(sqs, QueueUrl);
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 });
      await sqs.send(
        new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy, VisibilityTimeout: '1' } }),
      );
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'poison' }));
      const deadLetter = await eventually(
        'it is a dead letter',
        async () => {
          const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: deadLetterQueueUrl }));
          return Messages?.[0];
        },
        60_000,
      );
      sqs.destroy();
      expect(deadLetter.Body).toBe('poison');
    });

    it('is not changed by another deployment of the same', async () => {
      const again = await cdk(deployArgs(emulator.redisUrl), { env, timeoutSeconds: 120 });
      expectSuccess(again);
      expect(again.output).toContain(`${LOCAL_STACK} (no changes)`);
    });

    it('leaves nothing when it is destroyed', async () => {
      expectSuccess(await cdk(destroyArgs(emulator.redisUrl), { env, timeoutSeconds: 120 }));
      expect(await describeStack()).toContain('does not exist');
      const dynamodb = new DynamoDBClient(clientSettings());
      const sqs = new SQSClient(clientSettings());
      expect((await dynamodb.send(new ListTablesCommand())).TableNames).toEqual([]);
      expect((await sqs.send(new ListQueuesCommand())).QueueUrls ?? []).toEqual([]);
      dynamodb.destroy();
      sqs.destroy();
    });

    it('leaves no process when the emulator is stopped', async () => {
      expect(await emulator.stop()).toBe(0);
      await expect(fetch(emulator.endpoint)).rejects.toThrow();
    });
  },
);
