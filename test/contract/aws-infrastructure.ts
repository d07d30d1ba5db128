import { randomBytes } from 'node:crypto';
import { awsClients } from '../../src/adapters/aws/clients.ts';
import { FieldCipher } from '../../src/adapters/crypto/field-cipher.ts';
import { systemRandomness } from '../../src/adapters/node/system-randomness.ts';
import { pinoLog } from '../../src/adapters/pino/log.ts';
import { s3EndpointIn } from '../../src/adapters/s3/object-location.ts';
import { S3PayloadStore } from '../../src/adapters/s3/payload-store.ts';
import { SqsSender } from '../../src/adapters/sqs/sender.ts';
import { decodeQueueMessage, type QueueMessage } from '../../src/domain/queue-message.ts';
import type { Clock } from '../../src/ports/platform.ts';
import {
  createBucket,
  createQueues,
  createTable,
  deleteQueues,
  deleteTable,
} from '../support/aws-resources.ts';
import { RETENTION_HOURS } from '../support/records.ts';
import { passSecondsForReal, takeAll } from './sqs-queue-harness.ts';

/** Longer than any test, so that nothing comes back by itself. */
const queueSettings = { visibilityTimeoutSeconds: 60, maxReceiveCount: 100 };

/** The longest wait for queues, which have a clock of their own. Longer times only advance the adapters' clock. */
const WAITED_FOR_SECONDS = 5;

/** An empty table, queues and a bucket of the test's own, with all that the adapters of a family are made of. */
export async function openAwsInfrastructure() {
  const clients = awsClients({ patience: 10 });
  const { documents, sqs, identity } = clients;
  const [tableName, queues, bucket] = await Promise.all([
    createTable(clients),
    createQueues(clients, queueSettings),
    createBucket(),
  ]);
  const clock = new StoppedClock();
  const announced: unknown[] = [];
  return {
    /** For `makeStorage`. */
    needs: {
      documents,
      tableName,
      deliveryMessages: new SqsSender(sqs, queues.delivery, systemRandomness),
      announcements: new SqsSender(sqs, queues.exhausted, systemRandomness),
      payloads: new S3PayloadStore({
        bucket,
        endpoint: s3EndpointIn(process.env),
        identity,
        randomness: systemRandomness,
      }),
      cipher: new FieldCipher(randomBytes(32)),
      clock,
      log: pinoLog('silent', { write: () => {} }),
      metrics: { count: () => {} },
      retentionHours: RETENTION_HOURS,
    },
    clients,
    queues,
    bucket,
    passSeconds: async (seconds: number): Promise<void> => {
      if (seconds <= WAITED_FOR_SECONDS) await passSecondsForReal(seconds);
      clock.advance(seconds);
    },
    takeMessages: async (): Promise<readonly QueueMessage[]> =>
      (await takeAll(sqs, queues.delivery)).map(({ body }) => messageIn(body)),
    announcements: async (): Promise<readonly unknown[]> => {
      announced.push(...(await takeAll(sqs, queues.exhausted)).map(({ body }) => JSON.parse(body)));
      return announced;
    },
    close: async (): Promise<void> => {
      await Promise.all([deleteTable(clients, tableName), deleteQueues(clients, queues)]);
      clients.destroy();
    },
  };
}

/** Time as the adapters see it: it stands still unless it is put forward. */
class StoppedClock implements Clock {
  #nowMs = Date.now();

  nowMs(): number {
    return this.#nowMs;
  }

  advance(seconds: number): void {
    this.#nowMs += Math.ceil(seconds * 1_000);
  }
}

/** The part of a message that the contract fixes. The content in it only saves a read, and is up to the adapter. */
function messageIn(body: string): QueueMessage {
  const message = decodeQueueMessage(body);
  if (message === undefined) throw new Error(`none of our messages: ${body}`);
  if ('fanOutOf' in message) return message;
  const { deliveryId, tenantId, ticket } = message;
  return { deliveryId, tenantId, ticket };
}
