import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { wantsEventType } from '../../domain/event-type-pattern.ts';
import type { SubscriptionId, TenantId } from '../../domain/ids.ts';
import { requestLimits, subscriptionLimits } from '../../domain/limits.ts';
import type { Recipient, Subscription } from '../../domain/subscription.ts';
import type { Log } from '../../ports/platform.ts';
import type {
  BoundedPage,
  SubscriptionFilter,
  SubscriptionPage,
  SubscriptionStore,
} from '../../ports/storage.ts';
import type { FieldCipher } from '../crypto/field-cipher.ts';
import { isKeyOf, unlessDamaged } from '../crypto/sealed-subscription.ts';
import { boundedPage } from './bounded-list.ts';
import { Conditions } from './conditions.ts';
import { makeHeldDue, type Row } from './delivery-rows.ts';
import type { GroupCommit } from './group-commit.ts';
import {
  recipientFrom,
  sealedSubscriptionIn,
  subscriptionColumns,
  subscriptionFrom,
  subscriptionValues,
} from './subscription-rows.ts';

export class SqliteSubscriptionStore implements SubscriptionStore {
  readonly #database: DatabaseSync;
  readonly #commits: GroupCommit;
  readonly #cipher: FieldCipher;
  readonly #log: Log;
  readonly #rowsExamined: number;
  readonly #statements;

  constructor(
    database: DatabaseSync,
    commits: GroupCommit,
    cipher: FieldCipher,
    log: Log,
    rowsExamined: number = requestLimits.rowsExamined,
  ) {
    this.#database = database;
    this.#rowsExamined = rowsExamined;
    // SQL cannot match event type patterns. This function can, so that a list reads only the rows that it shows.
    database.function('wants_event_type', { deterministic: true }, wantsEventTypeInSql);
    this.#commits = commits;
    this.#cipher = cipher;
    this.#log = log;
    this.#statements = prepare(database);
  }

  add(
    subscription: Subscription,
    most: number = subscriptionLimits.perReceiver,
  ): Promise<'added' | 'exists' | 'full'> {
    const values = subscriptionValues(subscription, this.#cipher);
    return this.#commits.write(() => {
      if (this.#statements.exists.get(subscription.id) !== undefined) return 'exists';
      if (this.#isFull(subscription, most)) return 'full';
      this.#statements.insert.run(...values);
      return 'added';
    });
  }

  replace(
    subscription: Subscription,
    most: number = subscriptionLimits.perReceiver,
  ): Promise<'replaced' | 'conflict' | 'full'> {
    const [id = null, , ...values] = subscriptionValues(subscription, this.#cipher);
    return this.#commits.write(() => {
      const stored = this.#statements.find.get(id);
      if (stored?.['version'] !== subscription.version - 1) return 'conflict';
      if (stored['receiver_id'] !== subscription.receiverId && this.#isFull(subscription, most))
        return 'full';
      this.#statements.replace.run(...values, id);
      if (subscription.status === 'enabled') this.#statements.dueNow.run(subscription.updatedAtMs, id);
      return 'replaced';
    });
  }

  #isFull({ tenantId, receiverId }: Subscription, most: number): boolean {
    return most === 0 || this.#statements.lastPlace.get(tenantId, receiverId, most - 1) !== undefined;
  }

  remove({ id, version }: Subscription, nowMs: number): Promise<'removed' | 'conflict'> {
    return this.#commits.write(() => {
      if (this.#statements.remove.run(nowMs, id, version).changes === 0) return 'conflict';
      this.#statements.dueNow.run(nowMs, id);
      return 'removed';
    });
  }

  async find(id: SubscriptionId): Promise<Subscription | undefined> {
    const row = this.#statements.find.get(id);
    return row && subscriptionFrom(row, this.#cipher);
  }

  async list(
    tenantId: TenantId,
    { status, eventType, receiverId }: SubscriptionFilter,
    { beforeId, limit }: SubscriptionPage,
  ): Promise<BoundedPage<Subscription, SubscriptionId>> {
    const { items, nextBefore } = boundedPage<SubscriptionId>(this.#database, {
      table: 'subscriptions',
      columns: subscriptionColumns,
      id: 'id',
      prefix: 'sub_',
      indexed: new Conditions()
        .and('deleted_at_ms IS NULL AND tenant_id = ?', tenantId)
        .and('receiver_id = ?', receiverId),
      wanted: new Conditions()
        .and('status = ?', status)
        .and("wants_event_type(json_extract(settings, '$.eventTypes'), ?)", eventType),
      sinceMs: undefined,
      untilMs: undefined,
      before: beforeId,
      limit,
      rowsExamined: this.#rowsExamined,
    });
    const read = (row: Row) => unlessDamaged(() => subscriptionFrom(row, this.#cipher), this.#log) ?? [];
    return { items: items.flatMap(read), nextBefore };
  }

  /** Whether the stored secrets were encrypted with this store's key. Tries the newest subscription. */
  canDecrypt(): boolean {
    const row = this.#statements.newest.get();
    return row === undefined || isKeyOf(this.#cipher, sealedSubscriptionIn(row));
  }

  /** All enabled ones of a tenant for one receiver (`null`: those that name none). */
  async recipientsFor(tenantId: TenantId, receiverId: string | null): Promise<readonly Recipient[]> {
    const rows = this.#statements.recipients.all(tenantId, receiverId);
    return rows.flatMap((row) => unlessDamaged(() => recipientFrom(row), this.#log) ?? []);
  }
}

/** @param patterns a JSON array */
const wantsEventTypeInSql = (patterns: SQLOutputValue, eventType: SQLOutputValue): number =>
  Number(wantsEventType(JSON.parse(String(patterns)), String(eventType)));

const prepare = (database: DatabaseSync) => ({
  exists: database.prepare('SELECT 1 FROM subscriptions WHERE id = ?'),
  lastPlace: database.prepare(
    'SELECT 1 FROM subscriptions WHERE tenant_id = ? AND receiver_id IS ? AND deleted_at_ms IS NULL LIMIT 1 OFFSET ?',
  ),
  insert: database.prepare(`INSERT INTO subscriptions (${subscriptionColumns}) VALUES (?, ?, ?, ?, ?, ?)`),
  replace: database.prepare(
    'UPDATE subscriptions SET receiver_id = ?, status = ?, version = ?, settings = ? WHERE id = ?',
  ),
  remove: database.prepare(
    'UPDATE subscriptions SET deleted_at_ms = ? WHERE id = ? AND version = ? AND deleted_at_ms IS NULL',
  ),
  dueNow: database.prepare(makeHeldDue),
  find: database.prepare(
    `SELECT ${subscriptionColumns} FROM subscriptions WHERE id = ? AND deleted_at_ms IS NULL`,
  ),
  newest: database.prepare(`SELECT ${subscriptionColumns} FROM subscriptions ORDER BY id DESC LIMIT 1`),
  recipients: database.prepare(
    'SELECT id, settings FROM subscriptions ' +
      "WHERE tenant_id = ? AND receiver_id IS ? AND status = 'enabled' AND deleted_at_ms IS NULL",
  ),
});
