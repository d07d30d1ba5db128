import { type ApiKey, apiKeyHash } from '../domain/api-key.ts';
import type { TenantId } from '../domain/ids.ts';
import type { Tenant } from '../domain/tenant.ts';
import { type CreateApiKeyNeeds, newKey } from './create-api-key.ts';
import { reserveOnce } from './idempotency.ts';

export interface CreateTenantRequest {
  readonly createdBy: TenantId;
  readonly name: string;
  readonly idempotencyKey: string | undefined;
  /** The request as it came: what an `Idempotency-Key` stands for. */
  readonly body: Uint8Array;
}

export type CreateTenantResult =
  | {
      readonly outcome: 'created';
      readonly tenant: Tenant;
      /** Its first one, with the scope admin. */
      readonly apiKey: ApiKey;
      readonly key: string;
    }
  | { readonly outcome: 'idempotency-conflict' };

/** Makes a tenant and its first admin key, which is in the result and nowhere else. */
export async function createTenant(
  needs: CreateApiKeyNeeds,
  { createdBy, name, idempotencyKey, body }: CreateTenantRequest,
): Promise<CreateTenantResult> {
  const nowMs = needs.clock.nowMs();
  const reservation = await reserveOnce(needs, {
    tenantId: createdBy,
    operation: 'create tenant',
    key: idempotencyKey,
    request: [body],
    value: needs.randomness.ulid(nowMs),
  });
  if (reservation.outcome === 'conflict') return { outcome: 'idempotency-conflict' };

  const tenant: Tenant = { id: `ten_${reservation.value}`, name, createdBy, createdAtMs: nowMs };
  const apiKey: ApiKey = {
    id: `key_${reservation.value}`,
    tenantId: tenant.id,
    scopes: ['admin'],
    name: 'first key',
    createdAtMs: nowMs,
    expiresAtMs: null,
    lastUsedAtMs: null,
  };
  const key = newKey(needs, apiKey.id, idempotencyKey !== undefined);
  if ((await needs.tenants.add(tenant, { hash: apiKeyHash(key), key: apiKey })) === 'added') {
    return { outcome: 'created', tenant, apiKey, key };
  }
  const [first, firstKey] = await Promise.all([
    needs.tenants.find(createdBy, tenant.id),
    needs.apiKeyStore.findByHash(apiKeyHash(key)),
  ]);
  return first === undefined || firstKey === undefined
    ? { outcome: 'idempotency-conflict' }
    : { outcome: 'created', tenant: first, apiKey: firstKey, key };
}
