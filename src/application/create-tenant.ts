import { type ApiKey, apiKeyHash } from '../domain/api-key.ts';
import type { TenantId } from '../domain/ids.ts';
import { tenantLimits } from '../domain/limits.ts';
import type { Principal } from '../domain/principal.ts';
import type { Tenant } from '../domain/tenant.ts';
import { newKey } from './create-api-key.ts';
import { reserveOnce } from './idempotency.ts';
import type { Needs } from './needs.ts';

export interface CreateTenantRequest {
  readonly maker: Pick<Principal, 'tenantId' | 'expiresAtMs'>;
  readonly name: string;
  readonly idempotencyKey: string | undefined;
  /** The request body as received, for the `Idempotency-Key`. */
  readonly body: Uint8Array;
}

export type CreateTenantResult =
  | {
      readonly outcome: 'created';
      readonly tenant: Tenant;
      /** The tenant's first key, with the scope admin. */
      readonly apiKey: ApiKey;
      readonly key: string;
    }
  /** A repeat. The first call created this tenant, and only its response had the first key. */
  | { readonly outcome: 'shown-already'; readonly id: TenantId }
  | { readonly outcome: 'too-deep' | 'limit-reached' | 'idempotency-conflict' };

/** Creates a tenant and its first admin key. The key is only in the result, and expires with its creator's key. */
export async function createTenant(
  needs: Pick<Needs, 'tenants' | 'idempotencyKeys' | 'clock' | 'randomness'>,
  { maker, name, idempotencyKey, body }: CreateTenantRequest,
): Promise<CreateTenantResult> {
  const createdBy = maker.tenantId;
  const nowMs = needs.clock.nowMs();
  if (await isTooDeep(needs, createdBy)) return { outcome: 'too-deep' };
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
    expiresAtMs: maker.expiresAtMs,
    lastUsedAtMs: null,
  };
  const key = newKey(needs);
  switch (await needs.tenants.add(tenant, { hash: apiKeyHash(key), key: apiKey })) {
    case 'added':
      return { outcome: 'created', tenant, apiKey, key };
    case 'full':
      return { outcome: 'limit-reached' };
    case 'exists':
      return { outcome: 'shown-already', id: tenant.id };
  }
}

/** Whether a tenant created by this one would have too many tenants above it. */
async function isTooDeep({ tenants }: Pick<Needs, 'tenants'>, createdBy: TenantId): Promise<boolean> {
  let above: TenantId | undefined = createdBy;
  for (let depth = 0; depth < tenantLimits.depth; depth += 1) {
    above = await tenants.creatorOf(above);
    if (above === undefined) return false;
  }
  return true;
}
