import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { CachedSubscriptions } from '../../src/adapters/cache/cached-subscriptions.ts';
import { pinoLog } from '../../src/adapters/pino/log.ts';
import type { SubscriptionId } from '../../src/domain/ids.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import type { SharedSubscriptionCache } from '../../src/ports/subscription-cache.ts';
import { aSubscription, aSubscriptionId, aTenantId } from '../support/records.ts';
import { CountingSource } from '../support/subscription-source.ts';

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

let source: CountingSource;
let shared: RecordingCache;
let lines: Record<string, unknown>[];
let directory: CachedSubscriptions;

const directoryOverShared = (): CachedSubscriptions =>
  new CachedSubscriptions(source, pinoLog('warn', { write: (line) => lines.push(JSON.parse(line)) }), shared);

beforeEach(() => {
  source = new CountingSource();
  shared = new RecordingCache();
  lines = [];
  directory = directoryOverShared();
});

/** Changes what is stored, and says so. */
async function change(subscription: Subscription): Promise<Subscription> {
  const newer = source.change(subscription);
  await directory.changed(newer);
  return newer;
}

describe('a cache that is shared with other processes', () => {
  it('is asked before the store, and told what the store had', async () => {
    const subscription = source.add();
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
    const first = source.add();
    await directory.find(first.id);
    const second = await change(first);
    expect(shared.asked).toEqual(['get', 'put', 'invalidate']);
    const elsewhere = directoryOverShared();
    expect(await elsewhere.find(first.id)).toEqual(second);
    expect(await directory.find(first.id)).toEqual(second);
  });

  it('gives nobody what is old after the change, though it was asked while it was told', async () => {
    const first = source.add();
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
    const first = source.add();
    shared.fault = new Error('connection refused');
    expect(await directory.find(first.id)).toEqual(first);
    const second = await change(first);
    expect(await directory.find(first.id)).toEqual(second);
    expect(await directory.find(aSubscriptionId())).toBeUndefined();
    expect(lines[0]).toMatchObject({
      level: 'warn',
      occurrence: 'subscription_cache.unavailable',
      step: 'get',
      err: { message: 'connection refused' },
    });
    expect(new Set(lines.map(({ step }) => step))).toEqual(new Set(['get', 'put', 'invalidate']));
  });

  it('has no part in routes', async () => {
    await directory.routesFor(aTenantId(), null);
    expect(shared.asked).toEqual([]);
  });
});
