import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CachedReceiverLimits } from '../../../../src/adapters/cache/cached-receiver-limits.ts';
import type { TenantId } from '../../../../src/domain/ids.ts';
import { receiverLimits } from '../../../../src/domain/limits.ts';
import type { Receiver } from '../../../../src/domain/receiver.ts';
import { exampleReceiver } from '../../../../src/http/receivers/examples.ts';

const { tenantId, rateLimit, subscriptionsLimit } = exampleReceiver;
const limits = { rateLimit, subscriptionsLimit };

/** Receivers with limits, and the number of reads. */
function records(receivers: readonly Receiver[]) {
  const source = {
    receivers,
    lists: 0,
    finds: 0,
    async limited(_tenant: TenantId, most: number) {
      source.lists += 1;
      return source.receivers.slice(0, most);
    },
    async find(_tenant: TenantId, id: string) {
      source.finds += 1;
      return source.receivers.find((one) => one.id === id);
    },
  };
  return { source, cache: new CachedReceiverLimits(source) };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  // The cache measures ages by this clock, and takes a new look at it after a timer of its own.
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now());
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('the cache of limits of receivers', () => {
  it('reads once for all receivers of a tenant, however many ask', async () => {
    const { source, cache } = records([exampleReceiver]);
    const asked = Array.from({ length: 100 }, (_, n) => cache.limitsOf(tenantId, `customer-${n}`));
    const found = await Promise.all(asked);
    expect(found.filter((one) => one !== undefined)).toEqual([limits]);
    expect(found[42]).toEqual(limits);
    expect(source).toMatchObject({ lists: 1, finds: 0 });
  });

  it('remembers that a tenant limits no receiver, for less than half a minute', async () => {
    const { source, cache } = records([]);
    for (let n = 0; n < 5; n += 1) expect(await cache.limitsOf(tenantId, 'customer-42')).toBeUndefined();
    expect(source.lists).toBe(1);
    source.receivers = [exampleReceiver];
    vi.advanceTimersByTime(24_000);
    expect(await cache.limitsOf(tenantId, 'customer-42')).toBeUndefined();
    vi.advanceTimersByTime(5_000);
    expect(await cache.limitsOf(tenantId, 'customer-42')).toEqual(limits);
  });

  it('forgets the limits of a tenant that was changed here, also while they are being read', async () => {
    const { source, cache } = records([exampleReceiver]);
    const early = cache.limitsOf(tenantId, 'customer-42');
    source.receivers = [{ ...exampleReceiver, subscriptionsLimit: 6 }];
    cache.changed(tenantId);
    expect(await early).toEqual(limits);
    expect((await cache.limitsOf(tenantId, 'customer-42'))?.subscriptionsLimit).toBe(6);
  });

  it('reads receivers one by one if a tenant limits more than can be read at once', async () => {
    const many = Array.from({ length: receiverLimits.limitsReadAtOnce + 1 }, (_, n) => ({
      ...exampleReceiver,
      id: `customer-${n}`,
    }));
    const { source, cache } = records(many);
    for (let n = 0; n < 3; n += 1) {
      expect(await cache.limitsOf(tenantId, 'customer-1000')).toEqual(limits);
      expect(await cache.limitsOf(tenantId, 'unknown')).toBeUndefined();
    }
    expect(source).toMatchObject({ lists: 1, finds: 2 });
    source.receivers = [];
    cache.changed(tenantId);
    expect(await cache.limitsOf(tenantId, 'customer-1000')).toBeUndefined();
  });

  it('fails if the store fails, and reads again at the next call', async () => {
    const { source, cache } = records([exampleReceiver]);
    const fault = new Error('the store is down');
    vi.spyOn(source, 'limited').mockRejectedValueOnce(fault);
    await expect(cache.limitsOf(tenantId, 'customer-42')).rejects.toThrow(fault);
    expect(await cache.limitsOf(tenantId, 'customer-42')).toEqual(limits);
  });
});
