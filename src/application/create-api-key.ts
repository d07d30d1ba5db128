import { API_KEY_BYTES, type ApiKey, apiKeyFrom, apiKeyHash, type Scope } from '../domain/api-key.ts';
import type { ApiKeyId, TenantId } from '../domain/ids.ts';
import type { ApiKeyStore } from '../ports/api-key-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { DerivedKeys } from '../ports/derived-keys.ts';
import type { IdempotencyKeys } from '../ports/idempotency-keys.ts';
import type { Randomness } from '../ports/randomness.ts';
import type { TenantStore } from '../ports/tenant-store.ts';
import { reserveOnce } from './idempotency.ts';

export interface CreateApiKeyNeeds {
  readonly apiKeyStore: ApiKeyStore;
  readonly tenants: TenantStore;
  readonly derivedKeys: DerivedKeys;
  readonly idempotencyKeys: IdempotencyKeys;
  readonly clock: Clock;
  readonly randomness: Randomness;
}

export interface CreateApiKeyRequest {
  /** The tenant of the caller. */
  readonly callerTenantId: TenantId;
  /** Whose key it will be: the caller's own tenant, or one that this has made. */
  readonly tenantId: TenantId;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAtMs: number | null;
  readonly idempotencyKey: string | undefined;
  /** The request as it came: what an `Idempotency-Key` stands for. */
  readonly body: Uint8Array;
}

export type CreateApiKeyResult =
  | { readonly outcome: 'created'; readonly apiKey: ApiKey; readonly key: string }
  | { readonly outcome: 'tenant-not-found' }
  | { readonly outcome: 'expiry-is-past' }
  | { readonly outcome: 'limit-reached' }
  | { readonly outcome: 'idempotency-conflict' };

/** Makes an API key. The key itself is in the result and nowhere else. */
export async function createApiKey(
  needs: CreateApiKeyNeeds,
  request: CreateApiKeyRequest,
): Promise<CreateApiKeyResult> {
  const { callerTenantId, tenantId, name, scopes, expiresAtMs, idempotencyKey } = request;
  const isOwn = tenantId === callerTenantId;
  if (!isOwn && (await needs.tenants.find(callerTenantId, tenantId)) === undefined) {
    return { outcome: 'tenant-not-found' };
  }
  const nowMs = needs.clock.nowMs();
  if (expiresAtMs !== null && expiresAtMs <= nowMs) return { outcome: 'expiry-is-past' };

  const reservation = await reserveOnce(needs, {
    tenantId: callerTenantId,
    operation: 'create API key',
    key: idempotencyKey,
    request: [request.body],
    value: needs.randomness.ulid(nowMs),
  });
  if (reservation.outcome === 'conflict') return { outcome: 'idempotency-conflict' };
  const id: ApiKeyId = `key_${reservation.value}`;
  const key = newKey(needs, id, idempotencyKey !== undefined);
  const apiKey = { id, tenantId, scopes, name, createdAtMs: nowMs, expiresAtMs, lastUsedAtMs: null };
  switch (await needs.apiKeyStore.add(apiKeyHash(key), apiKey)) {
    case 'added':
      return { outcome: 'created', apiKey, key };
    case 'full':
      return { outcome: 'limit-reached' };
    case 'exists': {
      // A repeat with the same Idempotency-Key: the one that the first call made, if it was not deleted since.
      const first = await needs.apiKeyStore.findByHash(apiKeyHash(key));
      return first === undefined
        ? { outcome: 'idempotency-conflict' }
        : { outcome: 'created', apiKey: first, key };
    }
  }
}

/**
 * Nobody keeps a key, and yet a repeat of a call must be answered with the same one: so what may be repeated gets a key
 * that can be made again, from a secret of the service and its id.
 */
export function newKey(
  { derivedKeys, randomness }: Pick<CreateApiKeyNeeds, 'derivedKeys' | 'randomness'>,
  id: ApiKeyId,
  mayBeRepeated: boolean,
): string {
  return apiKeyFrom(mayBeRepeated ? derivedKeys.keyFor(`API key ${id}`) : randomness.bytes(API_KEY_BYTES));
}
