import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Scope } from './api-key.ts';
import { type ApiKeyId, isTenantId, type TenantId } from './ids.ts';

/**
 * Short-lived tokens that a tenant gives to one of its receivers, for a portal or any page of the tenant. A token gives
 * access to the receiver's own subscriptions. Posthorn stores no tokens: a token carries its own claims and a MAC over
 * them. It is valid for at most an hour, ends with the API key that made it, and can be revoked with all other tokens
 * of its receiver.
 *
 * `pht_<base64url of JSON>.<base64url of HMAC-SHA256 over that text>`
 */

export const portalAccesses = ['read', 'manage'] as const;
export type PortalAccess = (typeof portalAccesses)[number];

export interface PortalToken {
  /** `ptk_<ULID>`: identifies the token in the audit trail. */
  readonly id: string;
  readonly tenantId: TenantId;
  readonly receiverId: string;
  readonly access: PortalAccess;
  readonly expiresAtMs: number;
  /** The token is rejected once this key is revoked or expired. */
  readonly madeBy: ApiKeyId;
  /**
   * The receiver's version when the token was made. A revocation raises the receiver's version; tokens with a lower
   * version are rejected.
   */
  readonly version: number;
}

const PREFIX = 'pht_';

export const scopesOf = (access: PortalAccess): readonly Scope[] =>
  access === 'manage' ? ['read', 'manage'] : ['read'];

/** The scope of the token that its maker lacks; undefined: the maker has all of them. */
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

/** Undefined if this key did not make the token. The caller checks the expiry. */
export function decodePortalToken(text: string, key: Uint8Array): PortalToken | undefined {
  const [claims = '', mac = '', ...more] = text.slice(PREFIX.length).split('.');
  // Compared as text: base64url has several spellings of the same bytes, and a token has only this one.
  const given = Buffer.from(mac);
  const expected = Buffer.from(macOf(key, claims).toString('base64url'));
  if (more.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected))
    return undefined;
  // A MAC by this key proves the shape. Tokens of an older version, with fewer fields, are rejected.
  const fields = JSON.parse(Buffer.from(claims, 'base64url').toString());
  const [id, tenantId, receiverId, access, expiresAtMs, madeBy, version] = fields;
  if (!isTenantId(tenantId) || version === undefined) return undefined;
  return { id, tenantId, receiverId, access, expiresAtMs, madeBy, version };
}
