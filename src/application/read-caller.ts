import { type Scope, scopes } from '../domain/api-key.ts';
import { isApiKeyId, type TenantId } from '../domain/ids.ts';
import { type CallerKind, mayAct, type Principal } from '../domain/principal.ts';
import type { Needs } from './needs.ts';
import { ownReceiver } from './reach.ts';

/** What a caller is, and what it may do. */
export interface Caller {
  readonly kind: CallerKind;
  readonly id: string;
  /** Of a portal token: the name of its receiver. */
  readonly name: string;
  readonly tenantId: TenantId;
  /** All of them, also those that `admin` includes. */
  readonly scopes: readonly Scope[];
  readonly receiverId: string | null;
  readonly receiverName: string | null;
  readonly expiresAtMs: number | null;
}

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
