import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Scope } from './api-key.ts';
import { type ApiKeyId, isTenantId, type TenantId } from './ids.ts';

/**
 * Short-lived tokens that a tenant hands to one of its receivers, whose own subscriptions they open: in a portal, or in
 * any page of the tenant's. Nothing of a token is stored: it is what it says, and a MAC over that. It lives an hour at
 * most, ends with the API key that made it, and can be revoked with all others of its receiver.
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
  /** It is refused once this key is revoked or has expired. */
  readonly madeBy: ApiKeyId;
  /** That of its receiver when it was made: a revocation raises it, and refuses the tokens with a lower one. */
  readonly version: number;
}

const PREFIX = 'pht_';

export const scopesOf = (access: PortalAccess): readonly Scope[] =>
  access === 'manage' ? ['read', 'manage'] : ['read'];

/** What the maker of a token must be allowed to do, as the token will be allowed to; undefined: it is. */
export const scopeBeyond = (access: PortalAccess, mayMaker: (scope: Scope) => boolean): Scope | undefined =>
  scopesOf(access).find((scope) => !mayMaker(scope));

export const isPortalToken = (text: string): boolean => text.startsWith(PREFIX);

const macOf = (key: Uint8Array, claims: string): Buffer => createHmac('sha256', key).update(claims).digest();

export function encodePortalToken(token: PortalToken, key: Uint8Array): string {
  const { id, tenantId, receiverId, access, expiresAtMs, madeBy, version } = token;
  const fields = [id, tenantId, receiverId, access, expiresAtMs, madeBy, version];
  const claims = Buffer.from(JSON.stringify(fields)).toString('base64url');
  return `${PREFIX}${claims}.${macOf(key, claims).toString('base64url')}`;
}

/** Undefined for what this key has not made. Whether it has expired is the caller's to check. */
export function decodePortalToken(text: string, key: Uint8Array): PortalToken | undefined {
  const [claims = '', mac = '', ...more] = text.slice(PREFIX.length).split('.');
  // Compared as text: base64url has several spellings of the same bytes, and a token has only this one.
  const given = Buffer.from(mac);
  const expected = Buffer.from(macOf(key, claims).toString('base64url'));
  if (more.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected))
    return undefined;
  // Made by us, so it has this shape; should a later version change that, what it made is none of ours.
  const fields = JSON.parse(Buffer.from(claims, 'base64url').toString());
  const [id, tenantId, receiverId, access, expiresAtMs, madeBy, version] = fields;
  if (!isTenantId(tenantId) || version === undefined) return undefined;
  return { id, tenantId, receiverId, access, expiresAtMs, madeBy, version };
}
