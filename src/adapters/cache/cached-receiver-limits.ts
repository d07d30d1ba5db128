import { LRUCache } from 'lru-cache';
import type { TenantId } from '../../domain/ids.ts';
import { receiverLimits } from '../../domain/limits.ts';
import { isLimited, type ReceiverLimits } from '../../domain/receiver.ts';
import type { LimitsOfReceivers } from '../../ports/caches.ts';
import type { ReceiverStore } from '../../ports/storage.ts';

/** How long this process trusts an entry. With the time of a read, it stays below 30 s. */
const FRESH_MS = 25_000;
/** The limits of so many receivers are cached, over all tenants: about 10 MB at most. */
const RECEIVERS_MOST = 50_000;

type Source = Pick<ReceiverStore, 'limited' | 'find'>;

/** `too many`: the tenant has more limited receivers than are read at once, so each is read by itself. */
type OfTenant = ReadonlyMap<string, ReceiverLimits> | 'too many';

/** lru-cache keeps no `undefined`. Receivers without a limit are cached too, so that not every event reads them. */
type OfReceiver = ReceiverLimits | 'none';

/**
 * The limits of receivers in the memory of this process. One read answers for all receivers of a tenant, so most
 * tenants, which limit no receiver, cost one read of nothing every 25 seconds.
 */
export class CachedReceiverLimits implements LimitsOfReceivers {
  readonly #tenants: LRUCache<string, OfTenant>;
  readonly #receivers: LRUCache<string, OfReceiver, { tenantId: TenantId; receiverId: string }>;

  constructor(source: Source) {
    const options = { maxSize: RECEIVERS_MOST, ttl: FRESH_MS, ignoreFetchAbort: true };
    this.#tenants = new LRUCache({
      ...options,
      sizeCalculation: (limits) => (limits === 'too many' ? 1 : 1 + limits.size),
      fetchMethod: (tenantId) => limitsOfTenant(source, tenantId as TenantId),
    });
    this.#receivers = new LRUCache({
      ...options,
      sizeCalculation: () => 1,
      fetchMethod: async (_key, _stale, { context: { tenantId, receiverId } }) => {
        const found = await source.find(tenantId, receiverId);
        return found !== undefined && isLimited(found) ? limitsOnly(found) : 'none';
      },
    });
  }

  async limitsOf(tenantId: TenantId, receiverId: string): Promise<ReceiverLimits | undefined> {
    // Synchronous lookup first: it costs no promise and nearly always hits.
    const ofTenant = this.#tenants.get(tenantId) ?? (await this.#tenants.fetch(tenantId));
    if (ofTenant === undefined) throw new Error('the limits of receivers could not be read');
    return ofTenant === 'too many' ? this.#limitsOfOne(tenantId, receiverId) : ofTenant.get(receiverId);
  }

  async #limitsOfOne(tenantId: TenantId, receiverId: string): Promise<ReceiverLimits | undefined> {
    const key = `${tenantId} ${receiverId}`;
    const context = { tenantId, receiverId };
    const found = this.#receivers.get(key) ?? (await this.#receivers.fetch(key, { context }));
    if (found === undefined) throw new Error('the limits of a receiver could not be read');
    return found === 'none' ? undefined : found;
  }

  changed(tenantId: TenantId): void {
    this.#tenants.delete(tenantId);
    // Those of all tenants, because changes are rare.
    this.#receivers.clear();
  }
}

async function limitsOfTenant(source: Source, tenantId: TenantId): Promise<OfTenant> {
  const most = receiverLimits.limitsReadAtOnce;
  const limited = await source.limited(tenantId, most + 1);
  if (limited.length > most) return 'too many';
  return new Map(limited.map((one) => [one.id, limitsOnly(one)]));
}

const limitsOnly = ({ rateLimit, subscriptionsLimit }: ReceiverLimits): ReceiverLimits => ({
  rateLimit,
  subscriptionsLimit,
});
