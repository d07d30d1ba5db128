import type { DatabaseSync } from 'node:sqlite';
import type { SubscriptionId } from '../../domain/ids.ts';
import { limitKey, type RateLimit, takePlace } from '../../domain/rate-limit.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeliveryPlaces } from '../../ports/delivery-places.ts';
import type { GroupCommit } from './group-commit.ts';

/**
 * In memory, since one process has the folder; written behind, so that the places that are taken are still taken after
 * a restart. What a crash loses of it is less than a tenth of a second's.
 */
export class SqliteDeliveryPlaces implements DeliveryPlaces {
  readonly #commits: GroupCommit;
  readonly #clock: Clock;
  readonly #statements;
  readonly #paidUntilMs = new Map<string, number>();
  readonly #unwritten = new Set<string>();

  constructor(database: DatabaseSync, commits: GroupCommit, clock: Clock) {
    this.#commits = commits;
    this.#clock = clock;
    this.#statements = {
      find: database.prepare('SELECT paid_until_ms FROM rate_limits WHERE key = ?'),
      write: database.prepare('INSERT OR REPLACE INTO rate_limits (key, paid_until_ms) VALUES (?, ?)'),
    };
  }

  async take(id: SubscriptionId, limit: RateLimit): Promise<number> {
    const key = limitKey(id, limit);
    const known = this.#paidUntilMs.get(key) ?? this.#stored(key);
    const { atMs, paidUntilMs } = takePlace(limit, known, this.#clock.nowMs());
    this.#paidUntilMs.set(key, paidUntilMs);
    this.#writeLater(key);
    return atMs;
  }

  #stored(key: string): number | undefined {
    return this.#statements.find.get(key)?.['paid_until_ms'] as number | undefined;
  }

  #writeLater(key: string): void {
    if (this.#unwritten.has(key)) return;
    this.#unwritten.add(key);
    this.#commits
      .writeLater(() => {
        this.#unwritten.delete(key);
        const paidUntilMs = this.#paidUntilMs.get(key);
        if (paidUntilMs !== undefined) this.#statements.write.run(key, paidUntilMs);
        // What is past says no more than nothing: so the memory does not grow with all limits that there ever were.
        if (paidUntilMs !== undefined && paidUntilMs <= this.#clock.nowMs()) this.#paidUntilMs.delete(key);
      })
      // It shows with the writes that somebody waits for; the memory goes on.
      .catch(() => {});
  }
}
