import type { DatabaseSync } from 'node:sqlite';
import { type Counting, countOpen } from '../../domain/counters.ts';
import type { Delivery } from '../../domain/delivery.ts';
import { type DeliveryId, lowestUlidAt, partsOfDeliveryId } from '../../domain/ids.ts';
import type { RecoveryScope } from '../../domain/recovery.ts';
import type { Clock } from '../../ports/platform.ts';
import type { ExhaustedDeliveries, ExhaustedPage } from '../../ports/storage.ts';
import { Conditions } from './conditions.ts';
import {
  deliveryColumns,
  deliveryFrom,
  deliveryUpsert,
  deliveryValues,
  isInTrouble,
} from './delivery-rows.ts';
import type { GroupCommit } from './group-commit.ts';
import type { Message } from './message-table.ts';
import { insertRecoveryMessage } from './outgoing-messages.ts';
import type { SqliteQueue } from './queue.ts';

export interface SqliteExhaustedNeeds {
  readonly database: DatabaseSync;
  readonly commits: GroupCommit;
  readonly queue: SqliteQueue;
  readonly clock: Clock;
  readonly counting: Counting;
  readonly retentionHours: number;
}

export class SqliteExhaustedDeliveries implements ExhaustedDeliveries {
  readonly #needs: SqliteExhaustedNeeds;
  readonly #statements;

  constructor(needs: SqliteExhaustedNeeds) {
    this.#needs = needs;
    this.#statements = {
      isStill: needs.database.prepare(
        'SELECT 1 FROM deliveries WHERE subscription_id = ? AND event_id = ? ' +
          "AND status = 'exhausted' AND ticket = ?",
      ),
      write: needs.database.prepare(deliveryUpsert),
    };
  }

  async count(scope: RecoveryScope, receiverId?: string | undefined): Promise<number> {
    const { text, values } = this.#conditions(scope, null).and('receiver_id = ?', receiverId);
    const row = this.#needs.database
      .prepare(`SELECT count(*) AS found FROM deliveries WHERE ${text}`)
      .get(...values);
    return row?.['found'] as number;
  }

  async oldest(scope: RecoveryScope, afterId: DeliveryId | null, limit: number): Promise<ExhaustedPage> {
    const { text, values } = this.#conditions(scope, afterId);
    const query = `SELECT ${deliveryColumns} FROM deliveries WHERE ${text} ORDER BY ${orderOf(scope).column} LIMIT ?`;
    const deliveries = this.#needs.database
      .prepare(query)
      .all(...values, limit)
      .map(deliveryFrom);
    const last = deliveries.length === limit ? deliveries.at(-1) : undefined;
    return { deliveries, lastId: last?.id ?? null };
  }

  #conditions(scope: RecoveryScope, afterId: DeliveryId | null): Conditions {
    const { column, isExhausted, owner, keyAt, keyOf } = orderOf(scope);
    const after = afterId === null ? undefined : keyOf(afterId);
    // One bound on each side: SQLite seeks to one, and would compare row by row with a second.
    const from = after === undefined ? keyAt(scope.sinceMs) : undefined;
    return new Conditions()
      .and(isExhausted, owner)
      .and(`${column} >= ?`, from)
      .and(`${column} > ?`, after)
      .and(`${column} < ?`, keyAt(scope.untilMs))
      .and('expires_at_ms > ?', this.#needs.clock.nowMs());
  }

  /** All in one transaction with their messages. An event is kept as long as one of its deliveries is open. */
  async replay(changes: readonly { readonly before: Delivery; readonly after: Delivery }[]): Promise<number> {
    const { commits, queue, counting, retentionHours } = this.#needs;
    if (changes.length === 0) return 0;
    const messages = await commits.write((): readonly Message[] =>
      changes.flatMap(({ before, after }) => {
        const { subscriptionId, eventId, ticket } = before;
        if (this.#statements.isStill.get(subscriptionId, eventId, ticket) === undefined) return [];
        this.#statements.write.run(...deliveryValues(after, retentionHours));
        countOpen(counting, 'exhausted', after);
        return [insertRecoveryMessage(queue, after)];
      }),
    );
    for (const message of messages) queue.admit(message);
    return messages.length;
  }
}

/** The index to read, of one subscription or of a tenant. Its condition is repeated word for word. */
const orderOf = ({ subscriptionId, tenantId }: RecoveryScope) =>
  subscriptionId === null
    ? {
        column: 'id',
        isExhausted: `${isInTrouble} AND status = 'exhausted' AND tenant_id = ?`,
        owner: tenantId,
        keyAt: (timeMs: number) => `dlv_${lowestUlidAt(timeMs)}`,
        keyOf: (id: DeliveryId) => id,
      }
    : {
        column: 'event_id',
        isExhausted: `${isInTrouble} AND status = 'exhausted' AND subscription_id = ?`,
        owner: subscriptionId,
        keyAt: (timeMs: number) => `evt_${lowestUlidAt(timeMs)}`,
        keyOf: (id: DeliveryId) => partsOfDeliveryId(id).eventId,
      };
