import { scopes } from '../domain/api-key.ts';
import { isApiKeyId } from '../domain/ids.ts';
import { type Caller, mayAct, type Principal } from '../domain/principal.ts';
import type { Needs } from './needs.ts';
import { ownReceiver } from './reach.ts';

/** Undefined: the API key was revoked a moment ago. */
export async function readCaller(
  needs: Pick<Needs, 'apiKeys' | 'receivers'>,
  principal: Principal,
): Promise<Caller | undefined> {
  const { id, tenantId, receiverId, expiresAtMs } = principal;
  const about = { id, tenantId, scopes: scopes.filter((scope) => mayAct(principal, scope)), expiresAtMs };
  if (receiverId !== undefined) {
    const receiver = await ownReceiver(needs, principal, receiverId);
    const receiverName = receiver?.name ?? null;
    return { ...about, kind: 'portal_token', name: receiverName ?? receiverId, receiverId, receiverName };
  }
  const key = isApiKeyId(id) ? await needs.apiKeys.findById(tenantId, id) : undefined;
  return key && { ...about, kind: 'api_key', name: key.name, receiverId: null, receiverName: null };
}
