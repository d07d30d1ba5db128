import type { DatabaseSync } from 'node:sqlite';
import { deliveryIdOf, type EventId, type SubscriptionId } from '../../domain/ids.ts';
import { apiKeyLimits, retention } from '../../domain/limits.ts';
import type { SqliteCounters } from './counters.ts';
import { hasOpenDelivery } from './event-rows.ts';
import type { GroupCommit } from './group-commit.ts';
import { DELIVERY_QUEUE } from './outgoing-messages.ts';

/** Rows of a table that one commit deletes: a few milliseconds of work, so that other writes hardly wait. */
const ROWS_PER_COMMIT = 500;

/** Deletes expired rows, as DynamoDB's TTL does on AWS. Readers check the expiry themselves and never wait for it. */
export class Expiry {
  readonly #commits: GroupCommit;
  readonly #counters: SqliteCounters;
  readonly #statements;

  constructor(database: DatabaseSync, commits: GroupCommit, counters: SqliteCounters) {
    this.#commits = commits;
    this.#counters = counters;
    const limit = `ORDER BY expires_at_ms LIMIT ${ROWS_PER_COMMIT}`;
    const expired = (table: string, condition = 'true') =>
      `DELETE FROM ${table} WHERE rowid IN ` +
      `(SELECT rowid FROM ${table} WHERE expires_at_ms <= ? AND ${condition} ${limit})`;
    this.#statements = {
      deliveries: database.prepare(`${expired('deliveries')} RETURNING event_id, subscription_id`),
      attempts: database.prepare('DELETE FROM attempts WHERE delivery_id = ?'),
      events: database.prepare(expired('events', `NOT ${hasOpenDelivery}`)),
      idempotencyKeys: database.prepare(expired('idempotency_keys')),
      rateLimits: database.prepare('DELETE FROM rate_limits WHERE paid_until_ms <= ?'),
      auditTrail: database.prepare(expired('audit_trail')),
      recoveries: database.prepare(expired('recoveries')),
      portalVersions: database.prepare('DELETE FROM portal_versions WHERE expires_at_ms <= ?'),
      apiKeys: database.prepare('DELETE FROM api_keys WHERE expires_at_ms <= ?'),
      tombstones: database.prepare('DELETE FROM subscriptions WHERE deleted_at_ms <= ?'),
      endedMessages: database.prepare(
        `DELETE FROM messages WHERE queue <> '${DELIVERY_QUEUE}' AND sent_at_ms <= ?`,
      ),
    };
  }

  /** Deletes all rows that have expired by `nowMs`. Other writes get their turn between its commits. */
  async sweep(nowMs: number): Promise<void> {
    let deleted = ROWS_PER_COMMIT;
    while (deleted >= ROWS_PER_COMMIT) deleted = await this.#commits.write(() => this.#sweepOnce(nowMs));
    await this.#commits.write(() => {
      const tooOldMs = nowMs - retention.tombstoneSeconds * 1_000;
      this.#statements.tombstones.run(tooOldMs);
      this.#statements.endedMessages.run(tooOldMs);
      this.#statements.rateLimits.run(nowMs);
      this.#statements.portalVersions.run(nowMs);
      this.#statements.apiKeys.run(nowMs - apiKeyLimits.shownAfterExpirySeconds * 1_000);
      this.#counters.sweep(nowMs);
    });
  }

  /** The largest number of rows deleted from one table. */
  #sweepOnce(nowMs: number): number {
    const deliveries = this.#statements.deliveries.all(nowMs);
    for (const row of deliveries) {
      const id = deliveryIdOf(row['event_id'] as EventId, row['subscription_id'] as SubscriptionId);
      this.#statements.attempts.run(id);
    }
    const events = Number(this.#statements.events.run(nowMs).changes);
    const keys = Number(this.#statements.idempotencyKeys.run(nowMs).changes);
    const entries = Number(this.#statements.auditTrail.run(nowMs).changes);
    const recoveries = Number(this.#statements.recoveries.run(nowMs).changes);
    return Math.max(deliveries.length, events, keys, entries, recoveries);
  }
}
