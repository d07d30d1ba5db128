import { apiKeyHash, hasExpired } from '../domain/api-key.ts';
import { type ApiKeyId, isApiKeyId } from '../domain/ids.ts';
import { signInLimits } from '../domain/limits.ts';
import type { SignInOwner } from '../ports/sign-ins.ts';
import { newKey } from './create-api-key.ts';
import type { Needs } from './needs.ts';

/** Sign-in links of the embedded service: a code, exchanged once for an API key of a page. */

type SignInNeeds = Pick<
  Needs,
  'signInCodes' | 'apiKeys' | 'apiKeyStore' | 'auditTrail' | 'clock' | 'randomness' | 'log'
>;

/** The name of all keys that links make. */
const NAME = 'sign-in link';
const KEYS_LOOKED_AT = 250;

export type SignInResult =
  | { readonly outcome: 'signed-in'; readonly key: string; readonly expiresAtMs: number }
  | { readonly outcome: 'wrong-code' | 'limit-reached' }
  /** The service has no sign-in links. */
  | { readonly outcome: 'not-here' };

/** A code for a link; undefined: the service has no sign-in links. */
export const startSignIn = ({ signInCodes }: Pick<Needs, 'signInCodes'>, maker: SignInOwner) =>
  signInCodes?.issue(maker);

/**
 * Exchanges a code for a new admin key in the tenant of its maker. The key expires, no later than its maker's key, and
 * there is none once that key is revoked.
 */
export async function signInBy(
  needs: SignInNeeds,
  code: string,
  call: { readonly sourceAddress: string; readonly requestId: string },
): Promise<SignInResult> {
  const { signInCodes, apiKeys, apiKeyStore, clock, randomness } = needs;
  if (signInCodes === undefined) return { outcome: 'not-here' };
  const maker = signInCodes.take(code);
  if (maker === undefined || !isApiKeyId(maker.id)) return { outcome: 'wrong-code' };
  const nowMs = clock.nowMs();
  const makersKey = await apiKeys.findById(maker.tenantId, maker.id);
  if (makersKey === undefined || hasExpired(makersKey, nowMs)) return { outcome: 'wrong-code' };
  await removeExpired(needs, maker, nowMs);
  const key = newKey(needs);
  const id: ApiKeyId = `key_${randomness.ulid(nowMs)}`;
  const expiresAtMs = Math.min(
    nowMs + signInLimits.keySeconds * 1_000,
    maker.expiresAtMs ?? Number.POSITIVE_INFINITY,
  );
  const about = { id, tenantId: maker.tenantId, scopes: ['admin'] as const, name: NAME };
  const times = { createdAtMs: nowMs, expiresAtMs, lastUsedAtMs: null };
  const added = await apiKeyStore.add(apiKeyHash(key), { ...about, ...times });
  if (added !== 'added') return { outcome: 'limit-reached' };
  await note(needs, { id, maker, nowMs, ...call });
  return { outcome: 'signed-in', key, expiresAtMs };
}

/** Keys of earlier sign-ins would otherwise be listed for a month, and fill the tenant's list. */
async function removeExpired(
  { apiKeyStore }: Pick<Needs, 'apiKeyStore'>,
  { tenantId }: SignInOwner,
  nowMs: number,
): Promise<void> {
  const keys = await apiKeyStore.list(tenantId, { beforeId: undefined, limit: KEYS_LOOKED_AT });
  for (const key of keys) {
    if (key.name === NAME && hasExpired(key, nowMs)) await apiKeyStore.remove(tenantId, key.id);
  }
}

interface Entry {
  readonly id: ApiKeyId;
  readonly maker: SignInOwner;
  readonly nowMs: number;
  readonly sourceAddress: string;
  readonly requestId: string;
}

/** The call had no key: its entry goes to the tenant of the new one, under the key that made the link. */
async function note(
  { auditTrail, randomness, log }: Pick<Needs, 'auditTrail' | 'randomness' | 'log'>,
  { id, maker, nowMs, sourceAddress, requestId }: Entry,
): Promise<void> {
  const entry = {
    id: `aud_${randomness.ulid(nowMs)}`,
    tenantId: maker.tenantId,
    action: 'sign_in.created',
    actor: maker.id,
    subject: id,
    fields: [],
    receiverId: null,
    sourceAddress,
    changes: [],
    requestId,
    atMs: nowMs,
  } as const;
  try {
    await auditTrail.record(entry);
  } catch (error) {
    log.error('audit.not_recorded', { ...entry, err: error });
  }
}
