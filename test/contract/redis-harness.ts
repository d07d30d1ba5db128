import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { FieldCipher } from '../../src/adapters/crypto/field-cipher.ts';
import { pinoLog } from '../../src/adapters/pino/log.ts';
import { redisEndpointFrom } from '../../src/adapters/redis/connection.ts';
import { type RedisCacheNeeds, RedisSubscriptionCache } from '../../src/adapters/redis/subscription-cache.ts';
import type { SubscriptionId } from '../../src/domain/ids.ts';
import type { MetricName, Metrics } from '../../src/ports/platform.ts';
import { eventually } from '../support/eventually.ts';
import { aSubscriptionId } from '../support/records.ts';

/** Long enough that a busy machine does not make Redis look slow to tests that are not about that. */
const PATIENT_MS = 10_000;

class CountingMetrics implements Metrics {
  readonly counts: Record<MetricName, number> = {
    CacheHit: 0,
    CacheMiss: 0,
    CacheFailed: 0,
    CacheSkipped: 0,
    RateLimitFailedOpen: 0,
    AuthenticationFailed: 0,
  };

  count(name: MetricName, n = 1): void {
    this.counts[name] += n;
  }
}

/** The arguments of a cache, and records of its work. */
export interface Surroundings extends RedisCacheNeeds {
  readonly metrics: CountingMetrics;
  /** The log, every level. */
  readonly lines: Record<string, unknown>[];
  /** Lets time pass for the breaker. */
  passSeconds(seconds: number): void;
}

export const cipher = new FieldCipher(randomBytes(32));

export function surroundings(about: Partial<RedisCacheNeeds> = {}): Surroundings {
  const lines: Record<string, unknown>[] = [];
  let aheadMs = 0;
  return {
    cipher,
    clock: { nowMs: () => Date.now() + aheadMs },
    log: pinoLog('debug', { write: (line) => lines.push(JSON.parse(line)) }),
    ...about,
    metrics: new CountingMetrics(),
    lines,
    passSeconds: (seconds) => {
      aheadMs += seconds * 1_000;
    },
  };
}

/** The log lines about the breaker. */
export const breakerChanges = ({ lines }: Surroundings): unknown[] =>
  lines.filter(({ level }) => level === 'warn').map(({ occurrence }) => occurrence);

/** A cache that is given time, closed at the end of the test. */
export function patientCache(url: string, needs: RedisCacheNeeds): RedisSubscriptionCache {
  const cache = new RedisSubscriptionCache(redisEndpointFrom(url), needs, PATIENT_MS);
  onTestFinished(() => cache.close());
  return cache;
}

/** Asks until an answer comes from Redis. */
export async function connected(cache: RedisSubscriptionCache, { metrics }: Surroundings): Promise<void> {
  const answers = () => metrics.counts.CacheHit + metrics.counts.CacheMiss;
  const before = answers();
  await eventually('an answer from Redis', async () => {
    await cache.get(aSubscriptionId());
    return answers() > before;
  });
}

export async function connectedCache(
  url: string,
  needs: Surroundings = surroundings(),
): Promise<RedisSubscriptionCache> {
  const cache = patientCache(url, needs);
  await connected(cache, needs);
  return cache;
}

/** Where an entry is kept. */
export const keyOf = (id: SubscriptionId): string => `posthorn:3:sub:${id}`;
