import type { ApiKeyId, TenantId } from '../domain/ids.ts';
import type { ApiKeyCache, ApiKeyStore } from '../ports/storage.ts';
import { type IdempotencyNeeds, noteDeletion } from './idempotency.ts';

export interface DeleteApiKeyNeeds extends IdempotencyNeeds {
  readonly apiKeyStore: Pick<ApiKeyStore, 'findById' | 'remove'>;
  readonly apiKeys: ApiKeyCache;
}

/** Revokes an API key: at once in this process, within seconds in others. A repeat of its creation does not bring it back. */
export async function deleteApiKey(
  needs: DeleteApiKeyNeeds,
  tenantId: TenantId,
  id: ApiKeyId,
): Promise<'removed' | 'unknown' | 'last-admin'> {
  if ((await needs.apiKeyStore.findById(tenantId, id)) === undefined) return 'unknown';
  await noteDeletion(needs, tenantId, id);
  const outcome = await needs.apiKeyStore.remove(tenantId, id);
  if (outcome === 'removed') needs.apiKeys.removed(id);
  return outcome;
}
