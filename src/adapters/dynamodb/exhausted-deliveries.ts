import { exhaustedIndex, type SparseIndex, waitingIndex } from '../../config/table-keys.ts';
import type { Delivery } from '../../domain/delivery.ts';
import { type DeliveryId, partsOfDeliveryId, ulidOf } from '../../domain/ids.ts';
import { requestLimits } from '../../domain/limits.ts';
import type { RecoveryScope } from '../../domain/recovery.ts';
import type { Clock } from '../../ports/platform.ts';
import type { ExhaustedDeliveries, ExhaustedPage } from '../../ports/storage.ts';
import { recoveryMessage } from '../sqs/outgoing-messages.ts';
import type { OutgoingMessage } from '../sqs/sender.ts';
import { sendClaimed } from './claimed-messages.ts';
import { deliveryChanges, deliveryFrom, isExpired } from './delivery-rows.ts';
import type { MessageSender } from './event-intake.ts';
import type { EventLives } from './event-lives.ts';
import { inBatches } from './in-batches.ts';
import {
  claimedIndexKey,
  deliveryIdOfRow,
  deliveryKey,
  exhaustedPartition,
  shards,
  tenantExhaustedKey,
  tenantExhaustedPartition,
} from './keys.ts';
import { claimLimits } from './limits.ts';
import { eventsBetween, lowestFirst } from './merged-shards.ts';
import type { Range, Table } from './table.ts';
import { writeOnce } from './write-once.ts';

export interface DynamoExhaustedNeeds {
  readonly table: Table;
  readonly eventLives: EventLives;
  readonly messages: MessageSender;
  readonly clock: Clock;
  readonly retentionHours: number;
}

interface Replay {
  readonly before: Delivery;
  readonly after: Delivery;
}

/** Each of the 32 shards is counted in at most this many pages of a mebibyte: some million deliveries in total. */
const PAGES_COUNTED = 10;

/** The index entries under `X#`: exhausted deliveries, by subscription or by tenant, and by event. */
export class DynamoExhaustedDeliveries implements ExhaustedDeliveries {
  readonly #needs: DynamoExhaustedNeeds;

  constructor(needs: DynamoExhaustedNeeds) {
    this.#needs = needs;
  }

  async count(scope: RecoveryScope, receiverId?: string | undefined): Promise<number | null> {
    if (receiverId !== undefined) return this.#countOf(scope, receiverId);
    const counts = await Promise.all(
      shards.map((shard) =>
        this.#needs.table.countIndex(rangeOf(scope, shard), indexOf(scope), PAGES_COUNTED),
      ),
    );
    return counts.reduce<number | null>(
      (sum, count) => (sum === null || count === undefined ? null : sum + count),
      0,
    );
  }

  /** The indexes have no receivers, so the rows themselves are read, as many as for one page of a list. */
  async #countOf(scope: RecoveryScope, receiverId: string): Promise<number | null> {
    const { deliveries, lastId } = await this.oldest(scope, null, requestLimits.rowsExamined);
    return lastId === null ? deliveries.filter((one) => one.receiverId === receiverId).length : null;
  }

  async oldest(scope: RecoveryScope, afterId: DeliveryId | null, limit: number): Promise<ExhaustedPage> {
    const { table, clock, retentionHours } = this.#needs;
    const keys = lowestFirst(table, indexOf(scope), (shard) => rangeOf(scope, shard, afterId), limit);
    for await (const some of inBatches(keys, () => limit)) {
      const rows = await table.getMany(some.map(({ PK, SK }) => ({ PK, SK })));
      const deliveries = rows
        .map(deliveryFrom)
        .filter(({ status }) => status === 'exhausted')
        .filter((delivery) => !isExpired(delivery, retentionHours, clock.nowMs()))
        .sort((one, other) => (one.id < other.id ? -1 : 1));
      const last = some.length === limit ? some.at(-1) : undefined;
      return { deliveries, lastId: last === undefined ? null : deliveryIdOfRow(last) };
    }
    return { deliveries: [], lastId: null };
  }

  /**
   * The row is in the index from the start, like a claim of release, which sends a message if this call crashes before.
   */
  async replay(changes: readonly Replay[]): Promise<number> {
    const { messages } = this.#needs;
    let count = 0;
    for (let start = 0; start < changes.length; start += claimLimits.atATime) {
      const some = changes.slice(start, start + claimLimits.atATime);
      count += await sendClaimed(
        some.map((change) => this.#write(change)),
        messages,
      );
    }
    return count;
  }

  /** The message to send; empty if another process was faster. */
  async #write({ before, after }: Replay): Promise<readonly OutgoingMessage[]> {
    const { table, eventLives, retentionHours } = this.#needs;
    await eventLives.prolongFor(after);
    const atMs = after.nextAttemptAtMs ?? after.updatedAtMs;
    const changes = {
      ...deliveryChanges(after, retentionHours),
      ...claimedIndexKey(atMs + claimLimits.seconds * 1_000, ulidOf(after.eventId), 1),
    };
    const { written } = await writeOnce(table, deliveryKey(after.id), changes, {
      text: '#status = :exhausted AND #ticket = :ticket',
      values: { exhausted: 'exhausted', ticket: before.ticket },
    });
    return written ? [recoveryMessage(after, Math.ceil((atMs - after.updatedAtMs) / 1_000))] : [];
  }
}

const indexOf = ({ subscriptionId }: RecoveryScope): SparseIndex =>
  subscriptionId === null ? exhaustedIndex : waitingIndex;

function rangeOf(scope: RecoveryScope, shard: string, afterId: DeliveryId | null = null): Range {
  const { tenantId, subscriptionId } = scope;
  const { partition, keyOf } =
    subscriptionId === null
      ? { partition: tenantExhaustedPartition(tenantId, shard), keyOf: tenantExhaustedKey }
      : { partition: exhaustedPartition(subscriptionId, shard), keyOf: eventUlidIn };
  return {
    partition,
    ...eventsBetween({ ...scope, afterKey: afterId === null ? undefined : keyOf(afterId) }),
  };
}

const eventUlidIn = (id: DeliveryId): string => ulidOf(partsOfDeliveryId(id).eventId);
