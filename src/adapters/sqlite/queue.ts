import type { DatabaseSync } from 'node:sqlite';
import type { SubscriptionId } from '../../domain/ids.ts';
import { recoveryGroup } from '../../domain/queue-message.ts';
import { type Clock, monotonicMs } from '../../ports/platform.ts';
import type { DeliveryQueue } from '../../ports/queue.ts';
import { FairGroups, type GroupLimits } from './fair-groups.ts';
import type { GroupCommit } from './group-commit.ts';
import { WakeUps } from './wake-ups.ts';

/**
 * A queue with the contract of an SQS standard queue: messages are received in batches of up to ten, stay unseen for a
 * visibility timeout, come back unless they are deleted, are counted at each receive, can be delayed, belong to groups
 * that take turns, and go to a dead-letter queue after too many receives.
 *
 * The table makes a message durable. The order and the leases are in memory, because one process owns the folder: after
 * a crash every lease is void, and every message is visible again.
 */

export interface QueueSettings {
  readonly name: string;
  readonly deadLetterQueue: string;
  readonly maxReceiveCount: number;
  readonly visibilityTimeoutSeconds: number;
  readonly limits: GroupLimits;
}

export interface NewMessage {
  readonly groupId: string;
  readonly body: string;
  readonly visibleAtMs: number;
}

export interface ReceivedQueueMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly groupId: string;
  readonly body: string;
  readonly receiveCount: number;
  readonly sentAtMs: number;
}

/** The rate limits of groups: their messages stay in line until they may be sent. */
export interface GroupPace {
  /** How many messages of a group may be handed out now. */
  roomFor(groupId: string): number;
  roomInMs(groupId: string): number;
  /** Returns whether the pace waits for a call of `decided` about the message. */
  handedOut(groupId: string): boolean;
  decided(groupId: string): void;
}

/** SQS calls `leased` and `asleep` in flight: received, not deleted, and not visible again yet. */
type MessageState = 'visible' | 'leased' | 'asleep';

export interface Message {
  readonly id: number;
  readonly groupId: string;
  readonly body: string;
  readonly sentAtMs: number;
  /** By its sender's wall clock before it is admitted, by the monotonic clock afterwards. */
  visibleAtMs: number;
  receiveCount: number;
  /** The number of the last receive, a part of the handle. A receive that is not counted has a number too. */
  receipt: number;
  state: MessageState;
  /** Handed out under the pace of its group, which waits for the decision. */
  isUndecided?: boolean;
}

/**
 * SQS hands out ten at most:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
const BATCH_MOST = 10;
/**
 * The longest delay of a message, as in SQS. A longer delay comes from a clock that was set since. The consumer checks
 * the delivery again when it receives the message.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
const DELAY_MOST_MS = 900_000;
/** How often, at least, the queue checks a group that its pace holds back. */
const CLOSED_MOST_MS = 5_000;

export class SqliteQueue implements DeliveryQueue {
  readonly #settings: QueueSettings;
  readonly #commits: GroupCommit;
  readonly #clock: Clock;
  readonly #statements;
  readonly #groups: FairGroups<Message>;
  /** All messages that are not deleted, by id. */
  readonly #messages = new Map<number, Message>();
  /** Under the queue's own timeout, oldest first. The timeout is the same for all, so they end in this order. */
  readonly #leases = new Map<number, Message>();
  readonly #wakeUps: WakeUps;
  readonly #closedGroups = new Set<string>();
  #pace: GroupPace | undefined;
  #asleep = 0;
  #leaseCheckIsSet = false;
  #onReady: () => void = () => {};
  #onDeadLetter: (message: Message) => void = () => {};

  constructor(database: DatabaseSync, commits: GroupCommit, clock: Clock, settings: QueueSettings) {
    this.#settings = settings;
    this.#commits = commits;
    this.#clock = clock;
    this.#groups = new FairGroups(settings.limits, {
      roomFor: (groupId) => this.#pace?.roomFor(groupId) ?? Number.POSITIVE_INFINITY,
      closed: (groupId) => this.#openLater(groupId),
    });
    this.#wakeUps = new WakeUps(clock, () => this.#onReady());
    this.#statements = prepare(database);
    for (const row of this.#statements.load.all(settings.name)) this.admit(messageFrom(row));
  }

  /** Called whenever there may be a message to receive. */
  onReady(listener: () => void): void {
    this.#onReady = listener;
  }

  /** Called with each message that moves to the dead-letter queue. */
  onDeadLetter(listener: (message: Message) => void): void {
    this.#onDeadLetter = listener;
  }

  /** Takes over a message that was moved to this queue, as a new one. */
  adopt({ id, groupId, body, sentAtMs }: Message): void {
    this.admit({
      id,
      groupId,
      body,
      sentAtMs,
      visibleAtMs: 0,
      receiveCount: 0,
      receipt: 0,
      state: 'visible',
    });
  }

  paceBy(pace: GroupPace): void {
    this.#pace = pace;
  }

  /** The delivery of a message that was handed out under a pace has asked for its turn. */
  decided(receiptHandle: string): void {
    const message = this.#inFlightMessage(receiptHandle);
    if (message !== undefined) this.#decide(message);
  }

  /** The pace of a group has changed, or there is room. */
  lookAgainAt(groupId: string): void {
    this.#groups.lookAgainAt(groupId);
    this.#groups.lookAgainAt(recoveryGroup(groupId as SubscriptionId));
    this.#onReady();
  }

  /** Writes a message inside the transaction of its record. Call `admit` after the commit. */
  insert({ groupId, body, visibleAtMs }: NewMessage): Message {
    const sentAtMs = this.#clock.nowMs();
    const { lastInsertRowid } = this.#statements.insert.run(this.#settings.name, groupId, body, sentAtMs);
    return {
      id: Number(lastInsertRowid),
      groupId,
      body,
      sentAtMs,
      visibleAtMs,
      receiveCount: 0,
      receipt: 0,
      state: 'visible',
    };
  }

  /** Makes a committed message receivable, now or after its delay. */
  admit(message: Message): void {
    this.#messages.set(message.id, message);
    const delayMs = Math.min(message.visibleAtMs - this.#clock.nowMs(), DELAY_MOST_MS);
    if (delayMs <= 0) {
      this.#groups.add(message.groupId, message);
      this.#onReady();
      return;
    }
    this.#wakeUps.after(delayMs, () => this.#groups.add(message.groupId, message));
  }

  /**
   * The next messages, of one group. Each stays unseen until it is deleted, or until its visibility changes or ends.
   */
  receive(most: number): readonly ReceivedQueueMessage[] {
    const received: ReceivedQueueMessage[] = [];
    for (const message of this.#groups.take(Math.min(most, BATCH_MOST))) {
      if (message.receiveCount < this.#settings.maxReceiveCount) received.push(this.#lease(message));
      else this.#moveToDeadLetters(message);
    }
    this.#setLeaseCheck();
    return received;
  }

  /** Deletes messages for good. A receipt handle of an earlier receive deletes nothing, as in SQS. */
  delete(receiptHandles: readonly string[]): Promise<void> {
    const ids: number[] = [];
    for (const handle of receiptHandles) {
      const message = this.#inFlightMessage(handle);
      if (message === undefined) continue;
      this.#endFlight(message);
      this.#messages.delete(message.id);
      ids.push(message.id);
    }
    if (ids.length > 0) this.#onReady();
    return this.#commits.writeLater(() => {
      for (const id of ids) this.#statements.delete.run(id);
    });
  }

  async changeVisibility(receiptHandle: string, seconds: number): Promise<void> {
    const message = this.#inFlightMessage(receiptHandle);
    if (message === undefined) return;
    if (seconds === 0) {
      this.#comeBack(message, true);
      this.#onReady();
      return;
    }
    this.#endFlight(message);
    message.state = 'asleep';
    this.#asleep += 1;
    const visibleAtMs = monotonicMs(this.#clock) + seconds * 1_000;
    message.visibleAtMs = visibleAtMs;
    this.#wakeUps.after(seconds * 1_000, () => {
      const isStill = message.state === 'asleep' && message.visibleAtMs === visibleAtMs;
      if (isStill && this.#messages.has(message.id)) this.#comeBack(message);
    });
    // A sleeping message takes no place, so another message may go now.
    this.#onReady();
  }

  /** The receive does not count, and the message is visible at once. Its consumer waits until the store works again. */
  async giveBack(receiptHandle: string): Promise<void> {
    const message = this.#inFlightMessage(receiptHandle);
    if (message === undefined) return;
    message.receiveCount -= 1;
    this.#endFlight(message);
    this.#groups.add(message.groupId, message);
    this.#onReady();
  }

  async messagesInFlight(): Promise<number> {
    return this.#groups.inFlight + this.#asleep;
  }

  close(): void {
    this.#wakeUps.close();
  }

  #lease(message: Message): ReceivedQueueMessage {
    message.receiveCount += 1;
    message.receipt += 1;
    message.state = 'leased';
    message.visibleAtMs = monotonicMs(this.#clock) + this.#settings.visibilityTimeoutSeconds * 1_000;
    this.#leases.set(message.id, message);
    if (this.#pace?.handedOut(message.groupId)) message.isUndecided = true;
    return asReceived(message);
  }

  #inFlightMessage(receiptHandle: string): Message | undefined {
    const [id, receipt] = receiptHandle.split('-').map(Number);
    const message = id === undefined ? undefined : this.#messages.get(id);
    return message?.state !== 'visible' && message?.receipt === receipt ? message : undefined;
  }

  #endFlight(message: Message): void {
    if (message.state === 'asleep') this.#asleep -= 1;
    if (message.state === 'leased') {
      this.#leases.delete(message.id);
      this.#groups.leave(message.groupId);
    }
    message.state = 'visible';
    this.#decide(message);
  }

  #decide(message: Message): void {
    if (!message.isUndecided) return;
    message.isUndecided = false;
    this.#pace?.decided(message.groupId);
    if (this.#closedGroups.size > 0) this.lookAgainAt(message.groupId);
  }

  /** Checks the group again from time to time, in case the pace does not report a change. */
  #openLater(groupId: string): void {
    if (this.#closedGroups.has(groupId)) return;
    this.#closedGroups.add(groupId);
    const waitMs = Math.min(CLOSED_MOST_MS, Math.max(1, this.#pace?.roomInMs(groupId) ?? 1));
    this.#wakeUps.after(waitMs, () => {
      this.#closedGroups.delete(groupId);
      this.#groups.lookAgainAt(groupId);
    });
  }

  /** Makes the message visible again. Its receives stay counted, except a receive that ends with the whole process. */
  #comeBack(message: Message, isFirst = false): void {
    const { id, receiveCount, groupId } = message;
    this.#endFlight(message);
    if (isFirst) this.#groups.putBack(groupId, message, (other) => other.id < id);
    else this.#groups.add(groupId, message);
    // A failure shows with the writes that callers wait for. The count in memory goes on.
    this.#commits.writeLater(() => this.#statements.countReceives.run(receiveCount, id)).catch(() => {});
  }

  #moveToDeadLetters(message: Message): void {
    this.#groups.leave(message.groupId);
    this.#messages.delete(message.id);
    this.#onReady();
    this.#commits
      .writeLater(() => this.#statements.move.run(this.#settings.deadLetterQueue, message.id))
      .then(
        () => this.#onDeadLetter(message),
        // Not moved: it is received too often again, and moved then.
        () => this.admit(message),
      );
  }

  #setLeaseCheck(): void {
    const [oldest] = this.#leases.values();
    if (oldest === undefined || this.#leaseCheckIsSet) return;
    this.#leaseCheckIsSet = true;
    this.#wakeUps.after(oldest.visibleAtMs - monotonicMs(this.#clock), () => this.#endOldLeases());
  }

  #endOldLeases(): void {
    this.#leaseCheckIsSet = false;
    const nowMs = monotonicMs(this.#clock);
    for (const message of [...this.#leases.values()]) {
      if (message.visibleAtMs > nowMs) break;
      this.#comeBack(message);
    }
    this.#setLeaseCheck();
  }
}

const asReceived = (message: Message): ReceivedQueueMessage => ({
  messageId: String(message.id),
  receiptHandle: `${message.id}-${message.receipt}`,
  groupId: message.groupId,
  body: message.body,
  receiveCount: message.receiveCount,
  sentAtMs: message.sentAtMs,
});

/** Leases and delays are void after a restart: the record of a delivery has its wait. */
const messageFrom = (row: Record<string, unknown>): Message => ({
  id: row['id'] as number,
  groupId: row['group_id'] as string,
  body: row['body'] as string,
  sentAtMs: row['sent_at_ms'] as number,
  receiveCount: row['receive_count'] as number,
  receipt: row['receive_count'] as number,
  visibleAtMs: 0,
  state: 'visible',
});

const prepare = (database: DatabaseSync) => ({
  load: database.prepare(
    'SELECT id, group_id, body, receive_count, sent_at_ms FROM messages WHERE queue = ? ORDER BY id',
  ),
  insert: database.prepare(
    'INSERT INTO messages (queue, group_id, body, receive_count, sent_at_ms) VALUES (?, ?, ?, 0, ?)',
  ),
  delete: database.prepare('DELETE FROM messages WHERE id = ?'),
  countReceives: database.prepare('UPDATE messages SET receive_count = ? WHERE id = ?'),
  move: database.prepare('UPDATE messages SET queue = ? WHERE id = ?'),
});
