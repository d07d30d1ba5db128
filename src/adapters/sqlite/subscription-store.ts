import type { DatabaseSync } from 'node:sqlite';
import { wantsEventType } from '../../domain/event-type-pattern.ts';
import type { SubscriptionId, TenantId } from '../../domain/ids.ts';
import { subscriptionLimits } from '../../domain/limits.ts';
import type { Route, Subscription } from '../../domain/subscription.ts';
import type { Log } from '../../ports/log.ts';
import type {
  SubscriptionFilter,
  SubscriptionPage,
  SubscriptionStore,
} from '../../ports/subscription-store.ts';
import type { FieldCipher } from '../crypto/field-cipher.ts';
import { isKeyOf, unlessDamaged } from '../crypto/sealed-subscription.ts';
import { makeHeldDue } from './delivery-rows.ts';
import type { GroupCommit } from './group-commit.ts';
import {
  routeFrom,
  sealedSubscriptionIn,
  subscriptionColumns,
  subscriptionFrom,
  subscriptionValues,
} from './subscription-rows.ts';

export class SqliteSubscriptionStore implements SubscriptionStore {
  readonly #commits: GroupCommit;
  readonly #cipher: FieldCipher;
  readonly #log: Log;
  readonly #statements;

  constructor(database: DatabaseSync, commits: GroupCommit, cipher: FieldCipher, log: Log) {
    this.#commits = commits;
    this.#cipher = cipher;
    this.#log = log;
    this.#statements = prepare(database);
  }

  add(subscription: Subscription): Promise<'added' | 'exists' | 'full'> {
    const values = subscriptionValues(subscription, this.#cipher);
    return this.#commits.write(() => {
      if (this.#statements.exists.get(subscription.id) !== undefined) return 'exists';
      if (this.#isFull(subscription)) return 'full';
      this.#statements.insert.run(...values);
      return 'added';
    });
  }

  replace(subscription: Subscription): Promise<'replaced' | 'conflict' | 'full'> {
    const [id = null, , ...values] = subscriptionValues(subscription, this.#cipher);
    return this.#commits.write(() => {
      const stored = this.#statements.find.get(id);
      if (stored?.['version'] !== subscription.version - 1) return 'conflict';
      if (stored['receiver_id'] !== subscription.receiverId && this.#isFull(subscription)) return 'full';
      this.#statements.replace.run(...values, id);
      if (subscription.status === 'enabled') this.#statements.dueNow.run(subscription.updatedAtMs, id);
      return 'replaced';
    });
  }

  #isFull({ tenantId, receiverId }: Subscription): boolean {
    const row = this.#statements.count.get(tenantId, receiverId);
    return Number(row?.['n']) >= subscriptionLimits.perReceiver;
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
  ): Promise<readonly Subscription[]> {
    const found: Subscription[] = [];
    const values = [tenantId, beforeId ?? AFTER_ALL_IDS, status ?? null, receiverId ?? null];
    for (const row of this.#statements.list.iterate(...values)) {
      const subscription = unlessDamaged(() => subscriptionFrom(row, this.#cipher), this.#log);
      if (subscription === undefined) continue;
      if (eventType === undefined || wantsEventType(subscription.eventTypes, eventType))
        found.push(subscription);
      if (found.length === limit) break;
    }
    return found;
  }

  /** Whether what is stored was encrypted with the key that this store has: tried on the newest one. */
  canDecrypt(): boolean {
    const row = this.#statements.newest.get();
    return row === undefined || isKeyOf(this.#cipher, sealedSubscriptionIn(row));
  }

  /** All enabled ones of a tenant for one receiver (`null`: those that name none). */
  async routesFor(tenantId: TenantId, receiverId: string | null): Promise<readonly Route[]> {
    return this.#statements.routes.all(tenantId, receiverId).map(routeFrom);
  }
}

/** In ASCII, `~` comes after every character of an id. */
const AFTER_ALL_IDS = 'sub_~';

const prepare = (database: DatabaseSync) => ({
  exists: database.prepare('SELECT 1 FROM subscriptions WHERE id = ?'),
  count: database.prepare(
    'SELECT count(*) AS n FROM subscriptions WHERE tenant_id = ? AND receiver_id IS ? AND deleted_at_ms IS NULL',
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
  list: database.prepare(
    `SELECT ${subscriptionColumns} FROM subscriptions ` +
      'WHERE tenant_id = ? AND id < ? AND deleted_at_ms IS NULL ' +
      'AND status = coalesce(?, status) AND receiver_id IS coalesce(?, receiver_id) ORDER BY id DESC',
  ),
  routes: database.prepare(
    'SELECT id, settings FROM subscriptions ' +
      "WHERE tenant_id = ? AND receiver_id IS ? AND status = 'enabled' AND deleted_at_ms IS NULL",
  ),
});
