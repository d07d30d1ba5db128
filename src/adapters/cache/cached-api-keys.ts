import { LRUCache } from 'lru-cache';
import { type ApiKey, isUseToBeNoted } from '../../domain/api-key.ts';
import type { ApiKeyDirectory, ApiKeyStore } from '../../ports/api-key-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';

/** How long a key that was deleted elsewhere may still be let in by this process. */
const FRESH_MS = 5_000;
const KEYS_MOST = 10_000;

export interface CachedApiKeysNeeds {
  readonly store: Pick<ApiKeyStore, 'findByHash' | 'noteUse'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Keys that were found a moment ago: every request asks for one. Unknown keys are asked for each time, so that
 * guessing fills no memory, and a new key is good at once.
 */
export class CachedApiKeys implements ApiKeyDirectory {
  readonly #needs: CachedApiKeysNeeds;
  readonly #keys: LRUCache<string, ApiKey>;

  constructor(needs: CachedApiKeysNeeds) {
    this.#needs = needs;
    this.#keys = new LRUCache({ max: KEYS_MOST, ttl: FRESH_MS, fetchMethod: (hash) => this.#read(hash) });
  }

  async findByHash(hash: string): Promise<ApiKey | undefined> {
    return this.#keys.get(hash) ?? (await this.#keys.fetch(hash));
  }

  async #read(hash: string): Promise<ApiKey | undefined> {
    const { store, clock, log } = this.#needs;
    const key = await store.findByHash(hash);
    const nowMs = clock.nowMs();
    if (key !== undefined && isUseToBeNoted(key, nowMs)) {
      // Nobody is turned away because it could not be noted.
      await store
        .noteUse(hash, nowMs)
        .catch((error: unknown) => log.warn('api_key.use_not_noted', { key_id: key.id, err: error }));
    }
    return key;
  }
}
