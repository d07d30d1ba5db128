import { liveLimits } from '../../domain/limits.ts';
import type { LiveTicket } from '../../domain/live/ticket.ts';
import type { LiveTickets } from '../../ports/live.ts';

/** Unused tickets of all tenants together: some 500 bytes each. */
const TICKETS_MOST = 20_000;

/**
 * Tickets of one process, which serves their connections too. A ticket lives for seconds, so none is kept over a restart:
 * clients ask for another one. Tickets expire in the order in which they came, so the oldest are looked at first.
 */
export class MemoryLiveTickets implements LiveTickets {
  readonly #tickets = new Map<string, LiveTicket>();
  /** By tenant, and by tenant and receiver for portal tokens. */
  readonly #counts = new Map<string, number>();
  readonly #nowMs: () => number;

  /** @param nowMs the time by which tickets expire, in Unix milliseconds */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  async add(hash: string, ticket: LiveTicket): Promise<'added' | 'full'> {
    this.#dropExpired();
    const { tenant, receiver } = namesOf(ticket);
    const isFull =
      this.#tickets.size >= TICKETS_MOST ||
      this.#countOf(tenant) >= liveLimits.ticketsPerTenant ||
      (receiver !== undefined && this.#countOf(receiver) >= liveLimits.ticketsPerReceiver);
    if (isFull) return 'full';
    this.#tickets.set(hash, ticket);
    this.#count(ticket, 1);
    return 'added';
  }

  async take(hash: string, nowMs: number): Promise<LiveTicket | undefined> {
    const ticket = this.#tickets.get(hash);
    if (ticket === undefined) return undefined;
    this.#remove(hash, ticket);
    return ticket.expiresAtMs > nowMs ? ticket : undefined;
  }

  #dropExpired(): void {
    const nowMs = this.#nowMs();
    for (const [hash, ticket] of this.#tickets) {
      // A ticket far in the future was made before the clock was set back.
      const isAlive =
        ticket.expiresAtMs > nowMs && ticket.expiresAtMs <= nowMs + 2 * liveLimits.ticketSeconds * 1_000;
      if (isAlive) return;
      this.#remove(hash, ticket);
    }
  }

  #remove(hash: string, ticket: LiveTicket): void {
    this.#tickets.delete(hash);
    this.#count(ticket, -1);
  }

  #countOf(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  #count(ticket: LiveTicket, step: 1 | -1): void {
    const { tenant, receiver } = namesOf(ticket);
    for (const name of receiver === undefined ? [tenant] : [tenant, receiver]) {
      const count = this.#countOf(name) + step;
      if (count > 0) this.#counts.set(name, count);
      else this.#counts.delete(name);
    }
  }
}

/** No tenant id has a space, so the names of tenants and of receivers differ. */
const namesOf = ({ rights: { tenantId, receiverId } }: LiveTicket) => ({
  tenant: tenantId,
  receiver: receiverId === undefined ? undefined : `${tenantId} ${receiverId}`,
});
