import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Scope } from './api-key.ts';
import { isTenantId, type TenantId } from './ids.ts';

/**
 * Short-lived tokens that a tenant hands to one of its receivers, whose own subscriptions they open: in a portal, or in
 * any page of the tenant's. Nothing is stored: a token is what it says, and a MAC over that. It cannot be revoked, so it
 * lives an hour at most.
 *
 * `pht_<base64url of JSON>.<base64url of HMAC-SHA256 over that text>`
 */

export const portalAccesses = ['read', 'manage'] as const;
export type PortalAccess = (typeof portalAccesses)[number];

export interface PortalToken {
  /** `ptk_<ULID>`: names it in the audit trail. */
  readonly id: string;
  readonly tenantId: TenantId;
  readonly receiverId: string;
  readonly access: PortalAccess;
  readonly expiresAtMs: number;
}

const PREFIX = 'pht_';

export const scopesOf = (access: PortalAccess): readonly Scope[] =>
  access === 'manage' ? ['read', 'manage'] : ['read'];

export const isPortalToken = (text: string): boolean => text.startsWith(PREFIX);

const macOf = (key: Uint8Array, claims: string): Buffer => createHmac('sha256', key).update(claims).digest();

export function encodePortalToken(token: PortalToken, key: Uint8Array): string {
  const { id, tenantId, receiverId, access, expiresAtMs } = token;
  const claims = Buffer.from(JSON.stringify([id, tenantId, receiverId, access, expiresAtMs])).toString(
    'base64url',
  );
  return `${PREFIX}${claims}.${macOf(key, claims).toString('base64url')}`;
}

/** Undefined for what this key has not made. Whether it has expired is the caller's to check. */
export function decodePortalToken(text: string, key: Uint8Array): PortalToken | undefined {
  const [claims = '', mac = ''] = text.slice(PREFIX.length).split('.', 2);
  const given = Buffer.from(mac, 'base64url');
  const expected = macOf(key, claims);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  // Made by us, so it has this shape; should a later version change that, what it made is none of ours.
  const [id, tenantId, receiverId, access, expiresAtMs] = JSON.parse(
    Buffer.from(claims, 'base64url').toString(),
  );
  return isTenantId(tenantId) ? { id, tenantId, receiverId, access, expiresAtMs } : undefined;
}
