import type { Calendar } from './calendar.ts';

/** One delivery, on its way. */
export interface Message {
  /** The subscription's number: the message group. */
  readonly group: number;
  readonly acceptedAtMs: number;
  attemptsMade: number;
  /** When its next attempt should be made. */
  dueAtMs: number;
  visibleSinceMs: number;
}

interface Group {
  readonly line: Message[];
  /** Where the line begins: taken messages stay in front of it until they are removed. */
  head: number;
  inFlight: number;
  isNoisy: boolean;
}

/** AWS's documented behaviour of SQS standard queues and fair queues (developer guide: quotas-queues, sqs-fair-queues-detailed). */
const fairQueueRules = {
  /** Messages received and not deleted. At the limit a long poll gets nothing, and no error. */
  inFlight: 120_000,
  /** A group is noisy with more than this share of the messages in flight … */
  noisyShare: 0.1,
  /** … and at least so many of them. */
  noisyInFlight: 30,
} as const;

/**
 * An SQS standard queue whose message groups make it a fair one: messages of quiet groups go first, oldest first;
 * then those of noisy groups, fewest in flight first. A message that sleeps (visibility) is in flight, one that was
 * sent with a delay is not.
 *
 * Left out: the second sign of a noisy group (a tenth of the processing time), for which AWS does not say how sleeping
 * messages count.
 */
export class FairQueue {
  readonly #calendar: Calendar;
  readonly #groups: readonly Group[];
  readonly #withLine = new Set<Group>();
  inFlight = 0;
  visible = 0;
  delayed = 0;
  /** The most there ever were in flight. */
  peakInFlight = 0;

  constructor(calendar: Calendar, groups: number) {
    this.#calendar = calendar;
    this.#groups = Array.from({ length: groups }, () => ({
      line: [],
      head: 0,
      inFlight: 0,
      isNoisy: false,
    }));
  }

  send(message: Message, delayMs: number): void {
    if (delayMs <= 0) {
      this.#appear(message);
      return;
    }
    this.delayed += 1;
    this.#calendar.after(delayMs, () => {
      this.delayed -= 1;
      this.#appear(message);
    });
  }

  receive(most: number): readonly Message[] {
    const received: Message[] = [];
    while (received.length < most && this.inFlight < fairQueueRules.inFlight) {
      const group = this.#next();
      if (group === undefined) break;
      received.push(this.#takeFrom(group));
    }
    this.peakInFlight = Math.max(this.peakInFlight, this.inFlight);
    return received;
  }

  /** A message's visibility timeout is over: it is not in flight any more, and can be received again. */
  wake(message: Message): void {
    this.deleteOne(message.group);
    this.#appear(message);
  }

  /** A message of that group is in flight no longer. */
  deleteOne(group: number): void {
    this.#groupAt(group).inFlight -= 1;
    this.inFlight -= 1;
  }

  /** The messages that could be received. */
  waiting(): readonly Message[] {
    return this.#groups.flatMap((group) => group.line.slice(group.head));
  }

  #appear(message: Message): void {
    message.visibleSinceMs = this.#calendar.nowMs;
    const group = this.#groupAt(message.group);
    group.line.push(message);
    this.#withLine.add(group);
    this.visible += 1;
  }

  #next(): Group | undefined {
    let best: Group | undefined;
    for (const group of this.#withLine) {
      this.#judge(group);
      if (best === undefined || goesBefore(group, best)) best = group;
    }
    return best;
  }

  /** Once noisy, a group stays so until its line is used up. */
  #judge(group: Group): void {
    group.isNoisy ||=
      group.inFlight >= fairQueueRules.noisyInFlight &&
      group.inFlight > fairQueueRules.noisyShare * this.inFlight;
  }

  #takeFrom(group: Group): Message {
    const message = headOf(group);
    group.head += 1;
    group.inFlight += 1;
    this.inFlight += 1;
    this.visible -= 1;
    if (group.head === group.line.length) {
      group.isNoisy = false;
      this.#withLine.delete(group);
    }
    if (group.head * 2 > group.line.length) {
      group.line.splice(0, group.head);
      group.head = 0;
    }
    return message;
  }

  #groupAt(number: number): Group {
    const group = this.#groups[number];
    if (group === undefined) throw new RangeError(`there is no group ${number}`);
    return group;
  }
}

function headOf(group: Group): Message {
  const message = group.line[group.head];
  if (message === undefined) throw new RangeError('the line is empty');
  return message;
}

function goesBefore(one: Group, other: Group): boolean {
  if (one.isNoisy !== other.isNoisy) return other.isNoisy;
  if (one.isNoisy) return one.inFlight < other.inFlight;
  return headOf(one).visibleSinceMs < headOf(other).visibleSinceMs;
}
