import type { ApiKey } from '../domain/api-key.ts';

export interface ApiKeyStore {
  /** The key whose `apiKeyHash` this is. */
  findByHash(hash: string): Promise<ApiKey | undefined>;
}
