import { EmfMetrics } from '../../adapters/cloudwatch/emf-metrics.ts';
import type { FieldCipher } from '../../adapters/crypto/field-cipher.ts';
import { systemClock } from '../../adapters/node/system-clock.ts';
import type { SharedSubscriptionCache } from '../../ports/subscription-cache.ts';
import type { Foundation } from './foundation.ts';

/**
 * The cache of subscriptions that functions share, if this stage has one. It begins to connect at once. Where there is
 * none, nothing of the client is run either, which is a fifth of what a cold start loads.
 */
export async function openSharedCache(
  { environment, log }: Foundation,
  cipher: FieldCipher,
  env: NodeJS.ProcessEnv,
): Promise<SharedSubscriptionCache | undefined> {
  const { redisUrl: url, redisIamCache: iamCacheName } = environment;
  if (url === undefined) return undefined;
  const { redisSubscriptionCacheFrom } = await import('../../adapters/redis/from-settings.ts');
  const metrics = new EmfMetrics({
    functionName: env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'unknown',
    clock: systemClock,
    write: (line) => process.stdout.write(line),
  });
  return redisSubscriptionCacheFrom({ url, iamCacheName }, { cipher, clock: systemClock, log, metrics });
}
