import { exhaustedIndex, type SparseIndex, waitingIndex } from '../../config/table-keys.ts';
import type { Delivery } from '../../domain/delivery.ts';
import { type DeliveryId, partsOfDeliveryId, ulidOf } from '../../domain/ids.ts';
import { claimLimits, recoveryLimits } from '../../domain/limits.ts';
import type { RecoveryScope } from '../../domain/recovery.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ExhaustedDeliveries, ExhaustedPage } from '../../ports/exhausted-deliveries.ts';
import { recoveryMessage } from '../sqs/outgoing-messages.ts';
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
import { eventsBetween, oldestFirst } from './merged-shards.ts';
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

/** What the indexes have under `X#`: exhausted deliveries, by subscription or by tenant, and by event. */
export class DynamoExhaustedDeliveries implements ExhaustedDeliveries {
  readonly #needs: DynamoExhaustedNeeds;

  constructor(needs: DynamoExhaustedNeeds) {
    this.#needs = needs;
  }

  async count(scope: RecoveryScope): Promise<number | null> {
    const counts = await Promise.all(
      shards.map((shard) =>
        this.#needs.table.countIndex(rangeOf(scope, shard), indexOf(scope), recoveryLimits.pagesCounted),
      ),
    );
    return counts.reduce<number | null>(
      (sum, count) => (sum === null || count === undefined ? null : sum + count),
      0,
    );
  }

  async oldest(scope: RecoveryScope, afterId: DeliveryId | null, limit: number): Promise<ExhaustedPage> {
    const { table, clock, retentionHours } = this.#needs;
    const keys = oldestFirst(table, indexOf(scope), (shard) => rangeOf(scope, shard, afterId), limit);
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
   * In the index from the start, like a claim of release: that sends a message should this call not get to it.
   */
  async replay(changes: readonly Replay[]): Promise<number> {
    const replayed: Delivery[] = [];
    for (let start = 0; start < changes.length; start += claimLimits.atATime) {
      replayed.push(...(await this.#replaySome(changes.slice(start, start + claimLimits.atATime))));
    }
    return replayed.length;
  }

  /** All that could be written get their messages, also when some could not. */
  async #replaySome(changes: readonly Replay[]): Promise<readonly Delivery[]> {
    const written = await Promise.allSettled(changes.map((change) => this.#write(change)));
    const replayed = written.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    if (replayed.length > 0) await this.#needs.messages.send(replayed.map(messageFor));
    const failed = written.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return replayed;
  }

  /** The delivery as it is now; nothing if somebody else was faster. */
  async #write({ before, after }: Replay): Promise<readonly Delivery[]> {
    const { table, eventLives, retentionHours } = this.#needs;
    await eventLives.prolongFor(after);
    const untilMs = (after.nextAttemptAtMs ?? after.updatedAtMs) + claimLimits.seconds * 1_000;
    const changes = {
      ...deliveryChanges(after, retentionHours),
      ...claimedIndexKey(untilMs, ulidOf(after.eventId), 1),
    };
    const { written } = await writeOnce(table, deliveryKey(after.id), changes, {
      text: '#status = :exhausted AND #ticket = :ticket',
      values: { exhausted: 'exhausted', ticket: before.ticket },
    });
    return written ? [after] : [];
  }
}

const indexOf = ({ subscriptionId }: RecoveryScope): SparseIndex =>
  subscriptionId === null ? exhaustedIndex : waitingIndex;

function rangeOf(scope: RecoveryScope, shard: string, afterId: DeliveryId | null = null): Range {
  const { tenantId, subscriptionId, sinceMs, untilMs } = scope;
  if (subscriptionId === null) {
    const afterKey = afterId === null ? undefined : tenantExhaustedKey(afterId);
    const partition = tenantExhaustedPartition(tenantId, shard);
    return { partition, ...eventsBetween({ sinceMs, untilMs, afterKey }) };
  }
  const afterKey = afterId === null ? undefined : ulidOf(partsOfDeliveryId(afterId).eventId);
  const partition = exhaustedPartition(subscriptionId, shard);
  return { partition, ...eventsBetween({ sinceMs, untilMs, afterKey }) };
}

const messageFor = (delivery: Delivery) =>
  recoveryMessage(delivery, Math.ceil(((delivery.nextAttemptAtMs ?? 0) - delivery.updatedAtMs) / 1_000));
