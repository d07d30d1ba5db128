import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Attempt, Delivery } from '../../domain/delivery.ts';
import type { SubscriptionId, TenantId } from '../../domain/ids.ts';
import type { LiveRecord, RecordedChange, RecordedChanges } from '../../ports/live.ts';
import { attemptColumns, attemptFrom, deliveryColumns, deliveryFrom, type Row } from './delivery-rows.ts';

/** Rows read in one turn of the event loop: about a millisecond. */
const ROWS_A_TURN = 500;
/** Rows read of each of the three orders below. */
const ROWS_MOST = 10_000;
/** A row is inserted at most this long after the time that it carries, even on a busy machine. */
const INSERTED_WITHIN_MS = 10_000;

/** A keyset over an existing order: the statement continues after the place of the last row. */
interface Order {
  readonly statement: StatementSync;
  readonly first: readonly SQLInputValue[];
  readonly after: (row: Row) => readonly SQLInputValue[];
  /** The rest of the order has no change that is recent enough. */
  readonly isPast: (row: Row) => boolean;
  /** Until when changes may be missing, in Unix milliseconds, if this was the last row read. */
  readonly endsAtMs: (row: Row | undefined) => number;
}

const changedAtMs = (row: Row | undefined) => row?.['updated_at_ms'] as number;

function* pagesOf({ statement, first, after, isPast }: Order) {
  let place: readonly SQLInputValue[] | undefined = first;
  while (place !== undefined) {
    const rows: readonly Row[] = statement.all(...place);
    const last = rows.at(-1);
    place = last !== undefined && rows.length === ROWS_A_TURN && !isPast(last) ? after(last) : undefined;
    yield { rows, hasMore: place !== undefined };
  }
}

function* pagesOfAll(orders: readonly Order[]) {
  for (const order of orders) {
    const { endsAtMs } = order;
    for (const { rows, hasMore } of pagesOf(order)) {
      yield { rows, endsAtMs, isLast: !hasMore && order === orders.at(-1) };
    }
  }
}

/**
 * The deliveries that changed within minutes, without an index on the time of the change, which would cost a write for
 * each delivery. Each recent change is in one of three orders that exist for other reasons:
 *
 * | delivery                    | order                                                                        |
 * |-----------------------------|------------------------------------------------------------------------------|
 * | made a moment ago           | rowids: SQLite gives a new row the highest one                               |
 * | closed a moment ago         | `deliveries_by_expiry`: the latest change and the retention make the expiry  |
 * | retrying, made long ago     | `deliveries_in_trouble`, of the tenant's subscriptions                       |
 *
 * The first two begin with the latest change. A retrying delivery can be anywhere in the third, so a tenant with more
 * than `ROWS_MOST` of them is told that some may be missing.
 */
export class SqliteLiveRecord implements LiveRecord {
  readonly #rowsMost: number;
  readonly #statements;

  constructor(database: DatabaseSync, rowsMost = ROWS_MOST) {
    const columns = `${deliveryColumns}, rowid AS place`;
    this.#rowsMost = rowsMost;
    this.#statements = {
      made: database.prepare(
        `SELECT ${columns} FROM deliveries WHERE rowid < ? ORDER BY rowid DESC LIMIT ${ROWS_A_TURN}`,
      ),
      closed: database.prepare(
        `SELECT ${columns} FROM deliveries INDEXED BY deliveries_by_expiry WHERE expires_at_ms IS NOT NULL ` +
          'AND expires_at_ms <= ? AND (expires_at_ms < ? OR rowid < ?) ' +
          `ORDER BY expires_at_ms DESC, rowid DESC LIMIT ${ROWS_A_TURN}`,
      ),
      subscriptions: database.prepare(
        'SELECT id FROM subscriptions WHERE tenant_id = ? AND deleted_at_ms IS NULL ORDER BY id DESC',
      ),
      retrying: database.prepare(
        `SELECT ${columns} FROM deliveries WHERE status IN ('retrying', 'exhausted', 'cancelled') ` +
          "AND status = 'retrying' AND subscription_id = ? AND event_id < ? " +
          `ORDER BY event_id DESC LIMIT ${ROWS_A_TURN}`,
      ),
      attempts: database.prepare(
        `SELECT ${attemptColumns} FROM attempts WHERE delivery_id = ? AND started_at_ms + duration_ms >= ? ` +
          'ORDER BY number',
      ),
      receiver: database.prepare(
        'SELECT receiver_id FROM subscriptions WHERE id = ? AND deleted_at_ms IS NULL',
      ),
    };
  }

  /** The receiver of a subscription now; undefined if it is deleted. */
  receiverOf(id: SubscriptionId): string | null | undefined {
    return this.#statements.receiver.get(id)?.['receiver_id'] as string | null | undefined;
  }

  async changesSince(
    tenantId: TenantId,
    sinceMs: number,
    isWanted: (delivery: Delivery) => boolean,
    isNeeded: () => boolean = () => true,
  ): Promise<RecordedChanges> {
    const found = new Map<string, RecordedChange>();
    const take = (row: Row) => {
      if (row['tenant_id'] !== tenantId || changedAtMs(row) < sinceMs) return;
      const delivery = deliveryFrom(row);
      if (isWanted(delivery))
        found.set(delivery.id, { delivery, attempts: this.#attempts(delivery, sinceMs) });
    };
    const missing: (number | undefined)[] = [];
    for (const orders of [this.#retrying(tenantId), [this.#closed(sinceMs)], [this.#made(sinceMs)]]) {
      missing.push(isNeeded() ? await this.#read(orders, take, isNeeded) : Number.POSITIVE_INFINITY);
    }
    const changes = [...found.values()].toSorted((a, b) => a.delivery.updatedAtMs - b.delivery.updatedAtMs);
    const missingUntilMs = Math.max(...missing.map((untilMs) => untilMs ?? 0));
    return { changes, missingUntilMs: missingUntilMs > sinceMs ? missingUntilMs : undefined };
  }

  #made(sinceMs: number): Order {
    return {
      statement: this.#statements.made,
      first: [Number.MAX_SAFE_INTEGER],
      after: ({ place = null }) => [place],
      isPast: (row) => changedAtMs(row) < sinceMs - INSERTED_WITHIN_MS,
      endsAtMs: changedAtMs,
    };
  }

  #closed(sinceMs: number): Order {
    const bounds = (expiresAtMs: SQLInputValue, place: SQLInputValue) => [expiresAtMs, expiresAtMs, place];
    return {
      statement: this.#statements.closed,
      first: bounds(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
      after: ({ expires_at_ms = null, place = null }) => bounds(expires_at_ms, place),
      isPast: (row) => changedAtMs(row) < sinceMs,
      endsAtMs: changedAtMs,
    };
  }

  #retrying(tenantId: TenantId): readonly Order[] {
    return this.#statements.subscriptions.all(tenantId).map(({ id = null }) => ({
      statement: this.#statements.retrying,
      first: [id, 'evt_~'],
      after: ({ event_id = null }) => [id, event_id],
      isPast: () => false,
      endsAtMs: () => Number.POSITIVE_INFINITY,
    }));
  }

  /**
   * Reads the orders one after the other, with a pause after each turn.
   * @returns until when changes may be missing, because more rows than `rowsMost` would have to be read, or because they
   *   are no longer needed
   */
  async #read(
    orders: readonly Order[],
    take: (row: Row) => void,
    isNeeded: () => boolean,
  ): Promise<number | undefined> {
    let rowsLeft = this.#rowsMost;
    let looks = 0;
    for (const { rows, isLast, endsAtMs } of pagesOfAll(orders)) {
      for (const row of rows) take(row);
      // A look at an empty order costs about as much as a row.
      rowsLeft -= rows.length + 1;
      looks += 1;
      if (rowsLeft <= 0 && !isLast) return endsAtMs(rows.at(-1));
      if (rows.length === ROWS_A_TURN || looks % ROWS_A_TURN === 0) await nextTurn();
      if (!isNeeded()) return Number.POSITIVE_INFINITY;
    }
    return undefined;
  }

  #attempts({ id }: Delivery, sinceMs: number): readonly Attempt[] {
    return this.#statements.attempts.all(id, sinceMs).map(attemptFrom);
  }
}
