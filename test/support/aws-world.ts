import { randomBytes } from 'node:crypto';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import type { AwsClients } from '../../src/adapters/aws/clients.ts';
import { CachedReceiverLimits } from '../../src/adapters/cache/cached-receiver-limits.ts';
import { CachedSchemas } from '../../src/adapters/cache/cached-schemas.ts';
import { CachedSubscriptions } from '../../src/adapters/cache/cached-subscriptions.ts';
import { FieldCipher } from '../../src/adapters/crypto/field-cipher.ts';
import { duePartition } from '../../src/adapters/dynamodb/keys.ts';
import { systemRandomness } from '../../src/adapters/node/system-randomness.ts';
import { pinoLog } from '../../src/adapters/pino/log.ts';
import type { OutgoingMessage } from '../../src/adapters/sqs/sender.ts';
import { advanceRecoveries } from '../../src/application/advance-recoveries.ts';
import { deliverBatch } from '../../src/application/deliver-batch.ts';
import type { ReleaseNeeds } from '../../src/application/needs.ts';
import { releaseParked } from '../../src/application/release-parked.ts';
import { waitingIndex } from '../../src/config/table-keys.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import { decodeQueueMessage } from '../../src/domain/queue-message.ts';
import type { SendResult } from '../../src/domain/response-classification.ts';
import type { Clock } from '../../src/ports/platform.ts';
import type { DeliveryQueue, ReceivedMessage } from '../../src/ports/queue.ts';
import type { WebhookRequest, WebhookSender } from '../../src/ports/receivers.ts';
import { makeStorage } from '../../src/runtime/aws/storage.ts';
import { createTable } from './aws-resources.ts';
import { KnownPartitions } from './known-partitions.ts';
import { RETENTION_HOURS } from './records.ts';

/**
 * The AWS family of adapters in a world where every call to the outside can go wrong, and time passes when a test says
 * so: DynamoDB is DynamoDB Local, the queue keeps SQS's contract in memory, receivers answer as a test tells them.
 */

/**
 * A fault of a call. `refused`: it has no effect, and fails. `lost`: it has its effect, and fails all the
 * same. `twice`: the client sends it again, and gets the answer to the second one. `half`: of several messages only
 * the first half is taken. `dies before`, `dies after`: so does the process that makes it.
 */
export const faultKinds = ['refused', 'lost', 'twice', 'half', 'dies before', 'dies after'] as const;

export interface Fault {
  readonly kind: (typeof faultKinds)[number];
  /** Of the calls of a process, from 1. */
  readonly atCall: number;
}

/** Nothing goes wrong, but something else happens before a call. */
export interface Interruption {
  readonly kind: 'meanwhile';
  readonly atCall: number;
  readonly work: () => Promise<unknown>;
}

class CallFailed extends Error {
  override readonly name = 'CallFailed';
}

/** A call: its operation and its input. */
interface Call<Result> {
  readonly name: string;
  readonly make: () => Promise<Result>;
  /** The result of a send without an answer; without it, an error is thrown. */
  readonly failed?: Result;
  /** As `make`, for half of it. */
  readonly half?: () => Promise<Result>;
}

/** All that a process says to the outside. When it is dead, nothing of it has an effect any more, or an answer. */
class Outside {
  readonly calls: string[] = [];
  readonly fault: Fault | Interruption | undefined;
  readonly #died = Promise.withResolvers<'died'>();
  #isDead = false;

  constructor(fault: Fault | Interruption | undefined) {
    this.fault = fault;
  }

  /** The result of the work, unless the process dies over it. */
  run<Result>(work: Promise<Result>): Promise<Result | 'died'> {
    return Promise.race([work, this.#died.promise]);
  }

  async call<Result>({ name, make, failed, half }: Call<Result>): Promise<Result> {
    if (this.#isDead) return forEver();
    this.calls.push(name);
    if (this.fault?.atCall !== this.calls.length) return make();
    const fail = (): Result => {
      if (failed !== undefined) return failed;
      throw new CallFailed(`${name}: ${this.fault?.kind}`);
    };
    switch (this.fault.kind) {
      case 'meanwhile':
        await this.fault.work();
        return make();
      case 'refused':
        return fail();
      case 'lost':
        await make();
        return fail();
      case 'twice':
        await make();
        return make();
      case 'half':
        await (half ?? make)();
        return fail();
      case 'dies before':
        return this.#die();
      case 'dies after':
        await make();
        return this.#die();
    }
  }

  #die(): Promise<never> {
    this.#isDead = true;
    this.#died.resolve('died');
    return forEver();
  }
}

const forEver = (): Promise<never> => new Promise(() => {});

interface QueuedMessage {
  readonly id: string;
  readonly body: string;
  visibleAtMs: number;
  receives: number;
}

/** As the release function does it. */
async function release(needs: Omit<ReleaseNeeds, 'log'>): Promise<void> {
  await releaseParked(needs, () => true);
  await advanceRecoveries(needs, () => true);
}

const VISIBILITY_MS = 360_000;
const ENOUGH_MS = 60_000;

export interface ReceivedWebhook {
  readonly webhookId: string;
  readonly url: string;
  readonly attempt: number;
  readonly hops: number;
  readonly atMs: number;
  readonly body: Uint8Array;
}

export class AwsWorld {
  readonly clock = { ms: Date.now() };
  readonly received: ReceivedWebhook[] = [];
  readonly announced: unknown[] = [];
  readonly #documents: DynamoDBDocumentClient;
  readonly #tableName: string;
  readonly #partitions: KnownPartitions;
  readonly #cipher = new FieldCipher(randomBytes(32));
  readonly #payloads = new Map<string, Uint8Array>();
  #queue: QueuedMessage[] = [];
  /** The answers to the next attempts; 200 after the last one. */
  answers: number[] = [];
  /** The answer to every attempt at an address, before any of those. */
  readonly answersAt = new Map<string, number>();
  /** The function that answers every attempt at an address, before any of those; it resolves to a status. */
  readonly servers = new Map<string, (request: WebhookRequest) => Promise<number>>();

  constructor(documents: DynamoDBDocumentClient, tableName: string) {
    this.#documents = documents;
    this.#tableName = tableName;
    this.#partitions = new KnownPartitions(documents, tableName);
  }

  static async open(clients: AwsClients): Promise<AwsWorld> {
    return new AwsWorld(clients.documents, await createTable(clients));
  }

  readonly tenantId: TenantId = `ten_${ulid()}`;

  get queued(): number {
    return this.#queue.length;
  }

  /** Payloads that lie apart. */
  get payloadsKept(): number {
    return this.#payloads.size;
  }

  pass(seconds: number): void {
    this.clock.ms += seconds * 1_000;
  }

  /** A process with nothing in memory yet, in which one call goes wrong. */
  start(fault?: Fault | Interruption) {
    const outside = new Outside(fault);
    const clock: Clock = { nowMs: () => this.clock.ms };
    const log = pinoLog('silent', { write: () => {} });
    const storage = makeStorage({
      documents: this.#documentsThrough(outside),
      tableName: this.#tableName,
      deliveryMessages: { send: (messages) => this.#send(outside, messages) },
      announcements: { send: (messages) => this.#announce(outside, messages) },
      payloads: this.#payloadsThrough(outside),
      cipher: this.#cipher,
      clock,
      log,
      metrics: { count: () => {} },
      retentionHours: RETENTION_HOURS,
    });
    const needs = {
      ...storage,
      subscriptions: new CachedSubscriptions(storage.store, log),
      schemas: new CachedSchemas(storage.eventTypes),
      receiverLimits: new CachedReceiverLimits(storage.receivers),
      targetGuard: { faultOf: async () => undefined },
      queue: this.#queueThrough(outside),
      sender: this.#senderThrough(outside),
      accessTokens: { tokenFor: async () => ({ ok: true as const, token: 'a-token' }), forget: () => {} },
      tenantLimit: undefined,
      pause: async (ms: number) => this.pass(ms / 1_000),
      // Ids of the world's own time: the process's generator never goes back, and other worlds may be ahead.
      randomness: { ...systemRandomness, fraction: () => 0.5, ulid },
      clock,
      log,
      retentionHours: RETENTION_HOURS,
      version: 'test',
    };
    return {
      needs,
      calls: outside.calls,
      run: <Result>(work: (its: typeof needs) => Promise<Result>) => outside.run(work(needs)),
      deliver: () => this.#deliver(needs, outside),
      release: () => outside.run(release(needs)),
    };
  }

  /** Time passes until nothing waits any more, in the queue or outside of it. */
  async settle(): Promise<void> {
    for (let rounds = 0; rounds < 300; rounds += 1) {
      const process = this.start();
      while (this.#visible().length > 0) await process.deliver();
      await process.release();
      if (this.#visible().length > 0) continue;
      const nextMs = Math.min(...this.#queue.map((one) => one.visibleAtMs), await this.#firstDueMs());
      if (nextMs === Number.POSITIVE_INFINITY) return;
      // Release looks a minute ahead.
      this.clock.ms = Math.max(this.clock.ms + 1_000, Math.min(nextMs, this.clock.ms + 3_600_000));
    }
    throw new Error('the world does not come to rest');
  }

  /** One batch, as the event source hands it over; messages that are not reported as failed are deleted. */
  async #deliver(needs: Parameters<typeof deliverBatch>[0], outside: Outside): Promise<void> {
    const batch = this.#visible().slice(0, 10);
    for (const message of batch) {
      message.receives += 1;
      message.visibleAtMs = this.clock.ms + VISIBILITY_MS;
    }
    const messages = batch.flatMap((one): ReceivedMessage[] => {
      const message = decodeQueueMessage(one.body);
      const { id: messageId, receives: receiveCount } = one;
      return message === undefined ? [] : [{ messageId, receiptHandle: messageId, receiveCount, message }];
    });
    const stay = await outside.run(
      deliverBatch(needs, messages, () => ENOUGH_MS).catch(() => messages.map(({ messageId }) => messageId)),
    );
    if (stay === 'died') return;
    const done = new Set(batch.map(({ id }) => id).filter((id) => !stay.includes(id)));
    this.#queue = this.#queue.filter(({ id }) => !done.has(id));
  }

  #visible(): readonly QueuedMessage[] {
    return this.#queue.filter(({ visibleAtMs }) => visibleAtMs <= this.clock.ms);
  }

  #send(outside: Outside, messages: readonly OutgoingMessage[]): Promise<void> {
    const take = async (taken: readonly OutgoingMessage[]) => {
      for (const { body, delaySeconds = 0 } of taken) {
        this.#queue.push({
          id: ulid(),
          body,
          visibleAtMs: this.clock.ms + delaySeconds * 1_000,
          receives: 0,
        });
      }
    };
    if (messages.length === 0) return Promise.resolve();
    return outside.call({
      name: `send ${messages.length}`,
      make: () => take(messages),
      half: () => take(messages.slice(0, Math.floor(messages.length / 2))),
    });
  }

  #announce(outside: Outside, messages: readonly OutgoingMessage[]): Promise<void> {
    const make = async () => {
      this.announced.push(...messages.map(({ body }) => JSON.parse(body)));
    };
    return outside.call({ name: 'announce', make });
  }

  #documentsThrough(outside: Outside): DynamoDBDocumentClient {
    const send = (command: Parameters<DynamoDBDocumentClient['send']>[0]) =>
      outside.call({
        name: command.constructor.name,
        make: () => this.#partitions.send(command),
      });
    return Object.assign(Object.create(this.#documents), { send });
  }

  #payloadsThrough(outside: Outside) {
    return {
      get: (name: string) =>
        outside.call({ name: 'get payload', make: async () => this.#payloads.get(name) }),
      put: (name: string, payload: Uint8Array) =>
        outside.call({ name: 'put payload', make: async () => void this.#payloads.set(name, payload) }),
      delete: (name: string) =>
        outside.call({ name: 'delete payload', make: async () => void this.#payloads.delete(name) }),
      refresh: (_name: string) => outside.call({ name: 'refresh payload', make: async () => {} }),
    };
  }

  #queueThrough(outside: Outside): DeliveryQueue {
    const change = async (id: string, seconds: number) => {
      const message = this.#queue.find((one) => one.id === id);
      if (message !== undefined) message.visibleAtMs = this.clock.ms + seconds * 1_000;
    };
    const changeVisibility = (id: string, seconds: number) =>
      outside.call({ name: 'change visibility', make: () => change(id, seconds) });
    return {
      changeVisibility,
      giveBack: changeVisibility,
      messagesInFlight: async () => 0,
    };
  }

  #senderThrough(outside: Outside): WebhookSender {
    const failed: SendResult = { kind: 'failure', failureKind: 'connection', error: 'the connection broke' };
    return {
      send: (request) => outside.call({ name: 'attempt', make: async () => this.#answer(request), failed }),
    };
  }

  async #answer(request: WebhookRequest): Promise<SendResult> {
    const { url, headers, body } = request;
    const attempt = Number(headers['x-posthorn-attempt']);
    const webhookId = headers['webhook-id'] ?? '';
    const hops = Number(headers['x-posthorn-hops']);
    this.received.push({ url, webhookId, attempt, hops, body, atMs: this.clock.ms });
    const served = await this.servers.get(url)?.(request);
    const excerpt = Buffer.from('as told');
    return {
      kind: 'response',
      statusCode: served ?? this.answersAt.get(url) ?? this.answers.shift() ?? 200,
      retryAfter: undefined,
      excerpt,
    };
  }

  async close(): Promise<void> {
    await this.#documents.send(new DeleteTableCommand({ TableName: this.#tableName }));
  }

  /** All rows of deliveries. */
  async deliveryRows(): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const { Items = [] } = await this.#documents.send(new ScanCommand({ TableName: this.#tableName }));
    return Items.filter(({ PK }) => String(PK).startsWith('D#'));
  }

  /** When the first parked delivery comes due; without markers of holds, which always come due again. */
  async #firstDueMs(): Promise<number> {
    const { Items = [] } = await this.#documents.send(
      new ScanCommand({ TableName: this.#tableName, IndexName: waitingIndex.name }),
    );
    const due = Items.filter(
      ({ PK, g1pk }) => String(PK).startsWith('D#') && String(g1pk).startsWith(duePartition('')),
    ).map(({ g1sk }) => Number(String(g1sk).slice(0, 13)));
    return Math.min(...due);
  }
}
