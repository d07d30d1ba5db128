import { livePartitions } from '../../config/live-keys.ts';
import type { LiveFilter } from '../../domain/live/filter.ts';
import type { LiveRights } from '../../domain/live/ticket.ts';
import type { LiveConnection, LiveConnections, Watch } from '../../ports/live-pump.ts';
import { ttlAt } from './delivery-rows.ts';
import type { Key } from './keys.ts';
import { placeKeys } from './live-places.ts';
import { connectionKey, connectionPrefix } from './live-rows.ts';
import { Increase, type Row, type Table } from './table.ts';

/**
 * API Gateway ends a connection after two hours. The row of a connection whose end was not announced is ignored a bit
 * later.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
const LONGEST_CONNECTION_MS = 2 * 3_600_000 + 300_000;

/** A connection is a row, which the pump reads, and an entry for each limit that counts it. */
export class DynamoLiveConnections implements LiveConnections {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async open(
    id: string,
    { rights, filter }: Pick<LiveConnection, 'rights' | 'filter'>,
    nowMs: number,
  ): Promise<void> {
    const expiresAtMs = nowMs + LONGEST_CONNECTION_MS;
    const ttl = ttlAt(expiresAtMs);
    const row = {
      ...connectionKey(id),
      rights,
      filter,
      watches: 0,
      greeted: 0,
      expires_at: expiresAtMs,
      ttl,
    };
    await this.#table.transact([
      { put: row },
      ...placeKeys(rights, expiresAtMs, id).map((place) => ({ put: { ...place, ttl } })),
    ]);
  }

  async watch(id: string, { filter, sinceMs }: Omit<Watch, 'number'>): Promise<'watching' | 'gone'> {
    const changes = { watches: new Increase(1), wanted: filter, since: sinceMs };
    const { outcome } = await this.#table.update(connectionKey(id), changes, isThere);
    return outcome === 'written' ? 'watching' : 'gone';
  }

  async greeted(id: string, number: number): Promise<void> {
    await this.#table.update(connectionKey(id), { greeted: number }, isThere);
  }

  /** The row goes last: after a crash, another call finds the entries that are left. */
  async close(id: string): Promise<void> {
    const row = await this.#table.get(connectionKey(id));
    if (row === undefined) return;
    const places = placeKeys(row['rights'] as LiveRights, row['expires_at'] as number, id);
    await Promise.all(places.map((place) => this.#table.remove(place, isThere)));
    await this.#table.remove(connectionKey(id), isThere);
  }

  async watching(nowMs: number): Promise<readonly LiveConnection[]> {
    const found: LiveConnection[] = [];
    let startAfter: Key | undefined;
    do {
      const page = await this.#table.query({
        partition: livePartitions.connections,
        from: connectionPrefix,
        to: `${connectionPrefix}~`,
        startAfter,
      });
      found.push(...page.rows.filter((row) => isWatching(row, nowMs)).map(connectionFrom));
      startAfter = page.startAfter;
    } while (startAfter !== undefined);
    return found;
  }
}

const isThere = { text: 'attribute_exists(#PK)' } as const;

const isWatching = (row: Row, nowMs: number): boolean =>
  (row['watches'] as number) > 0 && (row['expires_at'] as number) > nowMs;

const connectionFrom = (row: Row): LiveConnection => ({
  id: row.SK.slice(connectionPrefix.length),
  rights: row['rights'] as LiveRights,
  filter: row['filter'] as LiveFilter,
  watch: {
    number: row['watches'] as number,
    filter: row['wanted'] as LiveFilter,
    sinceMs: row['since'] as number | undefined,
  },
  greeted: row['greeted'] as number,
});
