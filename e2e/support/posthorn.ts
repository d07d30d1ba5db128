import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { startEmbeddedService } from '../../test/support/embedded-service.ts';
import { eventually } from '../../test/support/eventually.ts';
import {
  type Behaviour,
  type Target as Hook,
  type Receiver,
  startReceiver,
} from '../../test/support/receiver.ts';
import { type Answer, Api, type CreatedSubscription, type Delivery } from './api.ts';
import { type Target, target } from './target.ts';

/** Emulators take their time; on AWS a held delivery also waits for the next minute. */
export const PATIENCE_MS = 120_000;

/** A change of a subscription is in force everywhere after this. */
const STALE_SECONDS_MOST = 30;

/** The fixture of a test file: the service, and a receiver that a test controls. */
export class Posthorn {
  #api: Api | undefined;
  #otherApi: Api | undefined;
  #receiver: Receiver | undefined;
  readonly #subscriptionIds: string[] = [];

  /** Of an admin. */
  get api(): Api {
    return there(this.#api);
  }

  /** Of an admin of another tenant. */
  get otherApi(): Api {
    return there(this.#otherApi);
  }

  async open({ url, key }: Target, receiver: Receiver): Promise<void> {
    this.#api = new Api(url, key);
    this.#receiver = receiver;
    this.#otherApi = new Api(url, (await this.#api.createTenant('e2e')).api_key.key);
  }

  /** A caller with another key or token. */
  withKey(key: string): Api {
    return this.api.withKey(key);
  }

  /** Leaves nothing behind that would be sent to a receiver which is gone. */
  async close(): Promise<void> {
    for (const id of this.#subscriptionIds) await this.api.send('DELETE', `/subscriptions/${id}`);
    await this.#receiver?.stop();
  }

  /** A path of the receiver, for any request. */
  hook(behaviour?: Behaviour): Hook {
    return there(this.#receiver).target(behaviour);
  }

  /** A path of the receiver, with a subscription of its own: no other test publishes to it. */
  async subscribe(
    settings: object = {},
    behaviour?: Behaviour,
  ): Promise<{ hook: Hook } & CreatedSubscription> {
    const hook = this.hook(behaviour);
    const subscription = await this.api.createSubscription({
      target_url: hook.url,
      receiver_id: uniqueName(),
      ...settings,
    });
    this.#subscriptionIds.push(subscription.id);
    return { ...subscription, hook };
  }

  /**
   * The answer of ingest once it has noticed a change: it reads subscriptions from copies, each of which may be
   * some seconds old.
   */
  ingestWhen(status: number, subscriptionId: string, headers: Record<string, string> = {}): Promise<Answer> {
    return eventually(
      `ingest answers ${status}`,
      async () => {
        const answer = await this.api.send('POST', `/ingest/${subscriptionId}`, headers, '{}');
        return answer.status === status && answer;
      },
      STALE_SECONDS_MOST * 1_000,
    );
  }

  /** The delivery as soon as it is as it should be. */
  deliveryWhen(what: string, id: string, isThere: (delivery: Delivery) => boolean): Promise<Delivery> {
    return eventually(
      `delivery ${id} is ${what}`,
      async () => {
        const delivery = await this.api.delivery(id);
        return isThere(delivery) && delivery;
      },
      PATIENCE_MS,
    );
  }

  deliveryIn(status: Delivery['status'], id: string): Promise<Delivery> {
    return this.deliveryWhen(status, id, (delivery) => delivery.status === status);
  }
}

/** A name that no other test uses, in this run or another. */
export const uniqueName = (): string => `e2e-${crypto.randomUUID()}`;

/** Opens the target before the tests of a file, and closes it after them. */
export function posthornForFile(): Posthorn {
  const posthorn = new Posthorn();
  let stopService = async () => {};
  beforeAll(async () => {
    const started = target === undefined ? await startEmbedded() : { ...target, stop: stopService };
    stopService = started.stop;
    await posthorn.open(started, await startReceiver());
  });
  afterAll(async () => {
    await posthorn.close();
    await stopService();
  });
  return posthorn;
}

async function startEmbedded(): Promise<Target & { stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-e2e-'));
  const { url, adminKey, stop } = await startEmbeddedService(folder);
  return {
    url,
    key: adminKey.key,
    async stop() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function there<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('this is not there, or only while the tests of a file run');
  return thing;
}
