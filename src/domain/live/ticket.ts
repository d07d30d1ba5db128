import { createHash } from 'node:crypto';
import type { ApiKeyId } from '../ids.ts';
import type { Principal, Reach } from '../principal.ts';
import type { LiveFilter } from './filter.ts';

/**
 * A live connection is opened with a ticket instead of a key: browsers can set no header on a WebSocket, and a key in a
 * URL would end up in access logs. A ticket is used once, soon, and only its hash is kept.
 */
export const LIVE_TICKET_BYTES = 32;

/** @param bytes `LIVE_TICKET_BYTES` unpredictable bytes */
export const liveTicketFrom = (bytes: Uint8Array): string =>
  `phl_${Buffer.from(bytes).toString('base64url')}`;

/** Stored in place of the ticket. */
export const liveTicketHash = (ticket: string): string => createHash('sha256').update(ticket).digest('hex');

/** The credential behind a connection. It is checked again while the connection is open. */
export interface LiveRights extends Reach {
  /** The API key, or the key that made the portal token. */
  readonly keyId: ApiKeyId;
  /** The version of the receiver's portal tokens when the token was made; `null`: an API key. */
  readonly tokenVersion: number | null;
  /** When the key or the token expires, in Unix milliseconds; `null`: never. */
  readonly expiresAtMs: number | null;
}

export interface LiveTicket {
  readonly rights: LiveRights;
  /** The connection never sees more than this filter takes; each `watch` can only narrow it. */
  readonly filter: LiveFilter;
  /** Unix milliseconds. */
  readonly expiresAtMs: number;
}

export const liveRightsOf = ({ id, tenantId, receiverId, expiresAtMs, token }: Principal): LiveRights => ({
  tenantId,
  receiverId,
  keyId: token?.madeBy ?? (id as ApiKeyId),
  tokenVersion: token?.version ?? null,
  expiresAtMs,
});
