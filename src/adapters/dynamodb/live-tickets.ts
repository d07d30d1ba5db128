import { ulidOf } from '../../domain/ids.ts';
import { liveLimits } from '../../domain/limits.ts';
import type { LiveTicket } from '../../domain/live/ticket.ts';
import type { LiveTickets } from '../../ports/live.ts';
import { ttlAt } from './delivery-rows.ts';
import { liveTicketKey, liveTicketSort, liveTicketsPartition } from './live-rows.ts';
import type { Row, Table } from './table.ts';

/** A ticket is a row under its hash, and an entry for each limit that counts it. */
export class DynamoLiveTickets implements LiveTickets {
  readonly #table: Table;
  readonly #nowMs: () => number;

  /** @param nowMs the time by which tickets expire, in Unix milliseconds */
  constructor(table: Table, nowMs: () => number) {
    this.#table = table;
    this.#nowMs = nowMs;
  }

  async add(hash: string, ticket: LiveTicket): Promise<'added' | 'full'> {
    for (const { owner, most } of countedFor(ticket)) {
      if (await this.#hasAtLeast(most, owner)) return 'full';
    }
    const { rights, filter, expiresAtMs } = ticket;
    const ttl = ttlAt(expiresAtMs);
    const row = { ...liveTicketKey(hash), rights, filter, expires_at: expiresAtMs, ttl };
    await this.#table.transact([
      { put: row },
      ...entriesOf(hash, ticket).map((entry) => ({ put: { ...entry, ttl } })),
    ]);
    return 'added';
  }

  async take(hash: string, nowMs: number): Promise<LiveTicket | undefined> {
    const row = await this.#table.get(liveTicketKey(hash));
    if (row === undefined) return undefined;
    const ticket = ticketFrom(row);
    const removed = await this.#table.remove(liveTicketKey(hash), { text: 'attribute_exists(#PK)' });
    if (removed.outcome !== 'written') return undefined;
    for (const entry of entriesOf(hash, ticket)) {
      await this.#table.remove(entry, { text: 'attribute_exists(#PK)' });
    }
    return ticket.expiresAtMs > nowMs ? ticket : undefined;
  }

  async #hasAtLeast(most: number, owner: string): Promise<boolean> {
    const { rows } = await this.#table.query({
      partition: liveTicketsPartition(owner),
      from: liveTicketSort(this.#nowMs()),
      limit: most,
      attributes: ['SK'],
    });
    return rows.length >= most;
  }
}

const countedFor = ({ rights: { tenantId, receiverId } }: LiveTicket) => [
  { owner: ulidOf(tenantId), most: liveLimits.ticketsPerTenant },
  ...(receiverId === undefined
    ? []
    : [{ owner: `${ulidOf(tenantId)}#${receiverId}`, most: liveLimits.ticketsPerReceiver }]),
];

const entriesOf = (hash: string, ticket: LiveTicket) =>
  countedFor(ticket).map(({ owner }) => ({
    PK: liveTicketsPartition(owner),
    SK: liveTicketSort(ticket.expiresAtMs, hash),
  }));

const ticketFrom = (row: Row): LiveTicket => ({
  rights: row['rights'] as LiveTicket['rights'],
  filter: row['filter'] as LiveTicket['filter'],
  expiresAtMs: row['expires_at'] as number,
});
