import { LRUCache } from 'lru-cache';
import { type ApiKey, isUseToBeNoted } from '../../domain/api-key.ts';
import type { ApiKeyId, TenantId } from '../../domain/ids.ts';
import type { Clock, Log } from '../../ports/platform.ts';
import type { ApiKeyCache, ApiKeyStore } from '../../ports/storage.ts';

/** How long this process can still accept a key that another process deleted. */
const FRESH_MS = 5_000;
const KEYS_MOST = 10_000;

export interface CachedApiKeysNeeds {
  readonly store: Pick<ApiKeyStore, 'findByHash' | 'findById' | 'noteUse'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * API keys that were found a moment ago, because every request needs one. Unknown keys are read from the store each
 * time, so that guessing fills no memory and a new key is valid at once. A key that this process removes is rejected at
 * once.
 */
export class CachedApiKeys implements ApiKeyCache {
  readonly #needs: CachedApiKeysNeeds;
  readonly #keys: LRUCache<string, ApiKey>;
  readonly #byId: LRUCache<string, ApiKey>;
  /** Also for reads that were running when the key was removed. Ids are never reused, so entries need not expire. */
  readonly #removed = new LRUCache<ApiKeyId, true>({ max: KEYS_MOST });

  constructor(needs: CachedApiKeysNeeds) {
    this.#needs = needs;
    this.#keys = new LRUCache({ max: KEYS_MOST, ttl: FRESH_MS, fetchMethod: (hash) => this.#read(hash) });
    this.#byId = new LRUCache({ max: KEYS_MOST, ttl: FRESH_MS });
  }

  async findByHash(hash: string): Promise<ApiKey | undefined> {
    return this.#unlessRemoved(this.#keys.get(hash) ?? (await this.#keys.fetch(hash)));
  }

  async findById(tenantId: TenantId, id: ApiKeyId): Promise<ApiKey | undefined> {
    const name = `${tenantId} ${id}`;
    const key = this.#byId.get(name) ?? (await this.#needs.store.findById(tenantId, id));
    if (key !== undefined && !this.#byId.has(name)) this.#byId.set(name, key);
    return this.#unlessRemoved(key);
  }

  removed(id: ApiKeyId): void {
    this.#removed.set(id, true);
  }

  #unlessRemoved(key: ApiKey | undefined): ApiKey | undefined {
    return key === undefined || this.#removed.has(key.id) ? undefined : key;
  }

  async #read(hash: string): Promise<ApiKey | undefined> {
    const { store, clock, log } = this.#needs;
    const key = await store.findByHash(hash);
    const nowMs = clock.nowMs();
    if (key !== undefined && isUseToBeNoted(key, nowMs)) {
      // A failure to record the use rejects no caller.
      await store
        .noteUse(hash, nowMs)
        .catch((error: unknown) => log.warn('api_key.use_not_noted', { key_id: key.id, err: error }));
    }
    return key;
  }
}
