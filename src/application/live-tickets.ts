import { hasExpired } from '../domain/api-key.ts';
import { liveLimits } from '../domain/limits.ts';
import type { LiveFilter } from '../domain/live/filter.ts';
import {
  LIVE_TICKET_BYTES,
  type LiveRights,
  type LiveTicket,
  liveRightsOf,
  liveTicketFrom,
  liveTicketHash,
} from '../domain/live/ticket.ts';
import type { Principal } from '../domain/principal.ts';
import type { LiveEntrance } from '../ports/live.ts';
import type { Needs } from './needs.ts';

export type IssueLiveTicketResult =
  | {
      readonly outcome: 'issued';
      /** Shown to the caller only. */
      readonly text: string;
      readonly expiresAtMs: number;
      /** The WebSocket URL; undefined: `/live` of the host of the request. */
      readonly url: string | undefined;
    }
  /** This installation has no live view. */
  | { readonly outcome: 'unavailable' }
  | { readonly outcome: 'too-many-tickets' };

/** Makes a ticket with the rights of its caller. */
export async function issueLiveTicket(
  { live, clock, randomness }: Pick<Needs, 'live' | 'clock' | 'randomness'>,
  principal: Principal,
  filter: LiveFilter,
): Promise<IssueLiveTicketResult> {
  const address = await live?.address();
  if (live === undefined || address === undefined) return { outcome: 'unavailable' };
  const text = liveTicketFrom(randomness.bytes(LIVE_TICKET_BYTES));
  const expiresAtMs = clock.nowMs() + liveLimits.ticketSeconds * 1_000;
  const ticket: LiveTicket = { rights: liveRightsOf(principal), filter, expiresAtMs };
  if ((await live.tickets.add(liveTicketHash(text), ticket)) === 'full')
    return { outcome: 'too-many-tickets' };
  return { outcome: 'issued', text, expiresAtMs, url: address === 'own host' ? undefined : address.url };
}

type RightsNeeds = Pick<Needs, 'apiKeys' | 'portalVersions' | 'clock'>;

/** Takes the ticket of a new connection. Undefined: it is unknown, used or expired, or its rights have ended. */
export async function takeLiveTicket(
  needs: RightsNeeds & { readonly live: LiveEntrance },
  text: string,
): Promise<LiveTicket | undefined> {
  const ticket = await needs.live.tickets.take(liveTicketHash(text), needs.clock.nowMs());
  return ticket !== undefined && (await haveLiveRights(needs, ticket.rights)) ? ticket : undefined;
}

/** Whether the key behind a connection still exists, and neither it nor the portal token is expired or revoked. */
export async function haveLiveRights(needs: RightsNeeds, rights: LiveRights): Promise<boolean> {
  const { tenantId, receiverId, keyId, tokenVersion, expiresAtMs } = rights;
  const nowMs = needs.clock.nowMs();
  if (expiresAtMs !== null && expiresAtMs <= nowMs) return false;
  const key = await needs.apiKeys.findById(tenantId, keyId);
  if (key === undefined || hasExpired(key, nowMs)) return false;
  if (receiverId === undefined || tokenVersion === null) return true;
  return tokenVersion >= (await needs.portalVersions.versionOf(tenantId, receiverId));
}
