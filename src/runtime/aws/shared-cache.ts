import { EmfMetrics } from '../../adapters/cloudwatch/emf-metrics.ts';
import type { FieldCipher } from '../../adapters/crypto/field-cipher.ts';
import { systemClock } from '../../adapters/node/system-clock.ts';
import { redisSubscriptionCacheFrom } from '../../adapters/redis/from-settings.ts';
import type { SharedSubscriptionCache } from '../../ports/subscription-cache.ts';
import type { Foundation } from './foundation.ts';

/** The cache of subscriptions that functions share, if this stage has one. It begins to connect at once. */
export function openSharedCache(
  { environment, log }: Foundation,
  cipher: FieldCipher,
  env: NodeJS.ProcessEnv,
): SharedSubscriptionCache | undefined {
  const { redisUrl: url, redisIamCache: iamCacheName } = environment;
  if (url === undefined) return undefined;
  const metrics = new EmfMetrics({
    functionName: env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'unknown',
    clock: systemClock,
    write: (line) => process.stdout.write(line),
  });
  return redisSubscriptionCacheFrom({ url, iamCacheName }, { cipher, clock: systemClock, log, metrics });
}
