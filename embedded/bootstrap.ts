import { join } from 'node:path';
import { keptText } from '../src/adapters/node/kept-secret.ts';
import { apiKeyFrom, apiKeyHash } from '../src/domain/api-key.ts';
import type { ApiKeyId, TenantId } from '../src/domain/ids.ts';
import type { EmbeddedRuntime } from '../src/runtime/embedded.ts';

const KEY_BYTES = 32;

export interface AdminKey {
  readonly key: string;
  readonly id: ApiKeyId;
  readonly tenantId: TenantId;
  /** The file of a generated key; the terminal shows it. */
  readonly file: string | undefined;
}

/**
 * Ensures that there is an admin key: the one from the environment, or a key generated at the first start and kept in
 * the data folder. All keys created here belong to the folder's one tenant.
 */
export async function ensureAdminKey(
  runtime: EmbeddedRuntime,
  dataDir: string,
  given: string | undefined,
): Promise<AdminKey> {
  const file = join(dataDir, 'api-key');
  const key = given ?? keptText(file, () => apiKeyFrom(runtime.randomness.bytes(KEY_BYTES)));
  const hash = apiKeyHash(key);
  let found = await runtime.apiKeyStore.findByHash(hash);
  if (found === undefined) {
    const nowMs = runtime.clock.nowMs();
    const ulid = () => runtime.randomness.ulid(nowMs);
    const tenantId: TenantId = (await runtime.apiKeyStore.oldest())?.tenantId ?? `ten_${ulid()}`;
    const name = given === undefined ? 'first start' : 'POSTHORN_API_KEY';
    found = {
      id: `key_${ulid()}`,
      tenantId,
      scopes: ['admin'],
      name,
      createdAtMs: nowMs,
      expiresAtMs: null,
      lastUsedAtMs: null,
    };
    await runtime.apiKeyStore.add(hash, found);
  }
  const { id, tenantId } = found;
  return { key, id, tenantId, file: given === undefined ? file : undefined };
}
