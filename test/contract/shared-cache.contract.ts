import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changed, type Subscription } from '../../src/domain/subscription.ts';
import type { SharedSubscriptionCache } from '../../src/ports/caches.ts';
import { aSubscription, aSubscriptionId } from '../support/records.ts';

export interface SharedCacheHarness {
  readonly cache: SharedSubscriptionCache;
  close(): Promise<void>;
}

/** The promises of `SharedSubscriptionCache`, for a cache that is reachable and has room. */
export function describeSharedCacheContract(name: string, open: () => Promise<SharedCacheHarness>): void {
  describe(`SharedSubscriptionCache, ${name}`, () => {
    let harness: SharedCacheHarness;
    let cache: SharedSubscriptionCache;
    let first: Subscription;
    let second: Subscription;

    beforeEach(async () => {
      harness = await open();
      cache = harness.cache;
      first = aSubscription();
      second = changed(first, { description: 'changed' }, 1);
    });
    afterEach(() => harness.close());

    const put = (...subscriptions: Subscription[]) =>
      Promise.all(subscriptions.map((one) => cache.putIfNewer(one.id, one)));

    it('misses a subscription that was never put', async () => {
      await put(first);
      expect(await cache.get(aSubscriptionId())).toBeUndefined();
    });

    it('gives a put subscription, complete', async () => {
      const full = aSubscription({
        description: 'Ünïcode\n"quoted"',
        eventTypes: ['order.*', 'refund'],
        metadata: { shop: '17' },
        headers: { Authorization: 'Bearer token' },
        retryPolicy: { scheduleSeconds: [5, 60] },
        receiverId: 'acme',
        ingestSecret: 'ingest secret',
        signingSecrets: [
          { secret: 'whsec_current', expiresAtMs: null },
          { secret: 'whsec_rotated', expiresAtMs: 17 },
        ],
      });
      await put(first, full);
      expect(await cache.get(full.id)).toEqual(full);
      expect(await cache.get(first.id)).toEqual(first);
    });

    it('gives the newer one, in any order of puts', async () => {
      await put(first);
      await put(second);
      expect(await cache.get(first.id)).toEqual(second);
      await put(first);
      expect(await cache.get(first.id)).toEqual(second);
    });

    it('gives the newest of many that come at once', async () => {
      const versions = Array.from({ length: 40 }, (_, index) => ({
        ...first,
        version: ((index * 17) % 40) + 1,
      }));
      await put(...versions);
      expect(await cache.get(first.id)).toEqual({ ...first, version: 40 });
    });

    it('compares versions as numbers', async () => {
      await put({ ...first, version: 10 });
      await put({ ...first, version: 9 });
      expect(await cache.get(first.id)).toEqual({ ...first, version: 10 });
    });

    it('can be told that there is none, which any version corrects, and which corrects none', async () => {
      await cache.putIfNewer(first.id, 'absent');
      expect(await cache.get(first.id)).toBe('absent');
      await put(first);
      expect(await cache.get(first.id)).toEqual(first);
      await cache.putIfNewer(first.id, 'absent');
      expect(await cache.get(first.id)).toEqual(first);
    });

    it.each([
      ['that it has', true],
      ['that it never had', false],
    ])('gives nobody a deleted one %s, also when an older read is put late', async (_, isCached) => {
      if (isCached) await put(second);
      await cache.remove(second);
      expect(await cache.get(second.id)).toBe('absent');
      await put(first, second);
      await cache.putIfNewer(second.id, 'absent');
      expect(await cache.get(second.id)).toBe('absent');
    });
  });
}
