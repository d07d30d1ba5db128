import type { LiveTicket } from '../../domain/live/ticket.ts';
import type { LiveTickets } from '../../ports/live.ts';
import { ttlAt } from './delivery-rows.ts';
import { placeKeys, placesOf } from './live-places.ts';
import { livePlaceSort, livePlacesPartition, liveTicketKey } from './live-rows.ts';
import type { Row, Table } from './table.ts';

/**
 * A ticket is a row under its hash, and an entry for each limit that counts it. Open connections have such entries too, so
 * a new ticket is refused once its owner has as many tickets and connections together as it may have connections.
 */
export class DynamoLiveTickets implements LiveTickets {
  readonly #table: Table;
  readonly #nowMs: () => number;

  /** @param nowMs the time by which tickets expire, in Unix milliseconds */
  constructor(table: Table, nowMs: () => number) {
    this.#table = table;
    this.#nowMs = nowMs;
  }

  async add(hash: string, ticket: LiveTicket): Promise<'added' | 'full'> {
    for (const { owner, most } of placesOf(ticket.rights)) {
      if (await this.#hasAtLeast(most, owner)) return 'full';
    }
    const { rights, filter, expiresAtMs } = ticket;
    const ttl = ttlAt(expiresAtMs);
    const row = { ...liveTicketKey(hash), rights, filter, expires_at: expiresAtMs, ttl };
    await this.#table.transact([
      { put: row },
      ...placeKeys(rights, expiresAtMs, hash).map((place) => ({ put: { ...place, ttl } })),
    ]);
    return 'added';
  }

  async take(hash: string, nowMs: number): Promise<LiveTicket | undefined> {
    const row = await this.#table.get(liveTicketKey(hash));
    if (row === undefined) return undefined;
    const ticket = ticketFrom(row);
    const removed = await this.#table.remove(liveTicketKey(hash), { text: 'attribute_exists(#PK)' });
    if (removed.outcome !== 'written') return undefined;
    for (const place of placeKeys(ticket.rights, ticket.expiresAtMs, hash)) {
      await this.#table.remove(place, { text: 'attribute_exists(#PK)' });
    }
    return ticket.expiresAtMs > nowMs ? ticket : undefined;
  }

  async #hasAtLeast(most: number, owner: string): Promise<boolean> {
    const { rows } = await this.#table.query({
      partition: livePlacesPartition(owner),
      from: livePlaceSort(this.#nowMs()),
      limit: most,
      attributes: ['SK'],
    });
    return rows.length >= most;
  }
}

const ticketFrom = (row: Row): LiveTicket => ({
  rights: row['rights'] as LiveTicket['rights'],
  filter: row['filter'] as LiveTicket['filter'],
  expiresAtMs: row['expires_at'] as number,
});
