import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CachedSubscriptions } from '../../../../src/adapters/cache/cached-subscriptions.ts';
import { pinoLog } from '../../../../src/adapters/pino/log.ts';
import type { Subscription } from '../../../../src/domain/subscription.ts';
import { MemorySharedCache } from '../../../support/memory-shared-cache.ts';
import { aSubscription, aSubscriptionId, aTenantId } from '../../../support/records.ts';
import { CountingSource } from '../../../support/subscription-source.ts';

let source: CountingSource;
let shared: MemorySharedCache;
let lines: Record<string, unknown>[];
let directory: CachedSubscriptions;

const directoryOverShared = (): CachedSubscriptions =>
  new CachedSubscriptions(source, pinoLog('warn', { write: (line) => lines.push(JSON.parse(line)) }), shared);

beforeEach(() => {
  source = new CountingSource();
  shared = new MemorySharedCache();
  lines = [];
  directory = directoryOverShared();
});

/** Changes the stored subscription, and notifies the cache. */
async function change(subscription: Subscription): Promise<Subscription> {
  const newer = source.change(subscription);
  await directory.changed(newer);
  return newer;
}

async function remove(subscription: Subscription): Promise<void> {
  source.stored.delete(subscription.id);
  await directory.removed(subscription);
}

describe('a cache that is shared with other processes', () => {
  it('is read before the store, and gets the subscription of the store', async () => {
    const subscription = source.add();
    expect(await directory.find(subscription.id)).toEqual(subscription);
    expect(shared.asked).toEqual(['get', 'put']);
    expect(await shared.get(subscription.id)).toEqual(subscription);
  });

  it('spares the store a read, and is asked only when this process has nothing', async () => {
    const subscription = aSubscription();
    shared.cached.set(subscription.id, { version: 1, entry: subscription });
    expect(await directory.find(subscription.id)).toEqual(subscription);
    expect(await directory.find(subscription.id)).toEqual(subscription);
    expect(source.finds).toBe(0);
    expect(shared.asked).toEqual(['get']);
  });

  it('also remembers that a subscription does not exist', async () => {
    const [unknown, knownAsAbsent] = [aSubscriptionId(), aSubscriptionId()];
    shared.cached.set(knownAsAbsent, { version: 0, entry: 'absent' });
    expect(await directory.find(unknown)).toBeUndefined();
    expect(await directory.find(knownAsAbsent)).toBeUndefined();
    expect(await shared.get(unknown)).toBe('absent');
    expect(source.finds).toBe(1);
  });

  it('is told of a change with the change itself, so that no process needs to read it', async () => {
    const first = source.add();
    await directory.find(first.id);
    const second = await change(first);
    const { finds } = source;
    expect(await directoryOverShared().find(first.id)).toEqual(second);
    expect(source.finds).toBe(finds);
    expect(await directory.find(first.id)).toEqual(second);
  });

  it('is told of a deletion, and lets nothing older in afterwards', async () => {
    const subscription = source.add();
    await directory.find(subscription.id);
    // Another process reads it just before it is deleted, and comes late to put it.
    const { promise, resolve } = Promise.withResolvers<void>();
    source.gate = promise;
    shared.cached.clear();
    const reading = directoryOverShared().find(subscription.id);
    await nextTurn();
    source.stored.delete(subscription.id);
    await directory.removed(subscription);
    resolve();
    expect(await reading).toEqual(subscription);
    expect(await directory.find(subscription.id)).toBeUndefined();
    expect(await directoryOverShared().find(subscription.id)).toBeUndefined();
  });

  it('is not asked by a process that is just telling it of a change', async () => {
    const first = source.add();
    shared.cached.set(first.id, { version: 1, entry: first });
    const { promise, resolve } = Promise.withResolvers<void>();
    shared.gate = promise;
    const changing = change(first);
    await nextTurn();
    const meanwhile = directory.find(first.id);
    resolve();
    const second = await changing;
    expect(await meanwhile).toEqual(second);
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
    expect(new Set(lines.map(({ step }) => step))).toEqual(new Set(['get', 'put']));
  });

  describe('that missed a change', () => {
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
      // The clock of lru-cache.
      vi.spyOn(performance, 'now').mockImplementation(() => Date.now());
      directory = directoryOverShared();
    });
    afterEach(() => {
      vi.restoreAllMocks();
      vi.useRealTimers();
    });

    it.each([
      ['a change', (one: Subscription) => change(one), 'changed'],
      ['a deletion', (one: Subscription) => remove(one), undefined],
    ])(
      'is not believed by the process that made it, for as long as it may keep the old one: %s',
      async (_, act, description) => {
        const first = source.add();
        await directory.find(first.id);
        shared.fault = new Error('away for a moment');
        await act(first);
        shared.fault = undefined;
        for (let seconds = 0; seconds < 20; seconds += 4) {
          // As if it had never been told.
          shared.cached.set(first.id, { version: 1, entry: first });
          expect((await directory.find(first.id))?.description).toBe(description);
          vi.advanceTimersByTime(4_000);
        }
        const { length: asked } = shared.asked;
        vi.advanceTimersByTime(6_000);
        await directory.find(first.id);
        expect(shared.asked.slice(asked)).toContain('get');
      },
    );
  });

  it('has no part in routes', async () => {
    await directory.recipientsFor(aTenantId(), null);
    expect(shared.asked).toEqual([]);
  });
});
