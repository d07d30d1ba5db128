import type { ApiKey } from '../domain/api-key.ts';
import type { TenantId } from '../domain/ids.ts';
import type { Tenant } from '../domain/tenant.ts';

/** Tenants that were made by other tenants' admins. */
export interface TenantStore {
  /**
   * Keeps a new one together with its first key. `exists`: one of this id is there already (the call is a repeat);
   * `full`: the tenant that makes it has made as many as it may. Concurrent calls may lead to a few more than that.
   */
  add(
    tenant: Tenant,
    first: { readonly hash: string; readonly key: ApiKey },
  ): Promise<'added' | 'exists' | 'full'>;
  /** The tenant that made this one; undefined: none did, or that was before it was recorded. */
  creatorOf(id: TenantId): Promise<TenantId | undefined>;
  /** One that this tenant has made. */
  find(createdBy: TenantId, id: TenantId): Promise<Tenant | undefined>;
  /** Those that this tenant has made and whose ids are below `beforeId`, newest first. */
  list(
    createdBy: TenantId,
    page: { readonly beforeId: TenantId | undefined; readonly limit: number },
  ): Promise<readonly Tenant[]>;
}
