import { type Counting, countOutcome } from '../../domain/counters.ts';
import { type Attempt, type Delivery, type DeliveryStatus, isOpen } from '../../domain/delivery.ts';
import { heldOrDue, isUnchanged, mayFollow, overtaking } from '../../domain/delivery-transitions.ts';
import { ulidOf } from '../../domain/ids.ts';
import { readChangeWrite } from '../../domain/read-change-write.ts';
import { giveUpAtMs } from '../../domain/retry-policy.ts';
import type { Log } from '../../ports/platform.ts';
import type { DeliveryChange, DeliveryOutcomes, SubscriptionStates } from '../../ports/storage.ts';
import { deliveryMessage, exhaustedMessage } from '../sqs/outgoing-messages.ts';
import {
  areExcerptsErased,
  attemptFields,
  deliveryChanges,
  deliveryFrom,
  EXCERPTS_ERASED,
  lastAttemptIn,
  ttlAt,
  withoutExcerpt,
} from './delivery-rows.ts';
import type { MessageSender } from './event-intake.ts';
import type { EventLives } from './event-lives.ts';
import { attemptKey, claimedIndexKey, deliveryKey } from './keys.ts';
import { claimLimits, dynamoLimits } from './limits.ts';
import type { Changes, Condition, Row, Table } from './table.ts';
import { type WrittenOnce, writeOnce } from './write-once.ts';

type Recorded = 'recorded' | 'superseded';

export interface DeliveryOutcomesNeeds {
  readonly table: Table;
  readonly subscriptionStates: SubscriptionStates;
  readonly eventLives: EventLives;
  readonly deliveryMessages: MessageSender;
  readonly announcements: MessageSender;
  readonly retentionHours: number;
  readonly log: Log;
  readonly counting: Counting;
}

/**
 * A change of a delivery is one conditional write of its row, with the attempt inside: a crash before it repeats the
 * attempt, and the second of two processes is refused. Afterwards a failed attempt gets its own row, which keeps it
 * when the next attempt replaces it. An exhausted delivery is announced afterwards, and again when its message is
 * received again.
 */
export class DynamoDeliveryOutcomes implements DeliveryOutcomes {
  readonly #needs: DeliveryOutcomesNeeds;

  constructor(needs: DeliveryOutcomesNeeds) {
    this.#needs = needs;
  }

  async record({ before, after, attempt }: DeliveryChange): Promise<Recorded> {
    const recorded = await this.#record(before, await this.#heldOrDue(after), attempt);
    if (recorded === 'superseded') return recorded;
    countOutcome(this.#needs.counting, recorded.statusBefore, after, recorded.attempt);
    if (recorded.attempt?.outcome === 'failed') await this.#keepApartIfPossible(after, recorded.attempt);
    if (after.status === 'exhausted') await this.announceAgain(after);
    return 'recorded';
  }

  async announceAgain(exhausted: Delivery): Promise<void> {
    await this.#needs.announcements.send([exhaustedMessage(exhausted)]);
  }

  /**
   * The row is in the index from the start, so that release sends a message if this call crashes before. A success is
   * only inside the row of its delivery, where the next attempt will be, so it gets its own row first.
   */
  async sendNow({ before, after }: DeliveryChange): Promise<Recorded> {
    const { table, deliveryMessages, eventLives } = this.#needs;
    const row = await table.get(deliveryKey(after.id));
    if (row === undefined || !isUnchanged(deliveryFrom(row), before)) return 'superseded';
    const last = lastAttemptIn(row);
    if (last?.outcome === 'succeeded') await this.#keepApart(after, last);
    await eventLives.prolongFor(after);

    const untilMs = after.updatedAtMs + claimLimits.replaySeconds * 1_000;
    const claim = { ...claimedIndexKey(untilMs, ulidOf(after.eventId), 1) };
    const isOurs = await this.#write(after, claim, isThereAs(before));
    if (!isOurs.written) return 'superseded';
    await deliveryMessages.send([deliveryMessage(after)]);
    return 'recorded';
  }

  async #heldOrDue(after: Delivery): Promise<Delivery> {
    if (after.waits !== 'held') return after;
    const { status } = await this.#needs.subscriptionStates.stateOf(after.subscriptionId);
    return heldOrDue(after, status === 'disabled');
  }

  /** The attempt as recorded: without its excerpt, if the excerpts of the delivery are erased. */
  async #record(
    before: Delivery,
    after: Delivery,
    attempt: Attempt | undefined,
  ): Promise<Recording | 'superseded'> {
    await this.#needs.eventLives.prolongFor(after);
    let recordable = attempt;
    let statusBefore = before.status;
    let next = after;
    let condition = mayFollowUnseen(before, after);
    const change = async () => {
      const result = await this.#write(next, lastOf(recordable), condition);
      if (result.written) return { attempt: recordable, statusBefore };
      const stored = result.found && deliveryFrom(result.found);
      if (stored === undefined || !mayFollow(stored, before, after)) return 'superseded';
      if (attempt !== undefined && areExcerptsErased(result.found)) recordable = withoutExcerpt(attempt);
      condition = isStill(stored, result.found);
      statusBefore = stored.status;
      next = overtaking(after, stored);
      return 'conflict';
    };
    const recorded = await readChangeWrite(change, { tries: dynamoLimits.conflictTries });
    if (recorded === 'conflict') throw new Error(`${after.id} is changed all the time`);
    return recorded;
  }

  #write(after: Delivery, more: Changes, condition: Condition): Promise<WrittenOnce> {
    const { table, retentionHours } = this.#needs;
    const changes = { ...deliveryChanges(after, retentionHours), ...more };
    return writeOnce(table, deliveryKey(after.id), changes, condition);
  }

  /** The attempt is in its delivery's row too, with a short excerpt, so no message has to come again for the rest. */
  async #keepApartIfPossible(delivery: Delivery, attempt: Attempt): Promise<void> {
    try {
      await this.#keepApart(delivery, attempt);
    } catch (error) {
      const { log } = this.#needs;
      log.warn('attempt.kept_in_brief', { delivery_id: delivery.id, attempt: attempt.number, err: error });
    }
  }

  /** Kept as long as the delivery can go on and its record is kept after that. */
  async #keepApart({ id, createdAtMs, updatedAtMs }: Delivery, attempt: Attempt): Promise<void> {
    const endsAtMs = Math.max(giveUpAtMs(createdAtMs), updatedAtMs);
    const ttl = ttlAt(endsAtMs + this.#needs.retentionHours * 3_600_000);
    const key = attemptKey(id, attempt.number);
    const { table } = this.#needs;
    const { outcome } = await table.put({ ...key, ...attemptFields(attempt), ttl }, keepsExcerpts);
    if (outcome === 'written') return;
    await table.put({ ...key, ...attemptFields(withoutExcerpt(attempt)), ttl, [EXCERPTS_ERASED]: true });
  }
}

interface Recording {
  /** As recorded. */
  readonly attempt: Attempt | undefined;
  /** The status that was stored before. */
  readonly statusBefore: DeliveryStatus;
}

const lastOf = (attempt: Attempt | undefined): Changes =>
  attempt === undefined ? {} : { last: attemptFields(inBrief(attempt)) };

/** The payload of the event is not deleted. */
const keepsExcerpts: Condition = { text: `attribute_not_exists(#${EXCERPTS_ERASED})` };

const OPEN = '#status IN (:pending, :retrying)';
const openValues = { pending: 'pending', retrying: 'retrying' };

/**
 * The rule `mayFollow` as a condition for nearly all changes, so that nothing has to be read: no other process has made
 * attempts or given tickets. If it fails, the row that DynamoDB returns decides.
 */
const mayFollowUnseen = (before: Delivery, after: Delivery): Condition => ({
  text:
    `attribute_not_exists(#PK) OR (${OPEN} AND #ticket = :ticket AND #attempts <= :attempts ` +
    `AND ${keepsExcerpts.text})`,
  values: { ...openValues, ticket: before.ticket, attempts: after.attemptCount },
});

/** The rule `isUnchanged` as a condition. */
const isThereAs = ({ status, ticket, attemptCount: attempts }: Delivery): Condition => ({
  text:
    `attribute_exists(#PK) AND ${isOpen({ status }) ? '' : 'NOT '}(${OPEN}) ` +
    'AND #ticket = :ticket AND #attempts = :attempts',
  values: { ...openValues, ticket, attempts },
});

/** Whether nothing has been written since it was read. */
const isStill = (
  { status, ticket, attemptCount: attempts }: Delivery,
  found: Row | undefined,
): Condition => ({
  text:
    '#status = :status AND #ticket = :ticket AND #attempts = :attempts' +
    (areExcerptsErased(found) ? '' : ` AND ${keepsExcerpts.text}`),
  values: { status, ticket, attempts },
});

/** The part of a response that is kept inside the delivery's row, so that the row stays below one write unit. */
const BRIEF_EXCERPT_BYTES = 256;

function inBrief(attempt: Attempt): Attempt {
  const { responseExcerpt } = attempt;
  if (responseExcerpt === null) return attempt;
  const bytes = Buffer.from(responseExcerpt).subarray(0, BRIEF_EXCERPT_BYTES);
  // Decoded as a stream, so that a character cut in two at the end is left out.
  return {
    ...attempt,
    responseExcerpt: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true }),
  };
}
