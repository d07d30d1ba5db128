import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { Redis } from 'iovalkey';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { committedCounts } from '../../models/cost/counts.ts';
import { CountedStage } from '../measure/costs/counted-stage.ts';
import { countScenario } from '../measure/costs/scenarios.ts';
import { withoutAwsEmulators } from '../support/aws-emulators.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver } from '../support/receiver.ts';
import { DeployedStack, isLeftOut } from './deployed-stack.ts';
import { registerDeadLetterStep, registerLastSteps } from './last-steps.ts';

/**
 * The stack from its deployment to its end, on MiniStack, by the commands that people use. The tests are steps: each
 * goes on where the one before it has stopped.
 */

const STEP_MS = 600_000;
const HANGS_MS = 30_000;

let stack: DeployedStack;

const redisUrl = () => stack.emulator.redisUrl;

async function redrivePolicyOf(sqs: SQSClient, QueueUrl: string): Promise<{ deadLetterTargetArn: string }> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy'] }),
  );
  return JSON.parse(Attributes?.['RedrivePolicy'] ?? '{}') as { deadLetterTargetArn: string };
}

describe.skipIf(isLeftOut('venv/bin/ministack'))(
  'the stack on MiniStack (scripts/install-emulators.sh)',
  { timeout: STEP_MS },
  () => {
    beforeAll(async () => {
      stack = await DeployedStack.open('ministack');
    }, 120_000);

    afterAll(async () => {
      await stack.emulator.stop();
    });

    it('is deployed by deploy:local, which says how to go on', async () => {
      const output = await stack.deploy();
      const { url } = stack.deployment;
      expect(output).toContain(`curl ${url}/events`);
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
    });

    it('calls AWS as docs/cost.md reckons: for a delivery, and for a retry', async ({ skip }) => {
      if (withoutAwsEmulators !== undefined) skip(withoutAwsEmulators);
      const { memoryMb, scenarios } = committedCounts();
      const counted = await CountedStage.open(stack.emulator.endpoint, stack.deployment);
      try {
        expect(counted.memoryMb).toEqual(memoryMb);
        for (const payload of ['typical', 'opaque'] as const) {
          expect(await countScenario(counted, 'single', payload)).toEqual(scenarios[`single.${payload}`]);
        }
        const retried = await countScenario(counted, 'retryAfter1s', 'typical');
        expect(retried).toEqual(scenarios['retryAfter1s.typical']);
      } finally {
        await counted.close();
      }
    });

    it('calls nothing for the live view while no watcher is connected', async () => {
      const receiver = await startReceiver();
      const hook = receiver.target();
      try {
        const { id } = await stack.send<{ id: string }>('POST', '/subscriptions', { target_url: hook.url });
        await stack.send('POST', `/ingest/${id}`, { order: 1001 });
        await eventually('the webhook arrives', () => hook.requests[0], 60_000);
      } finally {
        await receiver.stop();
      }
      // The first call of a pump writes its lease there.
      expect(await stack.liveRows()).toEqual([]);
    });

    it('passes the end-to-end suite, nothing left out', async () => {
      const output = await stack.endToEnd();
      expect(output).toMatch(/Tests .*\d+ passed/);
      expect(output).not.toMatch(/Tests .*(failed|skipped)/);
    });

    it('has shown deliveries by one pump, which has stopped after the last watcher', async () => {
      const marks = await eventually(
        'no connection and no lease are left',
        async () => {
          const rows = await stack.liveRows();
          return rows.every((sort) => sort.startsWith('MARK#')) && rows;
        },
        60_000,
      );
      // Only a pump writes the positions that it has read. The emulator does not count its invocations, which are
      // asynchronous.
      expect(marks.length).toBeGreaterThan(0);
    });

    it('has read subscriptions from Redis meanwhile', async ({ skip }) => {
      if (redisUrl() === undefined && process.env['CI'] !== 'true') skip('redis-server is not installed');
      const redis = new Redis(redisUrl() ?? '');
      const stats = await redis.info('stats');
      redis.disconnect();
      expect(Number(/keyspace_hits:(\d+)/.exec(stats)?.[1])).toBeGreaterThan(0);
    });

    it('goes on while Redis hangs', async ({ skip }) => {
      if (redisUrl() === undefined && process.env['CI'] !== 'true') skip('redis-server is not installed');
      const redis = new Redis(redisUrl() ?? '');
      const receiver = await startReceiver();
      const hook = receiver.target();
      const subscribe = () => stack.send<{ id: string }>('POST', '/subscriptions', { target_url: hook.url });
      const { id } = await subscribe();
      // It ends by itself: in the meantime no command is answered, not even one that would end it.
      await redis.client('PAUSE', HANGS_MS, 'ALL');
      try {
        await stack.send('POST', `/ingest/${id}`, { order: 1001 });
        await eventually('the webhook arrives', () => hook.requests[0], 20_000);
        await subscribe();
      } finally {
        redis.disconnect();
        await receiver.stop();
      }
    });

    registerDeadLetterStep(() => stack);

    it('gives up a message that is none of ours, into the dead-letter queue', async () => {
      const sqs = new SQSClient(stack.clientSettings);
      const { queueUrl: QueueUrl, deadLetterQueueUrl } = stack.deployment;
      // As deployed it would take a hundred receives, six minutes apart.
      const { deadLetterTargetArn } = await redrivePolicyOf(sqs, QueueUrl);
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 });
      await sqs.send(
        new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy, VisibilityTimeout: '1' } }),
      );
      // The dead-letters function receives it as well, and would hide it for six minutes.
      await sqs.send(
        new SetQueueAttributesCommand({
          QueueUrl: deadLetterQueueUrl,
          Attributes: { VisibilityTimeout: '1' },
        }),
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

    registerLastSteps(() => stack);
  },
);
