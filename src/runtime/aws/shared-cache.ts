import type { FieldCipher } from '../../adapters/crypto/field-cipher.ts';
import { systemClock } from '../../adapters/node/system-clock.ts';
import type { SharedSubscriptionCache } from '../../ports/caches.ts';
import type { Foundation } from './foundation.ts';

/**
 * The shared cache of subscriptions, if this stage has one. Starts to connect at once. Without a cache, the client is
 * not even loaded: it is a fifth of a cold start's code.
 */
export async function openSharedCache(
  { environment, log, metrics }: Foundation,
  cipher: FieldCipher,
): Promise<SharedSubscriptionCache | undefined> {
  const { redisUrl: url, redisIamCache: iamCacheName } = environment;
  if (url === undefined) return undefined;
  const { redisSubscriptionCacheFrom } = await import('../../adapters/redis/from-settings.ts');
  return redisSubscriptionCacheFrom({ url, iamCacheName }, { cipher, clock: systemClock, log, metrics });
}
