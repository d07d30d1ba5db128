import { parseStage } from '../../src/config/stage.ts';

/**
 * How the deliver function knows that the queue is crowded, so that short retries are parked too.
 * `never`: nothing is parked, every wait is one of visibility. `sqs-count`: from SQS's count, which is late.
 * `own-count`: also from the messages that each container put to sleep itself, times the possible containers.
 */
type Parking = 'never' | 'sqs-count' | 'own-count';

/** One run of the simulation. Receivers fail from `outageFromMs` on, until the end. */
export interface Scenario {
  readonly eventsPerSecond: number;
  /** Each gets the same share of the events. */
  readonly subscriptions: number;
  readonly failingSubscriptions: number;
  /** How long a failing receiver takes to fail. */
  readonly failureMs: number;
  readonly outageFromMs: number;
  readonly durationMs: number;
  /** Of the event source: batches worked off at the same time. */
  readonly maxConcurrency: number;
  readonly parking: Parking;
  /** How far SQS's own count of messages in flight lags behind. */
  readonly countLagMs: number;
  /** A second queue for slow subscriptions, with batches at the same time of its own. Not built: a simulation of its effect. */
  readonly slowQueueConcurrency?: number;
}

const MINUTE_MS = 60_000;

/** The defaults of a scenario. */
const usual = {
  eventsPerSecond: 1_000,
  subscriptions: 200,
  outageFromMs: 2 * MINUTE_MS,
  durationMs: 20 * MINUTE_MS,
  maxConcurrency: parseStage({}).deliverMaxConcurrency,
  parking: 'own-count',
  countLagMs: 30_000,
} as const;

/** 1 % of the receivers. */
const few = { failingSubscriptions: 2 };
/** All but one, which measures a healthy subscription. */
const all = { failingSubscriptions: 199 };
const failFast = { failureMs: 50 };
/** The timeout of a subscription that sets none. */
const timeOut = { failureMs: 10_000 };
const SLOW_QUEUE_CONCURRENCY = 100;

export const scenarios = {
  fewFail: { ...usual, ...few, ...failFast },
  allFail: { ...usual, ...all, ...failFast },
  allFailSqsCount: { ...usual, ...all, ...failFast, parking: 'sqs-count' },
  allFailNoParking: { ...usual, ...all, ...failFast, parking: 'never' },
  fewHang100: { ...usual, ...few, ...timeOut, maxConcurrency: 100 },
  fewHang300: { ...usual, ...few, ...timeOut, maxConcurrency: 300 },
  fewHang1000: { ...usual, ...few, ...timeOut, maxConcurrency: 1_000 },
  fewHangSlowQueue: { ...usual, ...few, ...timeOut, slowQueueConcurrency: SLOW_QUEUE_CONCURRENCY },
  allHang: { ...usual, ...all, ...timeOut },
  allHang1000: { ...usual, ...all, ...timeOut, maxConcurrency: 1_000 },
  allHangSlowQueue: { ...usual, ...all, ...timeOut, slowQueueConcurrency: SLOW_QUEUE_CONCURRENCY },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;
