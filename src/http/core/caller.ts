import type { Needs } from '../../application/needs.ts';
import { readPortalToken } from '../../application/portal-tokens.ts';
import { apiKeyHash, hasExpired, isApiKey, type Scope } from '../../domain/api-key.ts';
import { isPortalToken, scopesOf } from '../../domain/portal-token.ts';
import { mayAct, type Principal } from '../../domain/principal.ts';
import { type AuthenticationFault, authenticationFailed } from './failed-authentication.ts';
import { type HttpRequest, Refusal } from './http.ts';
import type { AnyOperation } from './operation.ts';

export type CallerNeeds = Pick<
  Needs,
  'apiKeys' | 'portalVersions' | 'derivedKeys' | 'failureBrake' | 'clock' | 'log' | 'metrics'
>;

type Rules = Pick<AnyOperation, 'forPortal' | 'mayBeSigned'> & {
  readonly scope: Scope | 'any';
};

/**
 * A caller without a key, where no key is needed or a signature replaces it. No tenant has this id, so it owns no rows.
 */
export const ANYBODY: Principal = { id: 'key_', tenantId: 'ten_', scopes: [], expiresAtMs: null };

export const isAnonymous = (principal: Principal): boolean => principal === ANYBODY;

const BEARER = /^Bearer +(\S+)$/i;

/** Whether the header carries our credentials: a source may send an `Authorization` of its own, for example Basic. */
async function isOurs(
  { apiKeys }: Pick<Needs, 'apiKeys'>,
  authorization: string | undefined,
): Promise<boolean> {
  const token = BEARER.exec(authorization ?? '')?.[1];
  if (token === undefined) return false;
  if (isApiKey(token) || isPortalToken(token)) return true;
  // A key set by `POSTHORN_API_KEY` may have any form.
  return (await apiKeys.findByHash(apiKeyHash(token))) !== undefined;
}

/** Why credentials that are not ours are rejected. */
export function faultOfStranger({ headers }: HttpRequest): AuthenticationFault {
  const authorization = headers['authorization'] ?? '';
  if (BEARER.test(authorization)) return 'unknown_key';
  return authorization === '' ? 'missing' : 'malformed';
}

/**
 * Authenticates the caller by an API key or a portal token, and checks its scope (RFC 6750). @throws Refusal 401, 403,
 * 429
 */
export async function letIn(
  needs: CallerNeeds,
  request: HttpRequest,
  { scope, forPortal, mayBeSigned }: Rules,
): Promise<Principal> {
  const authorization = request.headers['authorization'];
  if (mayBeSigned && !(await isOurs(needs, authorization))) return ANYBODY;
  const token = BEARER.exec(authorization ?? '')?.[1];
  if (token === undefined) throw authenticationFailed(needs, request, faultOfStranger(request));
  if (isPortalToken(token)) return receiverOf(needs, request, token, { scope, forPortal });
  const key = await needs.apiKeys.findByHash(apiKeyHash(token));
  if (key === undefined) throw authenticationFailed(needs, request, 'unknown_key');
  if (hasExpired(key, needs.clock.nowMs())) throw authenticationFailed(needs, request, 'expired_key');
  const { id, tenantId, scopes, expiresAtMs } = key;
  const principal = { id, tenantId, scopes, expiresAtMs };
  if (!hasScope(principal, scope)) throw new Refusal('forbidden', `This API key lacks the scope ${scope}.`);
  return principal;
}

const hasScope = (principal: Principal, scope: Rules['scope']): boolean =>
  scope === 'any' || mayAct(principal, scope);

async function receiverOf(
  needs: CallerNeeds,
  request: HttpRequest,
  text: string,
  { scope, forPortal }: Omit<Rules, 'mayBeSigned'>,
): Promise<Principal> {
  const result = await readPortalToken(needs, text);
  if (result.outcome !== 'good') throw authenticationFailed(needs, request, `${result.outcome}_token`);
  const { id, tenantId, receiverId, access, expiresAtMs, madeBy, version } = result.token;
  const token = { madeBy, version };
  const principal = { id, tenantId, receiverId, scopes: scopesOf(access), expiresAtMs, token };
  if (!forPortal)
    throw new Refusal('forbidden', 'Portal tokens may not call this operation. Use an API key.');
  if (!hasScope(principal, scope))
    throw new Refusal('forbidden', 'This portal token is read-only. Create one with access "manage".');
  return principal;
}
