import { describe, expect, it } from 'vitest';
import { redisEndpointFrom } from '../../../../src/adapters/redis/connection.ts';
import { redisSubscriptionCacheFrom } from '../../../../src/adapters/redis/from-settings.ts';
import { surroundings } from '../../../contract/redis-harness.ts';

describe('the address of Redis', () => {
  it.each([
    ['redis://cache.example', { host: 'cache.example', port: 6379, tls: false, username: '' }],
    ['redis://cache.example:7000/', { host: 'cache.example', port: 7000, tls: false, username: '' }],
    ['rediss://shop@cache.example:6379', { host: 'cache.example', port: 6379, tls: true, username: 'shop' }],
    ['redis://[::1]:6379', { host: '::1', port: 6379, tls: false, username: '' }],
  ])('says where it is: %s', (url, endpoint) => {
    expect(redisEndpointFrom(url)).toEqual({ ...endpoint, password: undefined });
  });

  it('may say who asks', async () => {
    const { username, password } = redisEndpointFrom('rediss://sh%40p:p%2Fss%3Aword@cache.example');
    expect(username).toBe('sh@p');
    expect(await password?.()).toBe('p/ss:word');
  });

  it.each([
    '',
    'cache.example:6379',
    'http://:pass-word@cache.example',
    'redis://',
    'redis:///0',
    'redis://:pass-word@x:99999',
  ])('is refused when it is none, without being repeated: "%s"', (url) => {
    expect(() => redisEndpointFrom(url)).toThrow('the address of Redis must be redis[s]://');
    expect(() => redisEndpointFrom(url)).not.toThrow('pass-word');
  });

  it('needs a user where IAM is to let it in', () => {
    const settings = { url: 'rediss://cache.example', iamCacheName: 'posthorn' };
    expect(() => redisSubscriptionCacheFrom(settings, surroundings())).toThrow('IAM needs the user');
  });
});
