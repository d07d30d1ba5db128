import { hasExpired, type Scope } from '../domain/api-key.ts';
import { type ApiKeyId, isApiKeyId } from '../domain/ids.ts';
import {
  decodePortalToken,
  encodePortalToken,
  type PortalAccess,
  type PortalToken,
  scopeBeyond,
} from '../domain/portal-token.ts';
import { mayAct, type Principal, type Reach } from '../domain/principal.ts';
import type { Needs } from './needs.ts';

const PURPOSE = 'portal tokens';

export type IssueResult =
  | { readonly outcome: 'issued'; readonly token: PortalToken; readonly text: string }
  /** The token would have a right that its maker lacks. */
  | { readonly outcome: 'beyond-maker'; readonly scope: Scope };

/** Creates a token. It has no more rights than its maker, and lasts no longer. */
export async function issuePortalToken(
  needs: Pick<Needs, 'portalVersions' | 'derivedKeys' | 'clock' | 'randomness'>,
  maker: Principal,
  about: { readonly receiverId: string; readonly access: PortalAccess; readonly seconds: number },
): Promise<IssueResult> {
  const { tenantId } = maker;
  const { receiverId, access, seconds } = about;
  const scope = scopeBeyond(access, (wanted) => mayAct(maker, wanted));
  if (scope !== undefined) return { outcome: 'beyond-maker', scope };
  const nowMs = needs.clock.nowMs();
  const token: PortalToken = {
    id: `ptk_${needs.randomness.ulid(nowMs)}`,
    tenantId,
    receiverId,
    access,
    expiresAtMs: Math.min(nowMs + seconds * 1_000, maker.expiresAtMs ?? Number.POSITIVE_INFINITY),
    madeBy: maker.id as ApiKeyId,
    version: await needs.portalVersions.versionOf(tenantId, receiverId),
  };
  return { outcome: 'issued', token, text: encodePortalToken(token, needs.derivedKeys.keyFor(PURPOSE)) };
}

/** Revokes all existing tokens of a receiver. */
export async function revokePortalTokens(
  { portalVersions, clock }: Pick<Needs, 'portalVersions' | 'clock'>,
  { tenantId }: Reach,
  receiverId: string,
): Promise<void> {
  await portalVersions.raise(tenantId, receiverId, clock.nowMs());
}

export type ReadTokenResult =
  | { readonly outcome: 'good'; readonly token: PortalToken }
  /** `forged`: this service did not make the token. */
  | { readonly outcome: 'forged' | 'expired' | 'revoked' };

/** Reads a token. It is valid while neither the token nor the key that made it is revoked or expired. */
export async function readPortalToken(
  needs: Pick<Needs, 'apiKeys' | 'portalVersions' | 'derivedKeys' | 'clock'>,
  text: string,
): Promise<ReadTokenResult> {
  const token = decodePortalToken(text, needs.derivedKeys.keyFor(PURPOSE));
  if (token === undefined || !isApiKeyId(token.madeBy)) return { outcome: 'forged' };
  const nowMs = needs.clock.nowMs();
  if (token.expiresAtMs <= nowMs) return { outcome: 'expired' };
  const { tenantId, receiverId } = token;
  const [maker, version] = await Promise.all([
    needs.apiKeys.findById(tenantId, token.madeBy),
    needs.portalVersions.versionOf(tenantId, receiverId),
  ]);
  if (maker === undefined || hasExpired(maker, nowMs) || token.version < version)
    return { outcome: 'revoked' };
  return { outcome: 'good', token };
}
