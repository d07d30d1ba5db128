import type { DatabaseSync } from 'node:sqlite';
import { type Clock, monotonicMs } from '../../ports/platform.ts';
import type { DeliveryQueue } from '../../ports/queue.ts';
import type { GroupLimits } from './fair-groups.ts';
import type { GroupCommit } from './group-commit.ts';
import { Leases } from './leases.ts';
import { type Message, MessageTable, type NewMessage, newMessage } from './message-table.ts';
import { type GroupPace, PacedGroups } from './paced-groups.ts';
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

export interface ReceivedQueueMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly groupId: string;
  readonly body: string;
  readonly receiveCount: number;
  readonly sentAtMs: number;
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

export class SqliteQueue implements DeliveryQueue {
  readonly #settings: QueueSettings;
  readonly #clock: Clock;
  readonly #table: MessageTable;
  readonly #groups: PacedGroups;
  /** All messages that are not deleted, by id. */
  readonly #messages = new Map<number, Message>();
  readonly #leases: Leases;
  readonly #wakeUps: WakeUps;
  #asleep = 0;
  #onReady: () => void = () => {};
  #onDeadLetter: (message: Message) => void = () => {};

  constructor(database: DatabaseSync, commits: GroupCommit, clock: Clock, settings: QueueSettings) {
    this.#settings = settings;
    this.#clock = clock;
    this.#table = new MessageTable(database, commits, settings.name);
    this.#wakeUps = new WakeUps(clock, () => this.#onReady());
    this.#groups = new PacedGroups(settings.limits, this.#wakeUps);
    const timeoutMs = settings.visibilityTimeoutSeconds * 1_000;
    this.#leases = new Leases(clock, this.#wakeUps, timeoutMs, (message) => this.#comeBack(message));
    for (const message of this.#table.load()) this.admit(message);
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
    this.admit(newMessage({ id, groupId, body, sentAtMs, visibleAtMs: 0 }));
  }

  paceBy(pace: GroupPace): void {
    this.#groups.paceBy(pace);
  }

  /** The delivery of a message that was handed out under a pace has asked for its turn. */
  decided(receiptHandle: string): void {
    const message = this.#inFlightMessage(receiptHandle);
    if (message !== undefined) this.#decide(message);
  }

  /** The pace of a group has changed, or there is room. */
  lookAgainAt(groupId: string): void {
    this.#groups.lookAgainAt(groupId);
    this.#onReady();
  }

  /** Writes a message inside the transaction of its record. Call `admit` after the commit. */
  insert(message: NewMessage): Message {
    return this.#table.insert(message, this.#clock.nowMs());
  }

  /** Makes a committed message receivable, now or after its delay. */
  admit(message: Message): void {
    this.#messages.set(message.id, message);
    const delayMs = Math.min(message.visibleAtMs - this.#clock.nowMs(), DELAY_MOST_MS);
    if (delayMs <= 0) {
      this.#groups.add(message);
      this.#onReady();
      return;
    }
    this.#wakeUps.after(delayMs, () => this.#groups.add(message));
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
    this.#leases.setCheck();
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
    return this.#table.delete(ids);
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
    // A sleeping message is not in the group's share, so another message may go now.
    this.#onReady();
  }

  /** The receive does not count, and the message is visible at once. Its consumer waits until the store works again. */
  async giveBack(receiptHandle: string): Promise<void> {
    const message = this.#inFlightMessage(receiptHandle);
    if (message === undefined) return;
    message.receiveCount -= 1;
    this.#endFlight(message);
    this.#groups.add(message);
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
    this.#leases.begin(message);
    this.#groups.handedOut(message);
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
      this.#leases.end(message);
      this.#groups.leave(message);
    }
    message.state = 'visible';
    this.#decide(message);
  }

  #decide(message: Message): void {
    if (this.#groups.decided(message)) this.lookAgainAt(message.groupId);
  }

  /** Makes the message visible again. Its receives stay counted, except a receive that ends with the whole process. */
  #comeBack(message: Message, isFirst = false): void {
    this.#endFlight(message);
    if (isFirst) this.#groups.putBack(message);
    else this.#groups.add(message);
    this.#table.noteReceives(message);
  }

  #moveToDeadLetters(message: Message): void {
    this.#groups.leave(message);
    this.#messages.delete(message.id);
    this.#onReady();
    this.#table.move(message, this.#settings.deadLetterQueue).then(
      () => this.#onDeadLetter(message),
      // Not moved: it is received too often again, and moved then.
      () => this.admit(message),
    );
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
