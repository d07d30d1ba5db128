import { LRUCache } from 'lru-cache';
import type { ApiKey } from '../../domain/api-key.ts';
import type { ApiKeyStore } from '../../ports/api-key-store.ts';

/** How long a key that was deleted elsewhere may still be let in by this process. */
const FRESH_MS = 5_000;
const KEYS_MOST = 10_000;

/**
 * Keys that were found a moment ago: every request asks for one. Unknown keys are asked for each time, so that
 * guessing fills no memory, and a new key is good at once.
 */
export class CachedApiKeys implements ApiKeyStore {
  readonly #keys: LRUCache<string, ApiKey>;

  constructor(store: ApiKeyStore) {
    this.#keys = new LRUCache({
      max: KEYS_MOST,
      ttl: FRESH_MS,
      fetchMethod: (hash) => store.findByHash(hash),
    });
  }

  async findByHash(hash: string): Promise<ApiKey | undefined> {
    return this.#keys.get(hash) ?? (await this.#keys.fetch(hash));
  }
}
