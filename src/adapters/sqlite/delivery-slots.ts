import type { DatabaseSync } from 'node:sqlite';
import type { SubscriptionId } from '../../domain/ids.ts';
import {
  afterSending,
  type Bucket,
  emptyBucket,
  fullBucket,
  type RateLimit,
  refilled,
  sendable,
  sendableInMs,
} from '../../domain/rate-limit.ts';
import { type Clock, monotonicMs } from '../../ports/platform.ts';
import type { Asker, DeliverySlots, Turn } from '../../ports/rate-limits.ts';
import type { GroupCommit } from './group-commit.ts';
import type { SqliteQueue } from './queue.ts';

/** A limit in use. */
interface Pace {
  /** `null`: removed. Undefined: not known since the start; the first delivery that asks provides it. */
  limit: RateLimit | null | undefined;
  bucket: Bucket;
  /** Messages that the queue has handed out whose deliveries have not asked yet. */
  undecided: number;
  usedAtMs: number;
  /** Resolves once the store has recorded that the limit is in use. */
  readonly marked: Promise<unknown>;
}

/** A full bucket that has not been used for this long is dropped. */
const IDLE_MS = 60_000;
/** Instead of a time: rows of an older form, which have a time, are deleted. */
const IN_USE = Number.MAX_SAFE_INTEGER;
const SUBSCRIPTION_ID_CHARACTERS = 30;

/**
 * In memory, by the monotonic clock, because one process has the folder. Waiting deliveries stand in line in the queue,
 * which hands out as many messages as may be sent.
 *
 * The store only records which limits are in use: before the first attempt of a period, and until the bucket has been
 * full for a while. After a start these buckets are empty. So no more is sent than allowed, even after many
 * attempts right before the start, or a clock that was set.
 */
export class SqliteDeliverySlots implements DeliverySlots {
  readonly #commits: GroupCommit;
  readonly #queue: SqliteQueue;
  readonly #clock: Clock;
  readonly #statements;
  readonly #paces = new Map<string, Pace>();
  #sweep: NodeJS.Timeout | undefined;

  constructor(database: DatabaseSync, commits: GroupCommit, queue: SqliteQueue, clock: Clock) {
    this.#commits = commits;
    this.#queue = queue;
    this.#clock = clock;
    this.#statements = {
      all: database.prepare('SELECT key FROM rate_limits'),
      mark: database.prepare('INSERT OR REPLACE INTO rate_limits (key, paid_until_ms) VALUES (?, ?)'),
      unmark: database.prepare('DELETE FROM rate_limits WHERE key = ?'),
    };
    for (const { key } of this.#statements.all.all()) {
      this.#add(idIn(key as string), emptyBucket(this.#nowMs()), Promise.resolve());
    }
    queue.paceBy(this);
  }

  async ask(id: SubscriptionId, limit: RateLimit, { receiptHandle }: Asker): Promise<Turn> {
    try {
      const pace = this.#paces.get(id) ?? this.#begin(id, limit);
      await pace.marked;
      const nowMs = this.#nowMs();
      const bucket = refilled(pace.limit ?? limit, pace.bucket, nowMs);
      pace.limit = limit;
      pace.usedAtMs = nowMs;
      pace.bucket = { ...bucket, left: Math.min(bucket.left, limit.burst) };
      const after = afterSending(pace.bucket);
      if (after === undefined) return { granted: false, waitMs: 0 };
      pace.bucket = after;
      return { granted: true };
    } finally {
      this.#queue.decided(receiptHandle);
    }
  }

  /** A subscription was changed: its deliveries in line continue under the new limit, or without one. */
  limitChanged(id: SubscriptionId, limit: RateLimit | null): void {
    const pace = this.#paces.get(id);
    if (pace === undefined) return;
    this.#refill(pace);
    pace.limit = limit;
    this.#queue.lookAgainAt(id);
  }

  /** How many messages of a group the queue may hand out now. */
  roomFor(groupId: string): number {
    const pace = this.#paces.get(idIn(groupId));
    if (!pace?.limit) return Number.POSITIVE_INFINITY;
    return sendable(this.#refill(pace)) - pace.undecided;
  }

  /** How many milliseconds until there is room for a group, if none of its deliveries asks before. */
  roomInMs(groupId: string): number {
    const pace = this.#paces.get(idIn(groupId));
    return pace?.limit ? sendableInMs(pace.limit, this.#refill(pace), pace.undecided + 1) : 0;
  }

  /** @returns whether it is counted as undecided, until `decided` is called */
  handedOut(groupId: string): boolean {
    const pace = this.#paces.get(idIn(groupId));
    if (pace === undefined) return false;
    pace.undecided += 1;
    return true;
  }

  decided(groupId: string): void {
    const pace = this.#paces.get(idIn(groupId));
    if (pace !== undefined) pace.undecided = Math.max(0, pace.undecided - 1);
  }

  close(): void {
    clearTimeout(this.#sweep);
  }

  #nowMs(): number {
    return monotonicMs(this.#clock);
  }

  #refill(pace: Pace): Bucket {
    if (pace.limit) pace.bucket = refilled(pace.limit, pace.bucket, this.#nowMs());
    return pace.bucket;
  }

  /** The first delivery after a pause has the whole burst, once the store has recorded that the limit is in use. */
  #begin(id: SubscriptionId, limit: RateLimit): Pace {
    const marked = this.#commits.write(() => this.#statements.mark.run(id, IN_USE));
    const pace = this.#add(id, fullBucket(limit, this.#nowMs()), marked);
    // The delivery that asked gets the error. The next one starts again.
    marked.catch(() => this.#paces.get(id) === pace && this.#paces.delete(id));
    return pace;
  }

  #add(id: string, bucket: Bucket, marked: Promise<unknown>): Pace {
    const pace: Pace = { limit: undefined, bucket, undecided: 0, usedAtMs: this.#nowMs(), marked };
    this.#paces.set(id, pace);
    this.#sweep ??= setTimeout(() => this.#forgetIdle(), IDLE_MS).unref();
    return pace;
  }

  #forgetIdle(): void {
    this.#sweep = undefined;
    for (const [id, pace] of this.#paces) if (this.#isIdle(pace)) this.#forget(id, pace);
    if (this.#paces.size > 0) this.#sweep = setTimeout(() => this.#forgetIdle(), IDLE_MS).unref();
  }

  #isIdle(pace: Pace): boolean {
    if (pace.limit === undefined || pace.undecided > 0) return false;
    if (this.#nowMs() - pace.usedAtMs < IDLE_MS) return false;
    return pace.limit === null || this.#refill(pace).left === pace.limit.burst;
  }

  #forget(id: string, pace: Pace): void {
    this.#commits
      .writeLater(() => {
        // Used again since, so it stays.
        if (this.#paces.get(id) !== pace || !this.#isIdle(pace)) return;
        this.#statements.unmark.run(id);
        this.#paces.delete(id);
      })
      // A failure shows with the writes that callers wait for. A mark that stays costs one burst after the next start.
      .catch(() => {});
  }
}

/** A group of the queue is a subscription or its recoveries. Older keys of limits have their numbers behind the id. */
const idIn = (text: string): string => text.slice(0, SUBSCRIPTION_ID_CHARACTERS);
