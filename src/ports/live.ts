import type { Attempt, Delivery } from '../domain/delivery.ts';
import type { TenantId } from '../domain/ids.ts';
import type { LiveTicket } from '../domain/live/ticket.ts';

/** Tickets that open live connections. */
export interface LiveTickets {
  /**
   * Keeps a ticket under its hash until it expires. `full`: the tenant, or the receiver of a portal token, has as many
   * unused tickets (on AWS: unused tickets and open connections) as it may have; concurrent calls can exceed the limit
   * by a few.
   */
  add(hash: string, ticket: LiveTicket): Promise<'added' | 'full'>;
  /** Takes a ticket away: of two calls at the same moment, one gets it. Undefined: unknown, used or expired. */
  take(hash: string, nowMs: number): Promise<LiveTicket | undefined>;
}

/** How callers of `POST /live-tickets` reach the live view. */
export interface LiveEntrance {
  readonly tickets: LiveTickets;
  /** Undefined: this installation has no live view. */
  address(): Promise<LiveAddress | undefined>;
}

/**
 * Where watchers connect to: a WebSocket URL, for example `wss://….amazonaws.com/prod`, or the path `/live` of the host
 * of the request.
 */
type LiveAddress = { readonly url: string } | 'own host';

/** A delivery as it is now, and its attempts since a moment, in the order of their numbers. */
export interface RecordedChange {
  readonly delivery: Delivery;
  readonly attempts: readonly Attempt[];
}

export interface RecordedChanges {
  /** Oldest change first. */
  readonly changes: readonly RecordedChange[];
  /**
   * Changes between `sinceMs` and this time may be missing, because too many rows would have to be read; infinite: the
   * latest ones too. Undefined: none is missing.
   */
  readonly missingUntilMs: number | undefined;
}

/** Reads the recent changes of deliveries from the record, for watchers that resume after a break. */
export interface LiveRecord {
  /**
   * The deliveries of a tenant that were made or changed at `sinceMs` or later. The number of rows read is bounded; if it
   * does not suffice, the latest changes are returned.
   * @param isWanted tells which deliveries are read with their attempts
   * @param isNeeded asked between pages: if not, the reading ends, and the result is incomplete
   */
  changesSince(
    tenantId: TenantId,
    sinceMs: number,
    isWanted: (delivery: Delivery) => boolean,
    isNeeded?: () => boolean,
  ): Promise<RecordedChanges>;
}
