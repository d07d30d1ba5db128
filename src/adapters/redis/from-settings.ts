import { redisEndpointFrom } from './connection.ts';
import { iamToken } from './iam-token.ts';
import { type RedisCacheNeeds, RedisSubscriptionCache } from './subscription-cache.ts';

export interface RedisSettings {
  /** `redis[s]://[user[:password]@]host[:port]` */
  readonly url: string;
  /** Name of the ElastiCache Serverless cache that the URL's user is let into by IAM: then there is no password. */
  readonly iamCacheName?: string | undefined;
}

/**
 * The shared cache over a Redis server; it begins to connect at once.
 * @throws when the URL is unusable
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
