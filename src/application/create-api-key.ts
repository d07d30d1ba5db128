import { API_KEY_BYTES, type ApiKey, apiKeyFrom, apiKeyHash, type Scope } from '../domain/api-key.ts';
import type { ApiKeyId, TenantId } from '../domain/ids.ts';
import type { Principal } from '../domain/principal.ts';
import { reserveOnce, wasDeleted } from './idempotency.ts';
import type { Needs } from './needs.ts';
import { isOwnTenant } from './reach.ts';

type CreateApiKeyNeeds = Pick<Needs, 'apiKeyStore' | 'tenants' | 'idempotencyKeys' | 'clock' | 'randomness'>;

export interface CreateApiKeyRequest {
  readonly maker: Pick<Principal, 'tenantId' | 'expiresAtMs'>;
  /** The owner of the key: the caller's own tenant, or a tenant that it created. */
  readonly tenantId: TenantId;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** `null`: the key does not expire; undefined: it expires with its creator's key. */
  readonly expiresAtMs: number | null | undefined;
  readonly idempotencyKey: string | undefined;
  /** The request body as received, for the `Idempotency-Key`. */
  readonly body: Uint8Array;
}

export type CreateApiKeyResult =
  | { readonly outcome: 'created'; readonly apiKey: ApiKey; readonly key: string }
  /** A repeat. The first call created the key with this id, and only its response had the key itself. */
  | { readonly outcome: 'shown-already'; readonly id: ApiKeyId }
  | {
      readonly outcome:
        | 'tenant-not-found'
        | 'expiry-is-past'
        /** The key would outlive the key that creates it. */
        | 'expiry-after-makers'
        | 'limit-reached'
        | 'idempotency-conflict'
        /** A repeat, and the key of the first call has been deleted. */
        | 'gone';
    };

/** Creates an API key. The key itself is only in the result: not even a repeat of the call gets it again. */
export async function createApiKey(
  needs: CreateApiKeyNeeds,
  request: CreateApiKeyRequest,
): Promise<CreateApiKeyResult> {
  const { maker, tenantId, name, scopes, idempotencyKey } = request;
  if (!(await isOwnTenant(needs, maker, tenantId))) return { outcome: 'tenant-not-found' };
  const nowMs = needs.clock.nowMs();
  const expiresAtMs = request.expiresAtMs === undefined ? maker.expiresAtMs : request.expiresAtMs;
  const fault = faultOfExpiry(expiresAtMs, maker, nowMs);
  if (fault !== undefined) return { outcome: fault };

  const reservation = await reserveOnce(needs, {
    tenantId: maker.tenantId,
    operation: 'create API key',
    key: idempotencyKey,
    request: [request.body],
    value: needs.randomness.ulid(nowMs),
  });
  if (reservation.outcome === 'conflict') return { outcome: 'idempotency-conflict' };
  const id: ApiKeyId = `key_${reservation.value}`;
  const apiKey = { id, tenantId, scopes, name, createdAtMs: nowMs, expiresAtMs, lastUsedAtMs: null };
  return add(needs, apiKey, reservation.outcome === 'repeat');
}

function faultOfExpiry(
  expiresAtMs: number | null,
  maker: Pick<Principal, 'expiresAtMs'>,
  nowMs: number,
): 'expiry-is-past' | 'expiry-after-makers' | undefined {
  if (expiresAtMs !== null && expiresAtMs <= nowMs) return 'expiry-is-past';
  if (maker.expiresAtMs === null) return undefined;
  return expiresAtMs === null || expiresAtMs > maker.expiresAtMs ? 'expiry-after-makers' : undefined;
}

async function add(needs: CreateApiKeyNeeds, apiKey: ApiKey, isRepeat: boolean): Promise<CreateApiKeyResult> {
  const { id, tenantId } = apiKey;
  const key = newKey(needs);
  switch (await needs.apiKeyStore.add(apiKeyHash(key), apiKey)) {
    case 'full':
      return { outcome: 'limit-reached' };
    case 'exists':
      return { outcome: 'shown-already', id };
    case 'added': {
      // Checked after the write: a concurrent deletion is recorded before it removes the key.
      if (!isRepeat || !(await wasDeleted(needs, tenantId, id))) return { outcome: 'created', apiKey, key };
      await needs.apiKeyStore.remove(tenantId, id);
      return { outcome: 'gone' };
    }
  }
}

export const newKey = ({ randomness }: Pick<Needs, 'randomness'>): string =>
  apiKeyFrom(randomness.bytes(API_KEY_BYTES));
