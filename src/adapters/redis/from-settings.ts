import { redisEndpointFrom } from './connection.ts';
import { iamToken } from './iam-token.ts';
import { type RedisCacheNeeds, RedisSubscriptionCache } from './subscription-cache.ts';

export interface RedisSettings {
  /** `redis[s]://[user[:password]@]host[:port]` */
  readonly url: string;
  /** The ElastiCache Serverless cache that the URL's user logs in to with IAM. Then there is no password. */
  readonly iamCacheName?: string | undefined;
}

/**
 * A shared cache on a Redis server. Starts to connect at once.
 * @throws if the URL is not valid
 */
export function redisSubscriptionCacheFrom(
  { url, iamCacheName: cacheName }: RedisSettings,
  needs: RedisCacheNeeds,
): RedisSubscriptionCache {
  const endpoint = redisEndpointFrom(url);
  const { username } = endpoint;
  if (cacheName !== undefined && username === '')
    throw new Error('IAM needs the user in the address of Redis');
  const password =
    cacheName === undefined ? endpoint.password : () => iamToken({ cacheName, username }, needs.clock);
  const cache = new RedisSubscriptionCache({ ...endpoint, password }, needs);
  cache.connect();
  return cache;
}
