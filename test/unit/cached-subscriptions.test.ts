import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  CachedSubscriptions,
  type SubscriptionSource,
} from '../../src/adapters/cache/cached-subscriptions.ts';
import type { SubscriptionId } from '../../src/domain/ids.ts';
import { changed, type Subscription } from '../../src/domain/subscription.ts';
import type { Log } from '../../src/ports/log.ts';
import type { SharedSubscriptionCache } from '../../src/ports/subscription-cache.ts';
import { aSubscription, aSubscriptionId, aTenantId } from '../support/records.ts';

/** A store that counts its reads, and can be made to keep them waiting, or to fail. */
class CountingSource implements SubscriptionSource {
  readonly stored = new Map<SubscriptionId, Subscription>();
  finds = 0;
  routeReads: string[] = [];
  gate: Promise<void> = Promise.resolve();
  fault: Error | undefined;

  async find(id: SubscriptionId): Promise<Subscription | undefined> {
    this.finds += 1;
    return this.#answer(this.stored.get(id));
  }

  async routesFor(tenantId: string, receiverId: string | null): Promise<readonly Subscription[]> {
    this.routeReads.push(`${tenantId} ${receiverId}`);
    return this.#answer(
      [...this.stored.values()].filter((one) => one.tenantId === tenantId && one.receiverId === receiverId),
    );
  }

  /** What it had when it was asked, whenever it answers. */
  async #answer<Result>(result: Result): Promise<Result> {
    await this.gate;
    if (this.fault !== undefined) throw this.fault;
    return result;
  }
}

/** A shared cache that keeps a list of what was asked of it. */
class RecordingCache implements SharedSubscriptionCache {
  readonly cached = new Map<SubscriptionId, Subscription | 'absent'>();
  readonly asked: string[] = [];
  gate: Promise<void> = Promise.resolve();
  fault: Error | undefined;

  async get(id: SubscriptionId) {
    await this.#ask('get');
    return this.cached.get(id);
  }
  async putIfNewer(id: SubscriptionId, subscription: Subscription | 'absent') {
    await this.#ask('put');
    this.cached.set(id, subscription);
  }
  async invalidate(id: SubscriptionId) {
    await this.#ask('invalidate');
    this.cached.delete(id);
  }
  async #ask(what: string) {
    this.asked.push(what);
    if (what === 'invalidate') await this.gate;
    if (this.fault !== undefined) throw this.fault;
  }
}

const warnings: unknown[] = [];
const log: Log = {
  debug: () => {},
  info: () => {},
  warn: (occurrence, fields) => warnings.push({ occurrence, ...fields }),
  error: () => {},
};

const FRESH_MS = 5_000;
const ROUTES_FRESH_MS = 2_000;
const EDGE_MS = 10;

let source: CountingSource;
let directory: CachedSubscriptions;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  // What lru-cache takes the time from.
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now());
  warnings.length = 0;
  source = new CountingSource();
  directory = new CachedSubscriptions(source, log);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function stored(about: Partial<Subscription> = {}): Subscription {
  const subscription = aSubscription(about);
  source.stored.set(subscription.id, subscription);
  return subscription;
}

/** Changes what is stored, and says so. */
async function change(subscription: Subscription): Promise<Subscription> {
  const newer = changed(subscription, { description: 'changed' }, 1);
  source.stored.set(newer.id, newer);
  await directory.changed(newer);
  return newer;
}

describe('a subscription', () => {
  it('is read once for all that ask at the same moment', async () => {
    const subscription = stored();
    const found = await Promise.all(Array.from({ length: 100 }, () => directory.find(subscription.id)));
    expect(found).toEqual(Array.from({ length: 100 }, () => subscription));
    expect(source.finds).toBe(1);
  });

  it('is believed for five seconds, and then read again', async () => {
    const { id } = stored();
    await directory.find(id);
    vi.advanceTimersByTime(FRESH_MS - EDGE_MS);
    await directory.find(id);
    expect(source.finds).toBe(1);
    vi.advanceTimersByTime(2 * EDGE_MS);
    await directory.find(id);
    expect(source.finds).toBe(2);
  });

  it('is not believed for longer because it is in use', async () => {
    const { id } = stored();
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
    const subscription = stored();
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
    const first = stored();
    await directory.find(first.id);
    const second = await change(first);
    expect(await directory.find(first.id)).toEqual(second);
  });

  it('is seen at once when it is the creation of what was asked for before', async () => {
    const subscription = aSubscription();
    await directory.find(subscription.id);
    source.stored.set(subscription.id, subscription);
    await directory.changed(subscription);
    expect(await directory.find(subscription.id)).toEqual(subscription);
  });

  it('leaves other subscriptions cached', async () => {
    const [one, other] = [stored(), stored()];
    await directory.find(other.id);
    await change(one);
    await directory.find(other.id);
    expect(source.finds).toBe(1);
  });

  it('answers those who asked before it with what they asked for, and keeps none of that', async () => {
    const first = stored();
    const { promise, resolve } = Promise.withResolvers<void>();
    source.gate = promise;
    const askedBefore = directory.find(first.id);
    const routesBefore = directory.routesFor(first.tenantId, null);
    await nextTurn();
    const second = await change(first);
    const askedAfter = directory.find(first.id);
    const routesAfter = directory.routesFor(first.tenantId, null);
    await nextTurn();
    resolve();
    expect(await askedBefore).toEqual(first);
    expect(await routesBefore).toEqual([first]);
    expect(await askedAfter).toEqual(second);
    expect(await routesAfter).toEqual([second]);
    expect(await directory.find(first.id)).toEqual(second);
    expect(await directory.routesFor(first.tenantId, null)).toEqual([second]);
  });
});

describe('the routes of an event', () => {
  it('are read once for all that ask at the same moment, and believed for two seconds', async () => {
    const subscription = stored({ receiverId: 'acme' });
    const { tenantId } = subscription;
    const ask = () => directory.routesFor(tenantId, 'acme');
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
    const plain = stored({ tenantId });
    const acme = stored({ tenantId, receiverId: 'acme' });
    const oddlyNamed = stored({ tenantId, receiverId: 'null' });
    stored({ receiverId: 'acme' });
    expect(await directory.routesFor(tenantId, null)).toEqual([plain]);
    expect(await directory.routesFor(tenantId, 'acme')).toEqual([acme]);
    expect(await directory.routesFor(tenantId, 'null')).toEqual([oddlyNamed]);
    expect(source.routeReads).toHaveLength(3);
  });

  it('are remembered when there are none', async () => {
    const tenantId = aTenantId();
    expect(await directory.routesFor(tenantId, null)).toEqual([]);
    await directory.routesFor(tenantId, null);
    expect(source.routeReads).toHaveLength(1);
  });

  it('are forgotten with any change: the subscription may have been moved from one receiver to another', async () => {
    const tenantId = aTenantId();
    const before = stored({ tenantId, receiverId: 'acme' });
    await directory.routesFor(tenantId, 'acme');
    await directory.routesFor(tenantId, null);
    const moved = changed(before, { receiverId: null }, 1);
    source.stored.set(moved.id, moved);
    await directory.changed(moved);
    expect(await directory.routesFor(tenantId, 'acme')).toEqual([]);
    expect(await directory.routesFor(tenantId, null)).toEqual([moved]);
  });
});

describe('a cache that is shared with other processes', () => {
  let shared: RecordingCache;
  beforeEach(() => {
    shared = new RecordingCache();
    directory = new CachedSubscriptions(source, log, shared);
  });

  it('is asked before the store, and told what the store had', async () => {
    const subscription = stored();
    expect(await directory.find(subscription.id)).toEqual(subscription);
    expect(shared.asked).toEqual(['get', 'put']);
    expect(shared.cached.get(subscription.id)).toEqual(subscription);
  });

  it('spares the store a read, and is asked only when this process has nothing', async () => {
    const subscription = aSubscription();
    shared.cached.set(subscription.id, subscription);
    expect(await directory.find(subscription.id)).toEqual(subscription);
    expect(await directory.find(subscription.id)).toEqual(subscription);
    expect(source.finds).toBe(0);
    expect(shared.asked).toEqual(['get']);
  });

  it('also remembers what does not exist', async () => {
    const [unknown, knownAsAbsent] = [aSubscriptionId(), aSubscriptionId()];
    shared.cached.set(knownAsAbsent, 'absent');
    expect(await directory.find(unknown)).toBeUndefined();
    expect(await directory.find(knownAsAbsent)).toBeUndefined();
    expect(shared.cached.get(unknown)).toBe('absent');
    expect(source.finds).toBe(1);
  });

  it('forgets what is changed, so that every process reads it anew', async () => {
    const first = stored();
    await directory.find(first.id);
    const second = await change(first);
    expect(shared.asked).toEqual(['get', 'put', 'invalidate']);
    const elsewhere = new CachedSubscriptions(source, log, shared);
    expect(await elsewhere.find(first.id)).toEqual(second);
    expect(await directory.find(first.id)).toEqual(second);
  });

  it('gives nobody what is old after the change, though it was asked while it was told', async () => {
    const first = stored();
    shared.cached.set(first.id, first);
    const { promise, resolve } = Promise.withResolvers<void>();
    shared.gate = promise;
    const changing = change(first);
    await nextTurn();
    await directory.find(first.id);
    resolve();
    const second = await changing;
    expect(await directory.find(first.id)).toEqual(second);
  });

  it('fails nothing when it fails: reads go to the store, and it is said in the log', async () => {
    const first = stored();
    shared.fault = new Error('connection refused');
    expect(await directory.find(first.id)).toEqual(first);
    const second = await change(first);
    expect(await directory.find(first.id)).toEqual(second);
    expect(await directory.find(aSubscriptionId())).toBeUndefined();
    expect(warnings).toContainEqual({
      occurrence: 'subscription_cache.unavailable',
      step: 'get',
      err: shared.fault,
    });
    expect(new Set(warnings.map((line) => (line as { step: string }).step))).toEqual(
      new Set(['get', 'put', 'invalidate']),
    );
  });

  it('has no part in routes', async () => {
    await directory.routesFor(aTenantId(), null);
    expect(shared.asked).toEqual([]);
  });
});
