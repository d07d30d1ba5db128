import { deliveryIdOf, lowestUlidAt, ulidOf } from '../../domain/ids.ts';
import { giveUpAtMs } from '../../domain/retry-policy.ts';
import type { ParkedDeliveries } from '../../ports/storage.ts';
import { deliveryMessage } from '../sqs/outgoing-messages.ts';
import type { OutgoingMessage } from '../sqs/sender.ts';
import { sendClaimed } from './claimed-messages.ts';
import { deliveryFrom } from './delivery-rows.ts';
import type { MessageSender } from './event-intake.ts';
import { inBatches } from './in-batches.ts';
import {
  claimedIndexKey,
  claimsIn,
  dueAtMsIn,
  dueIndexKey,
  holdMarkerKey,
  type IndexKey,
  idsOfDeliveryRow,
  isDeliveryRow,
  type Key,
  subscriptionOfHoldMarker,
} from './keys.ts';
import { claimLimits } from './limits.ts';
import { dueFirst, heldOldestFirst, type IndexedRow } from './merged-shards.ts';
import { type Condition, Increase, type Table } from './table.ts';

/** The period that a release reads, and how many deliveries it may release. */
interface Look {
  readonly nowMs: number;
  readonly untilMs: number;
  readonly limit: number;
}

/**
 * Claims deliveries that are due, then sends their messages. A claimed delivery stays in the index under a later time,
 * so it becomes due again if its message is never sent or leads to nothing. Any recorded change takes it out of the
 * index.
 *
 * Each claim raises the ticket, which makes the earlier message a leftover, so a delivery never has two. Perhaps no
 * message was lost and the queue is just long. So claims last longer each time, until one is long enough.
 */
export class DynamoParkedDeliveries implements ParkedDeliveries {
  readonly #table: Table;
  readonly #messages: MessageSender;

  constructor(table: Table, messages: MessageSender) {
    this.#table = table;
    this.#messages = messages;
  }

  async release(nowMs: number, untilMs: number, limit: number): Promise<number> {
    let released = 0;
    const due = dueFirst(this.#table, untilMs, limit);
    for await (const rows of inBatches(due, () => Math.min(claimLimits.atATime, limit - released))) {
      released += await this.#releaseAll(rows.filter(isDeliveryRow), nowMs);
      for (const marker of rows.filter((row) => !isDeliveryRow(row))) {
        released += await this.#releaseHeld(marker, { nowMs, untilMs, limit: limit - released });
      }
      if (released >= limit) break;
    }
    return released;
  }

  #releaseAll(rows: readonly IndexedRow[], nowMs: number): Promise<number> {
    return sendClaimed(
      rows.map((row) => this.#claim(row, nowMs)),
      this.#messages,
    );
  }

  /** The message to send; empty if another process was faster. */
  async #claim(row: IndexedRow, nowMs: number): Promise<readonly OutgoingMessage[]> {
    const { eventId, subscriptionId } = idsOfDeliveryRow(row);
    const claims = claimsIn(row) + 1;
    const untilMs = nowMs + claimSeconds(claims) * 1_000;
    const isHeld = !row.g1pk.startsWith('DUE#');
    const atMs = Math.max(nowMs, isHeld ? nowMs : dueAtMsIn(row));
    const written = await this.#table.updateAndShow(
      keyOf(row),
      {
        ticket: new Increase(1),
        next_at: atMs,
        waits: null,
        due_at: null,
        ...claimedIndexKey(untilMs, ulidOf(eventId), claims),
      },
      isStillThere(row),
    );
    if (written.outcome === 'refused') return [];
    const { tenantId, ticket } = deliveryFrom(written.row);
    const delivery = { id: deliveryIdOf(eventId, subscriptionId), subscriptionId, tenantId, ticket };
    return [deliveryMessage(delivery, { delaySeconds: Math.ceil((atMs - nowMs) / 1_000) })];
  }

  /**
   * Releases the deliveries that a marker leads to. While its subscription is disabled, only deliveries that are too
   * old are released, to be given up; afterwards all of them, until no process can hold more. Only after all of that,
   * the marker is deleted or put off.
   */
  async #releaseHeld(marker: IndexedRow, { nowMs, untilMs, limit }: Look): Promise<number> {
    if (limit <= 0) return 0;
    const row = await this.#table.get(keyOf(marker));
    const markedUntilMs = row?.['until'] as number | undefined;
    const subscriptionId = subscriptionOfHoldMarker(marker);
    const tooOld = lowestUlidAt(untilMs - giveUpAtMs(0) + 1);
    const held = heldOldestFirst(
      this.#table,
      subscriptionId,
      markedUntilMs === undefined ? tooOld : undefined,
      limit,
    );
    let released = 0;
    for await (const rows of inBatches(held, () => Math.min(claimLimits.atATime, limit - released))) {
      released += await this.#releaseAll(rows, nowMs);
      // The next run releases the rest: the marker is still due.
      if (released >= limit) return released;
    }
    if (markedUntilMs !== undefined && nowMs >= markedUntilMs) {
      await this.#table.remove(holdMarkerKey(subscriptionId), isStillThere(marker));
      return released;
    }
    const againAtMs = markedUntilMs === undefined ? nowMs + claimLimits.holdLookSeconds * 1_000 : untilMs + 1;
    const later = { ...dueIndexKey(againAtMs, ulidOf(subscriptionId)) };
    await this.#table.update(holdMarkerKey(subscriptionId), later, isStillThere(marker));
    return released;
  }
}

const claimSeconds = (claims: number): number =>
  Math.min(claimLimits.seconds * 2 ** (claims - 1), claimLimits.secondsMost);

const keyOf = ({ PK, SK }: Key): Key => ({ PK, SK });

/** The index lags behind the table, so the condition checks that its entry is still valid. */
const isStillThere = ({ g1pk, g1sk }: IndexKey): Condition => ({
  text: '#g1pk = :g1pk AND #g1sk = :g1sk',
  values: { g1pk, g1sk },
});
