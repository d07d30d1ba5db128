import type { ApiKey } from '../domain/api-key.ts';
import type { ApiKeyId, TenantId } from '../domain/ids.ts';

/** What every request asks for. */
export interface ApiKeyDirectory {
  /** The key whose `apiKeyHash` this is, expired or not. */
  findByHash(hash: string): Promise<ApiKey | undefined>;
  /** A tenant's key of this id, expired or not. */
  findById(tenantId: TenantId, id: ApiKeyId): Promise<ApiKey | undefined>;
}

/** The same, out of a cache that has to be told what its own process has removed. */
export interface ApiKeyCache extends ApiKeyDirectory {
  removed(id: ApiKeyId): void;
}

/** Where API keys are kept, by their hashes. */
export interface ApiKeyStore extends ApiKeyDirectory {
  /**
   * Keeps a new one. `exists`: one of this id is there already (the call is a repeat); `full`: its tenant has as many as
   * it may have. Concurrent calls may lead to a few more than that.
   */
  add(hash: string, key: ApiKey): Promise<'added' | 'exists' | 'full'>;
  /** Those of a tenant whose ids are below `beforeId`, newest first. */
  list(
    tenantId: TenantId,
    page: { readonly beforeId: ApiKeyId | undefined; readonly limit: number },
  ): Promise<readonly ApiKey[]>;
  /**
   * From then on it is unknown. `last-admin`: it is the tenant's only key with the scope admin that does not expire, and
   * stays, also when two such keys are removed at the same moment.
   */
  remove(tenantId: TenantId, id: ApiKeyId): Promise<'removed' | 'unknown' | 'last-admin'>;
  /** Notes that it was used now, unless that is noted already. */
  noteUse(hash: string, nowMs: number): Promise<void>;
}
