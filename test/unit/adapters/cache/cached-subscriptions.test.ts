import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CachedSubscriptions } from '../../../../src/adapters/cache/cached-subscriptions.ts';
import { pinoLog } from '../../../../src/adapters/pino/log.ts';
import type { Subscription } from '../../../../src/domain/subscription.ts';
import { aSubscription, aSubscriptionId, aTenantId } from '../../../support/records.ts';
import { CountingSource } from '../../../support/subscription-source.ts';

const FRESH_MS = 5_000;
const ROUTES_FRESH_MS = 2_000;
const EDGE_MS = 10;

let source: CountingSource;
let directory: CachedSubscriptions;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  // The clock of lru-cache.
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now());
  source = new CountingSource();
  directory = new CachedSubscriptions(source, pinoLog('silent', { write: () => {} }));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Changes the stored subscription, and notifies the cache. */
async function change(subscription: Subscription, changes?: Partial<Subscription>): Promise<Subscription> {
  const newer = source.change(subscription, changes);
  await directory.changed(newer);
  return newer;
}

describe('a subscription', () => {
  it('is read once for all that ask at the same moment', async () => {
    const subscription = source.add();
    const found = await Promise.all(Array.from({ length: 100 }, () => directory.find(subscription.id)));
    expect(found).toEqual(Array.from({ length: 100 }, () => subscription));
    expect(source.finds).toBe(1);
  });

  it('is believed for five seconds, and then read again', async () => {
    const { id } = source.add();
    await directory.find(id);
    vi.advanceTimersByTime(FRESH_MS - EDGE_MS);
    await directory.find(id);
    expect(source.finds).toBe(1);
    vi.advanceTimersByTime(2 * EDGE_MS);
    await directory.find(id);
    expect(source.finds).toBe(2);
  });

  it('is not believed for longer because it is in use', async () => {
    const { id } = source.add();
    for (let second = 0; second <= 20; second += 1) {
      await directory.find(id);
      vi.advanceTimersByTime(1_000);
    }
    expect(source.finds).toBeGreaterThanOrEqual(4);
  });

  it('that does not exist is remembered as such', async () => {
    const id = aSubscriptionId();
    expect(await Promise.all([directory.find(id), directory.find(id)])).toEqual([undefined, undefined]);
    expect(await directory.find(id)).toBeUndefined();
    expect(source.finds).toBe(1);
    vi.advanceTimersByTime(FRESH_MS + EDGE_MS);
    await directory.find(id);
    expect(source.finds).toBe(2);
  });

  it('that could not be read is asked for again the next time', async () => {
    const subscription = source.add();
    source.fault = new Error('the store is away');
    const results = await Promise.allSettled([
      directory.find(subscription.id),
      directory.find(subscription.id),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(results[0]).toMatchObject({ reason: { message: 'the store is away' } });
    source.fault = undefined;
    expect(await directory.find(subscription.id)).toEqual(subscription);
  });
});

describe('a change in this process', () => {
  it('is seen at once', async () => {
    const first = source.add();
    await directory.find(first.id);
    const second = await change(first);
    expect(await directory.find(first.id)).toEqual(second);
  });

  it('is seen at once when it creates a subscription that was missing before', async () => {
    const subscription = aSubscription();
    await directory.find(subscription.id);
    source.stored.set(subscription.id, subscription);
    await directory.changed(subscription);
    expect(await directory.find(subscription.id)).toEqual(subscription);
  });

  it('leaves other subscriptions cached', async () => {
    const [one, other] = [source.add(), source.add()];
    await directory.find(other.id);
    await change(one);
    await directory.find(other.id);
    expect(source.finds).toBe(1);
  });

  it('answers earlier readers with the old subscription, and does not cache it', async () => {
    const first = source.add();
    const { promise, resolve } = Promise.withResolvers<void>();
    source.gate = promise;
    const askedBefore = directory.find(first.id);
    const routesBefore = directory.recipientsFor(first.tenantId, null);
    await nextTurn();
    const second = await change(first);
    const askedAfter = directory.find(first.id);
    const routesAfter = directory.recipientsFor(first.tenantId, null);
    await nextTurn();
    resolve();
    expect(await askedBefore).toEqual(first);
    expect(await routesBefore).toEqual([first]);
    expect(await askedAfter).toEqual(second);
    expect(await routesAfter).toEqual([second]);
    expect(await directory.find(first.id)).toEqual(second);
    expect(await directory.recipientsFor(first.tenantId, null)).toEqual([second]);
  });
});

describe('the routes of an event', () => {
  it('are read once for all that ask at the same moment, and believed for two seconds', async () => {
    const subscription = source.add({ receiverId: 'acme' });
    const { tenantId } = subscription;
    const ask = () => directory.recipientsFor(tenantId, 'acme');
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([
      [subscription],
      [subscription],
      [subscription],
    ]);
    vi.advanceTimersByTime(ROUTES_FRESH_MS - EDGE_MS);
    await ask();
    expect(source.routeReads).toHaveLength(1);
    vi.advanceTimersByTime(2 * EDGE_MS);
    await ask();
    expect(source.routeReads).toHaveLength(2);
  });

  it('are those of one receiver, or of none, and of one tenant', async () => {
    const tenantId = aTenantId();
    const plain = source.add({ tenantId });
    const acme = source.add({ tenantId, receiverId: 'acme' });
    const oddlyNamed = source.add({ tenantId, receiverId: 'null' });
    source.add({ receiverId: 'acme' });
    expect(await directory.recipientsFor(tenantId, null)).toEqual([plain]);
    expect(await directory.recipientsFor(tenantId, 'acme')).toEqual([acme]);
    expect(await directory.recipientsFor(tenantId, 'null')).toEqual([oddlyNamed]);
    expect(source.routeReads).toHaveLength(3);
  });

  it('are remembered when there are none', async () => {
    const tenantId = aTenantId();
    expect(await directory.recipientsFor(tenantId, null)).toEqual([]);
    await directory.recipientsFor(tenantId, null);
    expect(source.routeReads).toHaveLength(1);
  });

  it('are forgotten with any change: the subscription may have been moved from one receiver to another', async () => {
    const tenantId = aTenantId();
    const before = source.add({ tenantId, receiverId: 'acme' });
    await directory.recipientsFor(tenantId, 'acme');
    await directory.recipientsFor(tenantId, null);
    const moved = await change(before, { receiverId: null });
    expect(await directory.recipientsFor(tenantId, 'acme')).toEqual([]);
    expect(await directory.recipientsFor(tenantId, null)).toEqual([moved]);
  });
});
