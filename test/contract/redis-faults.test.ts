import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CachedSubscriptions } from '../../src/adapters/cache/cached-subscriptions.ts';
import { redisEndpointFrom } from '../../src/adapters/redis/connection.ts';
import { RedisSubscriptionCache } from '../../src/adapters/redis/subscription-cache.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import type { MetricName } from '../../src/ports/platform.ts';
import { eventually } from '../support/eventually.ts';
import { startRedisProxy } from '../support/redis-proxy.ts';
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts';
import { CountingSource } from '../support/subscription-source.ts';
import { breakerChanges, connected, type Surroundings, surroundings } from './redis-harness.ts';

const READERS = 4;
/** More than it has in production, so that a busy machine does not make Redis look slow. */
const COMMAND_MS = 250;
const SLOW_MS = 2_000;
/** Longer than the breaker ever waits. */
const BREAK_SECONDS = 61;

const SUSPENDED = 'subscription_cache.suspended';
const RESUMED = 'subscription_cache.resumed';

/**
 * Readers that go on and on, each time as a process that has nothing in memory yet, and one of them now and then as
 * the process that makes a change. They must read the stored subscription, or that of a moment ago.
 */
class Traffic {
  readonly source = new CountingSource();
  readonly wrong: unknown[] = [];
  readonly #reads: number[] = Array(READERS).fill(0);
  readonly #subscriptions: Subscription[];
  readonly #cache: RedisSubscriptionCache;
  readonly #needs: Surroundings;
  #running: Promise<unknown> = Promise.resolve();
  #isStopped = false;

  constructor(cache: RedisSubscriptionCache, needs: Surroundings) {
    this.#cache = cache;
    this.#needs = needs;
    this.#subscriptions = Array.from({ length: 20 }, () => this.source.add());
  }

  start(): void {
    this.#running = Promise.all(Array.from({ length: READERS }, (_, index) => this.#readOn(index)));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  /** Waits until each reader has got so many more answers: nothing that was under way before is under way then. */
  async goOn(reads = 50): Promise<void> {
    const until = this.#reads.map((count) => count + reads);
    await eventually(`${reads} more reads each`, () =>
      this.#reads.every((count, reader) => count >= until[reader]!),
    );
  }

  async #readOn(reader: number): Promise<void> {
    for (let turn = 0; !this.#isStopped; turn += 1) {
      try {
        const directory = new CachedSubscriptions(this.source, this.#needs.log, this.#cache);
        if (reader === 0 && turn % 50 === 0) await this.#change(turn % this.#subscriptions.length, directory);
        await this.#read((reader + turn) % this.#subscriptions.length, directory);
        this.#reads[reader]! += 1;
      } catch (error) {
        this.wrong.push(error);
      }
      await nextTurn();
    }
  }

  async #read(index: number, directory: CachedSubscriptions): Promise<void> {
    const { id } = this.#subscriptions[index]!;
    const found = await directory.find(id);
    if (found?.id !== id || found.targetUrl !== this.#subscriptions[index]!.targetUrl) this.wrong.push(found);
  }

  /** The process that makes a change sees it. */
  async #change(index: number, directory: CachedSubscriptions): Promise<void> {
    const newer = this.source.change(this.#subscriptions[index]!);
    this.#subscriptions[index] = newer;
    await directory.changed(newer);
    const found = await directory.find(newer.id);
    if (found?.version !== newer.version) this.wrong.push(found);
  }
}

describe.skipIf(!hasRedis)('Redis in mid-run', () => {
  let redis: RedisServer;
  let needs: Surroundings;
  let cache: RedisSubscriptionCache;
  let traffic: Traffic;

  const count = (name: MetricName) => needs.metrics.counts[name];
  const more = (name: MetricName, n = 1) => {
    const until = count(name) + n;
    return eventually(`${n} more ${name}`, () => count(name) >= until);
  };
  const suspended = async () => {
    await eventually('the cache is suspended', () => breakerChanges(needs).length > 0);
    expect(breakerChanges(needs)).toEqual([SUSPENDED]);
  };
  const resumed = async () => {
    await eventually('the cache is in use again', () => {
      needs.passSeconds(BREAK_SECONDS);
      return breakerChanges(needs).length > 1;
    });
    expect(breakerChanges(needs)).toEqual([SUSPENDED, RESUMED]);
    await more('CacheHit', 50);
  };

  /** Traffic over Redis at this address, until it hits. */
  async function run(url: string): Promise<void> {
    needs = surroundings();
    cache = new RedisSubscriptionCache(redisEndpointFrom(url), needs, COMMAND_MS);
    traffic = new Traffic(cache, needs);
    await connected(cache, needs);
    traffic.start();
    await more('CacheHit', 50);
  }

  beforeEach(async () => {
    redis = await startRedis();
  });
  afterEach(async () => {
    await traffic.stop();
    cache.close();
    redis.resume();
    await redis.kill();
    expect(traffic.wrong).toEqual([]);
  });

  it('stopped: it hangs, and reads go on without it until it answers again', async () => {
    await run(redis.url);
    const { finds } = traffic.source;
    redis.pause();
    await suspended();
    await traffic.goOn();
    expect(traffic.source.finds).toBeGreaterThanOrEqual(finds + 200);
    const failed = count('CacheFailed');
    await more('CacheSkipped', 200);
    // Suspended, it is not asked at all.
    expect(count('CacheFailed')).toBe(failed);

    redis.resume();
    await resumed();
  });

  it('stopped for long: one command at a time finds out whether it is back', async () => {
    await run(redis.url);
    redis.pause();
    await suspended();
    await traffic.goOn();
    for (let probe = 0; probe < 5; probe += 1) {
      const failed = count('CacheFailed');
      needs.passSeconds(BREAK_SECONDS);
      await more('CacheFailed');
      await more('CacheSkipped', 50);
      expect(count('CacheFailed')).toBe(failed + 1);
    }
    await suspended();
  });

  it('killed, and started again', async () => {
    await run(redis.url);
    await redis.kill();
    await suspended();
    await traffic.goOn();

    redis = await startRedis({ port: redis.port });
    await resumed();
  });

  it('dropping its connections: they are made again', async () => {
    await run(redis.url);
    await redis.ask('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await more('CacheHit', 50);
    expect(breakerChanges(needs)).toEqual([]);
  });

  it('slow: it is given up, and taken back when it is quick again', async () => {
    const proxy = await startRedisProxy(redis.port);
    await run(proxy.url);
    proxy.delayMs = SLOW_MS;
    await suspended();
    await traffic.goOn();

    proxy.delayMs = 0;
    await resumed();
  });

  it('flushed: reads miss, and fill it again', async () => {
    await run(redis.url);
    for (let time = 0; time < 5; time += 1) {
      const misses = count('CacheMiss');
      await redis.ask('FLUSHALL');
      await eventually('misses', () => count('CacheMiss') > misses);
      await more('CacheHit', 50);
    }
    expect(breakerChanges(needs)).toEqual([]);
  });

  it('full: nothing can be put, reads go on', async () => {
    await run(redis.url);
    await redis.ask('CONFIG', 'SET', 'maxmemory', '1');
    await redis.ask('FLUSHALL');
    await more('CacheFailed', 20);
    await traffic.goOn();

    await redis.ask('CONFIG', 'SET', 'maxmemory', '0');
    needs.passSeconds(BREAK_SECONDS);
    await more('CacheHit', 50);
  });
});
