import type { FieldCipher } from '../../adapters/crypto/field-cipher.ts';
import { systemClock } from '../../adapters/node/system-clock.ts';
import type { SharedSubscriptionCache } from '../../ports/caches.ts';
import type { Foundation } from './foundation.ts';

/**
 * The cache of subscriptions that functions share, if this stage has one. It begins to connect at once. Where there is
 * none, nothing of the client is run either, which is a fifth of what a cold start loads.
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
