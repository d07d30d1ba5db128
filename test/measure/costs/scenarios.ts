import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ScenarioCount } from '../../../models/cost/counts.ts';
import { type DeliveryId, partsOfDeliveryId } from '../../../src/domain/ids.ts';
import { always, type Behaviour, inTurn, type Target } from '../../support/receiver.ts';
import type { CountedStage } from './counted-stage.ts';
import { type PayloadName, payloads } from './payloads.ts';

/** The counted scenarios. Each runs once before, so that processes are warm and caches are filled. */

interface Subject {
  readonly stage: CountedStage;
  readonly payload: string;
}

/** The result. */
interface Outcome {
  readonly events: number;
  readonly deliveries: readonly string[];
  readonly endedAs: 'delivered' | 'exhausted';
  readonly hooks: readonly Target[];
}

type Scenario = (subject: Subject) => Promise<Outcome>;

const JSON_TYPE = { 'content-type': 'application/json', 'x-event-type': 'order.paid' };
/** Longer than any function caches a record or a count. */
const CACHES_EXPIRE_MS = 26_000;

async function subscribe({ stage, payload }: Subject, settings: object = {}) {
  const hook = stage.receiver.target();
  const { id } = await stage.api.createSubscription({ target_url: hook.url, ...settings });
  const ingest = async (headers: Readonly<Record<string, string>> = {}): Promise<DeliveryId> => {
    const accepted = await stage.api.ingest(id, payload, { ...JSON_TYPE, ...headers });
    return accepted.task_id as DeliveryId;
  };
  const warmUp = async () => {
    hook.behave(always(200));
    await ingest();
    await stage.drainQueue();
  };
  return { hook, ingest, warmUp };
}

interface Single {
  /** Of the subscription. */
  readonly settings?: object;
  readonly headers?: () => Readonly<Record<string, string>>;
  readonly behaviour?: Behaviour;
  readonly endsAs?: Outcome['endedAs'];
  /** The step between the warm-up and the event. */
  readonly before?: (stage: CountedStage) => Promise<unknown>;
  readonly events?: number;
}

/** By `POST /ingest`, event after event, to one subscription. */
const single =
  ({ settings, headers, behaviour, endsAs = 'delivered', before, events = 1 }: Single = {}): Scenario =>
  async (subject) => {
    const { stage } = subject;
    const { hook, ingest, warmUp } = await subscribe(subject, settings);
    const deliveries: string[] = [];
    await warmUp();
    if (behaviour !== undefined) hook.behave(behaviour);
    await before?.(stage);
    await stage.count(async () => {
      while (deliveries.length < events) deliveries.push(await ingest(headers?.()));
      await stage.drainQueue();
    });
    return { events, deliveries, endedAs: endsAs, hooks: [hook] };
  };

const quietTime = () => pause(CACHES_EXPIRE_MS);

const withRetryAfter = (seconds: number): Single => ({
  settings: { retry_policy: { schedule: [seconds] } },
  behaviour: inTurn(500, 200),
});

/** A retry after a wait that is too long for the queue: the delivery is parked, and release brings it back. */
const parked: Scenario = async (subject) => {
  const { stage } = subject;
  const { hook, ingest, warmUp } = await subscribe(subject, { retry_policy: { schedule: [600] } });
  const deliveries: DeliveryId[] = [];
  await stage.release();
  await warmUp();
  hook.behave(always(500));
  await stage.count(async () => {
    deliveries.push(await ingest());
    await stage.drainQueue();
  });
  for (const id of deliveries) await stage.bringForward(id);
  await warmUp();
  await stage.count(async () => {
    await stage.release();
    await stage.drainQueue();
  });
  return { events: 1, deliveries, endedAs: 'delivered', hooks: [hook] };
};

/** One event for ten subscriptions, by `POST /events`. */
const fanOut: Scenario = async (subject) => {
  const { stage, payload } = subject;
  const settings = { event_types: ['order.*'] };
  const hooks: Target[] = [];
  while (hooks.length < 10) hooks.push((await subscribe(subject, settings)).hook);
  const publish = (event_type: string) => stage.api.publish({ event_type, payload: JSON.parse(payload) });
  await publish('order.paid');
  await stage.drainQueue();
  // The matching subscriptions of an event are cached for 2 s only, and an event without any queries them as well.
  await publish('nobody.wants');
  const deliveries: string[] = [];
  await stage.count(async () => {
    const published = await publish('order.paid');
    deliveries.push(...published.deliveries.map(({ task_id }) => task_id));
    await stage.drainQueue();
  });
  return { events: 1, deliveries, endedAs: 'delivered', hooks };
};

/** A run of release that finds nothing to do, as most do. */
const idleRelease: Scenario = async ({ stage }) => {
  await stage.release();
  await stage.count(async () => {
    await stage.release();
  });
  return { events: 0, deliveries: [], endedAs: 'delivered', hooks: [] };
};

export const scenarios = {
  single: single(),
  idempotent: single({ headers: () => ({ 'idempotency-key': crypto.randomUUID() }) }),
  fullBatch: single({ events: 10 }),
  fanOut,
  /** The event before it was long ago: its cache entries have expired. */
  quiet: single({ before: quietTime }),
  /** From 5 s on it is asked how many messages are asleep already. */
  quietRetryAfter7s: single({ ...withRetryAfter(7), before: quietTime }),
  /** In functions that start for it. */
  coldStart: single({ before: (stage) => stage.restartFunctions() }),
  retryAfter1s: single(withRetryAfter(1)),
  parked,
  /** By its first attempt. */
  exhausted: single({
    settings: { retry_policy: { schedule: [] } },
    behaviour: always(500),
    endsAs: 'exhausted',
  }),
  idleRelease,
} as const satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof scenarios;

const TRIES = 5;

/**
 * Counts until two counts in a row are the same: on a busy machine a process may be so slow that its caches expire.
 * @throws if that never happens, or something else comes of it than it should
 */
export async function countScenario(
  stage: CountedStage,
  name: ScenarioName,
  payloadName: PayloadName,
): Promise<ScenarioCount> {
  let last: ScenarioCount | undefined;
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const counted = await countOnce(stage, name, payloads[payloadName]);
    if (isDeepStrictEqual(counted, last)) return counted;
    last = counted;
  }
  throw new Error(`${name} is counted differently each time`);
}

async function countOnce(stage: CountedStage, name: ScenarioName, payload: string): Promise<ScenarioCount> {
  await stage.enterTenant();
  const { events, deliveries, endedAs, hooks } = await scenarios[name]({ stage, payload });
  const functions = stage.takeCounts();
  for (const id of deliveries) {
    const { status } = await stage.api.delivery(id);
    if (status !== endedAs) throw new Error(`a delivery of ${name} is ${status}`);
  }
  const requests = hooks.flatMap((hook) => hook.requests);
  const counted = new Set(deliveries.map((id) => partsOfDeliveryId(id as DeliveryId).eventId as string));
  const attempts = requests.filter(({ headers }) => counted.has(String(headers['webhook-id']))).length;
  return { attempts, deliveries: deliveries.length, events, functions, payloadBytes: payload.length };
}
