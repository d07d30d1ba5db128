import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { FieldCipher } from '../../src/adapters/crypto/field-cipher.ts';
import { redisEndpointFrom } from '../../src/adapters/redis/connection.ts';
import { RedisSubscriptionCache } from '../../src/adapters/redis/subscription-cache.ts';
import { changed } from '../../src/domain/subscription.ts';
import { aSubscription, aSubscriptionId } from '../support/records.ts';
import { startRedisProxy } from '../support/redis-proxy.ts';
import { freePort, hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts';
import {
  breakerChanges,
  cipher,
  connected,
  connectedCache,
  keyOf,
  patientCache,
  surroundings,
} from './redis-harness.ts';
import { describeSharedCacheContract } from './shared-cache.contract.ts';

const CACHE_MODULE = new URL('../../src/adapters/redis/from-settings.ts', import.meta.url).href;
const full = () =>
  aSubscription({
    targetUrl: 'https://receiver.example/private-path',
    headers: { Authorization: 'Bearer header-credential' },
    ingestSecret: 'ingest-credential',
  });

describe.skipIf(!hasRedis)('Redis', () => {
  let redis: RedisServer;
  let cache: RedisSubscriptionCache;

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.kill());

  describeSharedCacheContract('Redis', async () => {
    const contracted = await connectedCache(redis.url);
    return { cache: contracted, close: async () => contracted.close() };
  });

  describe('the entries', () => {
    beforeEach(async () => {
      cache = await connectedCache(redis.url);
    });
    const lifeMs = (id: ReturnType<typeof aSubscriptionId>) => redis.ask('PTTL', keyOf(id));
    const put = (subscription = aSubscription()) => cache.putIfNewer(subscription.id, subscription);

    it('live for at most 20 seconds, and those of missing subscriptions for 5', async () => {
      const [kept, removed] = [aSubscription(), aSubscription()];
      const unknown = aSubscriptionId();
      await put(kept);
      await cache.remove(removed);
      await cache.putIfNewer(unknown, 'absent');
      const lives = (await Promise.all([kept.id, removed.id, unknown].map(lifeMs))) as number[];
      for (const [index, mostMs] of [20_000, 20_000, 5_000].entries()) {
        expect(lives[index]).toBeGreaterThan(0);
        expect(lives[index]).toBeLessThanOrEqual(mostMs);
      }
      expect(lives[0]).toBeGreaterThan(5_000);
    });

    it('show nothing of a subscription but its id, its version and the time', async () => {
      const subscription = { ...full(), version: 17 };
      await put(subscription);
      const value = await redis.ask('GET', keyOf(subscription.id));
      expect(value).toMatch(/^17 \d{13} v2\.[\w-]+$/);
      const bytes = Buffer.from(String(value).split('.')[1] ?? '', 'base64url').toString('latin1');
      for (const text of ['whsec_', 'credential', 'receiver.example', subscription.tenantId])
        expect(bytes).not.toContain(text);
    });

    it('are shared by processes that have the same key', async () => {
      const subscription = full();
      await put(subscription);
      const elsewhere = await connectedCache(redis.url);
      expect(await elsewhere.get(subscription.id)).toEqual(subscription);
    });

    it.each([
      ['text', 'garbage'],
      ['nothing', ''],
      ['JSON', '{"id":"sub_1","version":1}'],
      ['a number', '17'],
      ['an absence that nobody signed', '1 "absent"'],
      ['a cut entry', `1 ${Date.now()} v2.AAAA`],
      ['what is encrypted for something else', `1 ${Date.now()} ${cipher.encrypt('"absent"', 'sub_1')}`],
      ['a huge version with the time of long ago', '9007199254740991 1700000000000 v2.AAAA'],
      ['a huge version with a time far ahead', '9007199254740991 9900000000000 v2.AAAA'],
      ['of the release before', `1 ${cipher.encrypt('"absent"', 'sub_1')}`],
      ['bytes', '\u0000\u0001 \uffff'],
    ])('are a miss when they are %s, and are replaced', async (_, value) => {
      const needs = surroundings();
      const subscription = aSubscription();
      const reader = await connectedCache(redis.url, needs);
      const { CacheMiss } = needs.metrics.counts;
      await redis.ask('SET', keyOf(subscription.id), value);
      expect(await reader.get(subscription.id)).toBeUndefined();
      expect(needs.metrics.counts).toMatchObject({ CacheMiss: CacheMiss + 1, CacheFailed: 0 });
      await put(subscription);
      expect(await reader.get(subscription.id)).toEqual(subscription);
    });

    it.each([
      ['a larger version', 0, '999999'],
      ['a later time', 1, String(Date.now() + 3_000)],
    ])('are a miss with %s written in front of them', async (_, place, text) => {
      const subscription = aSubscription();
      await put(subscription);
      const parts = String(await redis.ask('GET', keyOf(subscription.id))).split(' ');
      parts[place] = text;
      await redis.ask('SET', keyOf(subscription.id), parts.join(' '));
      expect(await cache.get(subscription.id)).toBeUndefined();
    });

    it('are believed for 20 seconds, however long Redis keeps them or when it puts them back', async () => {
      const needs = surroundings();
      const reader = await connectedCache(redis.url, needs);
      const old = aSubscription();
      await put(old);
      const value = String(await redis.ask('GET', keyOf(old.id)));
      await put(changed(old, { targetUrl: 'https://receiver.example/new' }, 1));
      await redis.ask('SET', keyOf(old.id), value);
      expect(await reader.get(old.id)).toEqual(old);
      needs.passSeconds(21);
      expect(await reader.get(old.id)).toBeUndefined();
      const newest = changed(old, { description: 'newest' }, 2);
      await reader.putIfNewer(old.id, newest);
      expect(await reader.get(old.id)).toEqual(newest);
    });

    it('that say that there is none are believed for 5 seconds', async () => {
      const needs = surroundings();
      const reader = await connectedCache(redis.url, needs);
      const id = aSubscriptionId();
      await reader.putIfNewer(id, 'absent');
      await redis.ask('PERSIST', keyOf(id));
      expect(await reader.get(id)).toBe('absent');
      needs.passSeconds(6);
      expect(await reader.get(id)).toBeUndefined();
    });

    it('of a process whose clock is far ahead are a miss, and give way to any version', async () => {
      const ahead = surroundings();
      const writer = await connectedCache(redis.url, ahead);
      ahead.passSeconds(60);
      const subscription = { ...aSubscription(), version: 9 };
      await writer.putIfNewer(subscription.id, subscription);
      expect(await cache.get(subscription.id)).toBeUndefined();
      const older = { ...subscription, version: 8 };
      await put(older);
      expect(await cache.get(subscription.id)).toEqual(older);
    });

    it('are a miss under the key of another one', async () => {
      const [one, other] = [aSubscription(), aSubscription()];
      await put(one);
      await redis.ask('COPY', keyOf(one.id), keyOf(other.id));
      expect(await cache.get(other.id)).toBeUndefined();
    });

    it('are a miss for a process with another encryption key', async () => {
      const subscription = aSubscription();
      await put(subscription);
      const needs = surroundings({ cipher: new FieldCipher(randomBytes(32)) });
      const stranger = await connectedCache(redis.url, needs);
      expect(await stranger.get(subscription.id)).toBeUndefined();
    });

    it('are a miss after they are flushed, and can be put again, also when scripts are forgotten', async () => {
      const subscription = aSubscription();
      await put(subscription);
      await redis.ask('FLUSHALL');
      await redis.ask('SCRIPT', 'FLUSH');
      expect(await cache.get(subscription.id)).toBeUndefined();
      await put(subscription);
      expect(await cache.get(subscription.id)).toEqual(subscription);
    });
  });

  it('counts hits and misses', async () => {
    const needs = surroundings();
    cache = await connectedCache(redis.url, needs);
    const subscription = aSubscription();
    const { CacheMiss, CacheHit } = needs.metrics.counts;
    await cache.get(subscription.id);
    await cache.putIfNewer(subscription.id, subscription);
    await cache.get(subscription.id);
    await cache.remove(subscription);
    await cache.get(subscription.id);
    expect(needs.metrics.counts).toMatchObject({
      CacheMiss: CacheMiss + 1,
      CacheHit: CacheHit + 2,
      CacheFailed: 0,
    });
  });

  it('lets a process end that has closed it', async () => {
    const code = `
      import { redisSubscriptionCacheFrom } from '${CACHE_MODULE}';
      const counted = [];
      const cache = redisSubscriptionCacheFrom({ url: '${redis.url}' }, {
        clock: { nowMs: Date.now },
        metrics: { count: (name) => counted.push(name) },
      });
      while (!counted.includes('CacheMiss')) {
        await cache.get('sub_1');
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      cache.close();
      console.log('closed');`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const said: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
    const [exitCode] = await once(child, 'close');
    expect(exitCode).toBe(0);
    expect(Buffer.concat(said).toString()).toBe('closed\n');
  });
});

describe.skipIf(!hasRedis)('a Redis that hangs', () => {
  it('has 50 ms for a command, which costs the connection and not the request', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.kill());
    const needs = surroundings();
    const cache = new RedisSubscriptionCache(redisEndpointFrom(redis.url), needs);
    onTestFinished(() => cache.close());
    await connected(cache, needs);
    redis.pause();
    const { CacheFailed } = needs.metrics.counts;
    const subscription = aSubscription();
    expect(await Promise.all(Array.from({ length: 20 }, () => cache.get(subscription.id)))).toEqual(
      Array.from({ length: 20 }, () => undefined),
    );
    // They were lost together: that alone does not suspend the cache.
    expect(needs.metrics.counts.CacheFailed).toBe(CacheFailed + 20);
    expect(breakerChanges(needs)).toEqual([]);
    expect(needs.lines.at(-1)).toMatchObject({ level: 'debug', reason: 'no reply within 50 ms' });
  });

  it('costs one command where only the old connection is dead, as after a process was frozen', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.kill());
    const proxy = await startRedisProxy(redis.port);
    const needs = surroundings();
    const cache = new RedisSubscriptionCache(redisEndpointFrom(proxy.url), needs, 500);
    onTestFinished(() => cache.close());
    await connected(cache, needs);
    const { CacheFailed } = needs.metrics.counts;
    proxy.forgetConnections();
    expect(await cache.get(aSubscription().id)).toBeUndefined();
    await connected(cache, needs);
    expect(needs.metrics.counts.CacheFailed).toBe(CacheFailed + 1);
    expect(proxy.connectionCount()).toBe(2);
  });
});

describe.skipIf(!hasRedis)('a Redis that became a replica', () => {
  it('is resolved again, since its name may lead to another server by now', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.kill());
    const proxy = await startRedisProxy(redis.port);
    const needs = surroundings();
    const cache = await connectedCache(proxy.url, needs);
    await redis.ask('REPLICAOF', '127.0.0.1', '1');
    const subscription = aSubscription();
    await cache.putIfNewer(subscription.id, subscription);
    expect(needs.lines).toContainEqual(expect.objectContaining({ reason: 'READONLY' }));
    await redis.ask('REPLICAOF', 'NO', 'ONE');
    await connected(cache, needs);
    expect(proxy.connectionCount()).toBe(2);
    await cache.putIfNewer(subscription.id, subscription);
    expect(await cache.get(subscription.id)).toEqual(subscription);
  });
});

describe('a Redis that is not there', () => {
  it('is a miss at once, is tried five times, and then left alone for a while', async () => {
    const needs = surroundings();
    const cache = patientCache(`redis://user:pass-word@127.0.0.1:${await freePort()}`, needs);
    const subscription = aSubscription();
    while (needs.metrics.counts.CacheFailed < 5) {
      expect(await cache.get(subscription.id)).toBeUndefined();
      await cache.putIfNewer(subscription.id, subscription);
      await new Promise((resolve) => setImmediate(resolve));
    }
    for (let read = 0; read < 100; read += 1) await cache.get(subscription.id);
    expect(needs.metrics.counts).toMatchObject({ CacheFailed: 5, CacheHit: 0, CacheMiss: 0 });
    expect(breakerChanges(needs)).toEqual(['subscription_cache.suspended']);
    expect(needs.lines.at(-1)).toMatchObject({ host: '127.0.0.1', reason: 'ECONNREFUSED' });
    expect(JSON.stringify(needs.lines)).not.toContain('pass-word');
  });
});
