import type { ApiKeyId, TenantId } from '../domain/ids.ts';
import { noteDeletion } from './idempotency.ts';
import type { Needs } from './needs.ts';

/**
 * Revokes an API key: at once in this process, within seconds in others. A repeat of its creation does not restore it.
 */
export async function deleteApiKey(
  needs: Pick<Needs, 'apiKeyStore' | 'apiKeys' | 'idempotencyKeys' | 'clock'>,
  tenantId: TenantId,
  id: ApiKeyId,
): Promise<'removed' | 'unknown' | 'last-admin'> {
  if ((await needs.apiKeyStore.findById(tenantId, id)) === undefined) return 'unknown';
  await noteDeletion(needs, tenantId, id);
  const outcome = await needs.apiKeyStore.remove(tenantId, id);
  if (outcome === 'removed') needs.apiKeys.removed(id);
  return outcome;
}
