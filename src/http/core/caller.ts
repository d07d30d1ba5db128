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
  readonly scope: Scope;
};

/** Who calls without a key, where none is needed or a signature may do. No tenant has this id: it has nobody's rows. */
export const ANYBODY: Principal = { id: 'key_', tenantId: 'ten_', scopes: [], expiresAtMs: null };

export const isAnonymous = (principal: Principal): boolean => principal === ANYBODY;

const BEARER = /^Bearer +(\S+)$/i;

/** A source may have an `Authorization` of its own: Basic, or a token that is none of ours. */
async function isOurs(
  { apiKeys }: Pick<Needs, 'apiKeys'>,
  authorization: string | undefined,
): Promise<boolean> {
  const token = BEARER.exec(authorization ?? '')?.[1];
  if (token === undefined) return false;
  if (isApiKey(token) || isPortalToken(token)) return true;
  // `POSTHORN_API_KEY` may have any form.
  return (await apiKeys.findByHash(apiKeyHash(token))) !== undefined;
}

/** What is wrong with credentials that are none of ours. */
export function faultOfStranger({ headers }: HttpRequest): AuthenticationFault {
  const authorization = headers['authorization'] ?? '';
  if (BEARER.test(authorization)) return 'unknown_key';
  return authorization === '' ? 'missing' : 'malformed';
}

/** The caller, by an API key or a portal token that may do this (RFC 6750). @throws Refusal 401, 403, 429 */
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
  if (!mayAct(principal, scope)) throw new Refusal('forbidden', `This API key lacks the scope ${scope}.`);
  return principal;
}

async function receiverOf(
  needs: CallerNeeds,
  request: HttpRequest,
  text: string,
  { scope, forPortal }: Omit<Rules, 'mayBeSigned'>,
): Promise<Principal> {
  const result = await readPortalToken(needs, text);
  if (result.outcome !== 'good') throw authenticationFailed(needs, request, `${result.outcome}_token`);
  const { id, tenantId, receiverId, access, expiresAtMs } = result.token;
  const principal = { id, tenantId, receiverId, scopes: scopesOf(access), expiresAtMs };
  if (!forPortal) throw new Refusal('forbidden', 'This is not for portal tokens: it needs an API key.');
  if (!mayAct(principal, scope)) throw new Refusal('forbidden', 'This portal token may only read.');
  return principal;
}
