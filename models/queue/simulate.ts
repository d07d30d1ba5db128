import { decideRetry, defaultRetryPolicy } from '../../src/domain/retry-policy.ts';
import { waitLimits } from '../../src/domain/waiting.ts';
import { seededRandom } from '../seeded-random.ts';
import { Calendar } from './calendar.ts';
import type { Message } from './fair-queue.ts';
import { type Container, Lane } from './lane.ts';
import { ParkedDeliveries } from './parked-deliveries.ts';
import type { Scenario } from './scenario.ts';
import { SlowSubscriptions } from './slow-subscriptions.ts';

/** Assumptions about the time around an attempt: the poll and the start of the function, and the writes at its end. */
const overheadMs = { beforeAttempts: 10, afterAttempts: 20 } as const;

/** Of the retries, only every so many-th is kept: there are millions. */
const RETRIES_SAMPLED = 53;

/** A healthy receiver answers in 100 ms on average: 20 ms at least, the rest exponential. */
const healthyMs = (random: number): number => 20 - 80 * Math.log(1 - random);

/** One second of the simulated service. */
export interface Sample {
  readonly atMs: number;
  readonly inFlight: number;
  readonly visible: number;
  readonly delayed: number;
  readonly parked: number;
}

/** Waits are from the moment when something should be attempted to when the deliver function receives it. */
export interface Outcome {
  readonly scenario: Scenario;
  readonly samples: readonly Sample[];
  readonly peakInFlight: number;
  /** For each minute, the waits of the events that healthy subscriptions were sent in it; the unattempted: until the end. */
  readonly healthyWaitsMs: readonly (readonly number[])[];
  readonly healthyUnattempted: number;
  /** How late retries were, those that a random part of attempts were, for each minute. */
  readonly retryWaitsMs: readonly (readonly number[])[];
}

export function simulate(scenario: Scenario): Outcome {
  return new Simulation(scenario).run();
}

interface Invocation {
  readonly lane: Lane;
  readonly container: Container;
  /** Of the messages that are deleted at its end. */
  readonly doneGroups: number[];
}

class Simulation {
  readonly #scenario: Scenario;
  readonly #random = seededRandom(4);
  readonly #calendar = new Calendar();
  readonly #hot: Lane;
  readonly #slow: Lane | undefined;
  readonly #lanes: readonly Lane[];
  readonly #parked: ParkedDeliveries;
  readonly #slowSubscriptions: SlowSubscriptions;
  readonly #samples: Sample[] = [];
  readonly #healthyWaitsMs: number[][];
  readonly #retryWaitsMs: number[][];
  #attempts = 0;

  constructor(scenario: Scenario) {
    const { subscriptions, maxConcurrency, slowQueueConcurrency, durationMs } = scenario;
    this.#scenario = scenario;
    const laneOf = (concurrency: number) => new Lane(this.#calendar, subscriptions, concurrency);
    this.#hot = laneOf(maxConcurrency);
    this.#slow = slowQueueConcurrency === undefined ? undefined : laneOf(slowQueueConcurrency);
    this.#lanes = this.#slow === undefined ? [this.#hot] : [this.#hot, this.#slow];
    this.#parked = new ParkedDeliveries(this.#calendar, this.#hot.queue);
    this.#slowSubscriptions = new SlowSubscriptions(this.#calendar, subscriptions);
    const minutes = Math.ceil(durationMs / 60_000);
    this.#healthyWaitsMs = Array.from({ length: minutes }, () => []);
    this.#retryWaitsMs = Array.from({ length: minutes }, () => []);
  }

  run(): Outcome {
    this.#calendar.every(Calendar.stepMs, () => this.#accept());
    for (const lane of this.#lanes) {
      lane.start((batch, container) => this.#workOff({ lane, container, doneGroups: [] }, batch));
    }
    this.#calendar.every(1_000, () => this.#takeSample());
    this.#calendar.runUntil(this.#scenario.durationMs);

    const unattempted = this.#lanes
      .flatMap(({ queue }) => queue.waiting())
      .filter((message) => message.attemptsMade === 0 && !this.#willFail(message));
    for (const message of unattempted) this.#noteWait(message);
    return {
      scenario: this.#scenario,
      samples: this.#samples,
      peakInFlight: Math.max(...this.#lanes.map(({ queue }) => queue.peakInFlight)),
      healthyWaitsMs: this.#healthyWaitsMs,
      healthyUnattempted: unattempted.length,
      retryWaitsMs: this.#retryWaitsMs,
    };
  }

  #accept(): void {
    const { eventsPerSecond, subscriptions } = this.#scenario;
    const nowMs = this.#calendar.nowMs;
    const acceptedBy = (ms: number) => Math.floor((eventsPerSecond * ms) / 1_000);
    for (let count = acceptedBy(nowMs - Calendar.stepMs); count < acceptedBy(nowMs); count += 1) {
      const group = Math.floor(this.#random() * subscriptions);
      const message = { group, acceptedAtMs: nowMs, attemptsMade: 0, dueAtMs: nowMs, visibleSinceMs: nowMs };
      this.#hot.queue.send(message, 0);
    }
  }

  /** A batch ends with its slowest attempt; only then are delivered and parked messages deleted. */
  #workOff(invocation: Invocation, batch: readonly Message[]): void {
    const { lane, container, doneGroups } = invocation;
    const durationsMs = batch.map((message) => this.#handle(invocation, message));
    const untilEndMs = overheadMs.beforeAttempts + Math.max(...durationsMs) + overheadMs.afterAttempts;
    this.#calendar.after(untilEndMs, () => {
      for (const group of doneGroups) lane.queue.deleteOne(group);
      lane.endBatch(container);
    });
  }

  /** Returns how long it takes. */
  #handle(invocation: Invocation, message: Message): number {
    const isFirstQueue = invocation.lane === this.#hot;
    if (isFirstQueue && this.#slow !== undefined && this.#slowSubscriptions.has(message.group)) {
      invocation.doneGroups.push(message.group);
      this.#slow.queue.send(message, overheadMs.beforeAttempts);
      return 0;
    }
    return this.#attempt(invocation, message);
  }

  #attempt(invocation: Invocation, message: Message): number {
    this.#attempts += 1;
    this.#noteWait(message);
    const fails = this.#willFail(message) && this.#calendar.nowMs >= this.#scenario.outageFromMs;
    const durationMs = fails ? this.#scenario.failureMs : healthyMs(this.#random());
    this.#calendar.after(overheadMs.beforeAttempts + durationMs, () => {
      message.attemptsMade += 1;
      this.#slowSubscriptions.noteAttempt(message.group, durationMs);
      if (!fails || !this.#sleepsInQueue(invocation, message)) invocation.doneGroups.push(message.group);
    });
    return durationMs;
  }

  /** After a failed attempt. A delivery that does not sleep is parked, or exhausted. */
  #sleepsInQueue(invocation: Invocation, message: Message): boolean {
    const nowMs = this.#calendar.nowMs;
    const decision = decideRetry({
      policy: defaultRetryPolicy,
      attemptsMade: message.attemptsMade,
      createdAtMs: message.acceptedAtMs,
      nowMs,
      retryAfterSeconds: undefined,
      random: this.#random(),
    });
    if (decision.outcome === 'exhausted') return false;
    message.dueAtMs = decision.atMs;
    const waitMs = decision.atMs - nowMs;
    if (this.#belongsOutsideTheQueue(invocation, waitMs / 1_000)) {
      this.#parked.park(message);
      return false;
    }
    invocation.lane.sleep(message, Math.ceil(waitMs / 1_000), invocation.container);
    return true;
  }

  /** As src/application/attempt-delivery.ts decides. */
  #belongsOutsideTheQueue(invocation: Invocation, waitSeconds: number): boolean {
    if (this.#scenario.parking === 'never') return false;
    if (waitSeconds > waitLimits.sleepSecondsMax) return true;
    if (waitSeconds < waitLimits.parkWhenCrowdedSeconds) return false;
    return this.#messagesInFlight(invocation) > waitLimits.sleepingMessagesMax;
  }

  /** The deliver function's estimate. */
  #messagesInFlight({ lane, container }: Invocation): number {
    const ageMs = this.#scenario.countLagMs + this.#random() * waitLimits.countAgeMs;
    const counted = lane.inFlightBefore(ageMs);
    if (this.#scenario.parking === 'sqs-count') return counted;
    return Math.max(counted, container.asleep * lane.maxConcurrency);
  }

  #willFail(message: Message): boolean {
    return message.group < this.#scenario.failingSubscriptions;
  }

  #noteWait(message: Message): void {
    const nowMs = this.#calendar.nowMs;
    const waitMs = nowMs - message.dueAtMs;
    const minute = Math.floor((message.dueAtMs - 1) / 60_000);
    if (!this.#willFail(message)) this.#healthyWaitsMs[minute]?.push(waitMs);
    else if (message.attemptsMade > 0 && this.#attempts % RETRIES_SAMPLED === 0)
      this.#retryWaitsMs[minute]?.push(waitMs);
  }

  #takeSample(): void {
    for (const lane of this.#lanes) lane.noteInFlight();
    const sum = (of: (lane: Lane) => number) => this.#lanes.reduce((total, lane) => total + of(lane), 0);
    this.#samples.push({
      atMs: this.#calendar.nowMs,
      inFlight: sum(({ queue }) => queue.inFlight),
      visible: sum(({ queue }) => queue.visible),
      delayed: sum(({ queue }) => queue.delayed),
      parked: this.#parked.count,
    });
  }
}
