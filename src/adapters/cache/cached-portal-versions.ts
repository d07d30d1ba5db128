import { LRUCache } from 'lru-cache';
import type { TenantId } from '../../domain/ids.ts';
import type { PortalVersions } from '../../ports/storage.ts';
import { entriesAtMost } from './entries-at-most.ts';

/** How long this process can still accept a token that another process revoked. */
const FRESH_MS = 5_000;
const RECEIVERS_MOST = 10_000;

/** Every call with a portal token needs a version. A revocation by this process takes effect at once. */
export class CachedPortalVersions implements PortalVersions {
  readonly #store: PortalVersions;
  readonly #versions = new LRUCache<string, number>({ ...entriesAtMost(RECEIVERS_MOST), ttl: FRESH_MS });

  constructor(store: PortalVersions) {
    this.#store = store;
  }

  async versionOf(tenantId: TenantId, receiverId: string): Promise<number> {
    const name = `${tenantId} ${receiverId}`;
    const cached = this.#versions.get(name);
    if (cached !== undefined) return cached;
    const found = await this.#store.versionOf(tenantId, receiverId);
    return this.#remember(name, found);
  }

  async raise(tenantId: TenantId, receiverId: string, nowMs: number): Promise<number> {
    const version = await this.#store.raise(tenantId, receiverId, nowMs);
    return this.#remember(`${tenantId} ${receiverId}`, version);
  }

  /** A read that began before a revocation can end after it. */
  #remember(name: string, version: number): number {
    const latest = Math.max(version, this.#versions.get(name) ?? 0);
    this.#versions.set(name, latest);
    return latest;
  }
}
