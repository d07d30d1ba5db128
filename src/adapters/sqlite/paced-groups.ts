import type { SubscriptionId } from '../../domain/ids.ts';
import { recoveryGroup } from '../../domain/queue-message.ts';
import { FairGroups, type GroupLimits } from './fair-groups.ts';
import type { Message } from './message-table.ts';
import type { WakeUps } from './wake-ups.ts';

/** The rate limits of groups: their messages stay in line until they may be sent. */
export interface GroupPace {
  /** How many messages of a group may be handed out now. */
  roomFor(groupId: string): number;
  roomInMs(groupId: string): number;
  /** Returns whether the pace waits for a call of `decided` about the message. */
  handedOut(groupId: string): boolean;
  decided(groupId: string): void;
}

/** How often, at least, the queue checks a group that its pace holds back. */
const CLOSED_MOST_MS = 5_000;

/** The visible messages of a queue, in groups that take turns and keep the pace of their rate limits. */
export class PacedGroups {
  readonly #groups: FairGroups<Message>;
  readonly #wakeUps: WakeUps;
  readonly #closedGroups = new Set<string>();
  #pace: GroupPace | undefined;

  constructor(limits: GroupLimits, wakeUps: WakeUps) {
    this.#wakeUps = wakeUps;
    this.#groups = new FairGroups(limits, {
      roomFor: (groupId) => this.#pace?.roomFor(groupId) ?? Number.POSITIVE_INFINITY,
      closed: (groupId) => this.#openLater(groupId),
    });
  }

  get inFlight(): number {
    return this.#groups.inFlight;
  }

  paceBy(pace: GroupPace): void {
    this.#pace = pace;
  }

  add(message: Message): void {
    this.#groups.add(message.groupId, message);
  }

  /** Puts a message back among its group's, before younger ones. */
  putBack(message: Message): void {
    this.#groups.putBack(message.groupId, message, (other) => other.id < message.id);
  }

  /** The next messages, of one group. */
  take(most: number): readonly Message[] {
    return this.#groups.take(most);
  }

  leave({ groupId }: Message): void {
    this.#groups.leave(groupId);
  }

  handedOut(message: Message): void {
    if (this.#pace?.handedOut(message.groupId)) message.isUndecided = true;
  }

  /** @returns whether to look again at the group: a closed group may be open now */
  decided(message: Message): boolean {
    if (!message.isUndecided) return false;
    message.isUndecided = false;
    this.#pace?.decided(message.groupId);
    return this.#closedGroups.size > 0;
  }

  /** The pace of a subscription's groups has changed, or there is room. */
  lookAgainAt(groupId: string): void {
    this.#groups.lookAgainAt(groupId);
    this.#groups.lookAgainAt(recoveryGroup(groupId as SubscriptionId));
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
}
