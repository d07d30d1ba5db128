import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { redisSubscriptionCacheFrom } from '../../src/adapters/redis/from-settings.ts';
import { iamToken } from '../../src/adapters/redis/iam-token.ts';
import { eventually } from '../support/eventually.ts';
import { aSubscription } from '../support/records.ts';
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts';
import { breakerChanges, connected, connectedCache, patientCache, surroundings } from './redis-harness.ts';

const PASSWORD = 'pass@word/:#1';
const asPartOfUrl = encodeURIComponent(PASSWORD);

/** Reads until the breaker opens, and returns the logged reason. */
async function refusedFor(url: string): Promise<unknown> {
  const needs = surroundings();
  const cache = patientCache(url, needs);
  while (breakerChanges(needs).length === 0) {
    expect(await cache.get(aSubscription().id)).toBeUndefined();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(JSON.stringify(needs.lines)).not.toContain(PASSWORD);
  return needs.lines.find(({ level }) => level === 'warn')?.['reason'];
}

async function expectToWork(url: string): Promise<void> {
  const needs = surroundings();
  const cache = await connectedCache(url, needs);
  const subscription = aSubscription();
  await cache.putIfNewer(subscription.id, subscription);
  expect(await cache.get(subscription.id)).toEqual(subscription);
  await cache.remove(subscription);
  expect(await cache.get(subscription.id)).toBe('absent');
  expect(needs.metrics.counts.CacheFailed).toBe(0);
}

describe.skipIf(!hasRedis)('Redis with a password', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis({ password: PASSWORD });
  });
  afterAll(() => redis.kill());
  const urlFor = (user: string) => `redis://${user}@127.0.0.1:${redis.port}`;

  it('accepts a client that has it', () => expectToWork(urlFor(`:${asPartOfUrl}`)));

  it('lets in a user who may do no more than a cache must', async () => {
    await redis.ask(
      'ACL',
      'SETUSER',
      'shop',
      'on',
      `>${PASSWORD}`,
      '~posthorn:*',
      '-@all',
      '+get',
      '+set',
      '+eval',
    );
    await expectToWork(urlFor(`shop:${asPartOfUrl}`));
  });

  it.each([
    ['no password', '', 'NOAUTH'],
    ['a wrong one', ':wrong', 'WRONGPASS'],
    ['an unknown user', `nobody:${asPartOfUrl}`, 'WRONGPASS'],
  ])('is left alone after a few tries with %s, and by no open connection', async (_, user, reason) => {
    expect(await refusedFor(urlFor(user))).toBe(reason);
    await eventually('only the one who asks is connected', async () => {
      const clients = String(await redis.ask('CLIENT', 'LIST', 'TYPE', 'normal'));
      return clients.trim().split('\n').length === 1;
    });
  });

  it('is left alone where a user may not read', async () => {
    await redis.ask('ACL', 'SETUSER', 'blind', 'on', `>${PASSWORD}`, '~posthorn:*', '-@all', '+set');
    expect(await refusedFor(urlFor(`blind:${asPartOfUrl}`))).toBe('NOPERM');
  });

  describe('by IAM', () => {
    afterEach(() => vi.unstubAllEnvs());

    it('takes a token for the password, a new one for each connection', async () => {
      vi.stubEnv('AWS_REGION', 'eu-central-1');
      vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret-key');
      vi.stubEnv('AWS_SESSION_TOKEN', 'session-token');
      let nowMs = Date.parse('2026-11-24T05:00:00Z');
      const needs = surroundings({ clock: { nowMs: () => nowMs } });
      const letIn = async () => {
        const token = await iamToken({ cacheName: 'posthorn', username: 'posthorn-user' }, needs.clock);
        const rights = ['~posthorn:*', '-@all', '+get', '+set', '+eval'];
        await redis.ask('ACL', 'SETUSER', 'posthorn-user', 'on', 'resetpass', `>${token}`, ...rights);
      };
      await letIn();
      const settings = { url: urlFor('posthorn-user'), iamCacheName: 'posthorn' };
      const cache = redisSubscriptionCacheFrom(settings, needs);
      onTestFinished(() => cache.close());
      await connected(cache, needs);

      nowMs += 3_600_000;
      await letIn();
      await redis.ask('CLIENT', 'KILL', 'USER', 'posthorn-user');
      await connected(cache, needs);
      expect(breakerChanges(needs)).toEqual([]);
    });
  });
});

describe.skipIf(!hasRedis)('Redis over TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-redis-tls-'));
  const certificate = join(folder, 'certificate.pem');
  const key = join(folder, 'key.pem');
  const trusted = getCACertificates('default');
  let redis: RedisServer;

  beforeAll(async () => {
    const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const request = ['req', '-x509', '-days', '2', ...newKey, ...subject, '-out', certificate];
    execFileSync('openssl', request, { stdio: 'pipe' });
    redis = await startRedis({ tls: { certificate, key }, password: PASSWORD });
  });
  afterEach(() => setDefaultCACertificates(trusted));
  afterAll(async () => {
    await redis.kill();
    rmSync(folder, { recursive: true });
  });
  const trustIt = () => setDefaultCACertificates([...trusted, readFileSync(certificate, 'utf8')]);
  const urlOf = (scheme: string, host: string) => `${scheme}://:${asPartOfUrl}@${host}:${redis.port}`;

  it('works where the certificate is trusted', async () => {
    trustIt();
    await expectToWork(urlOf('rediss', 'localhost'));
  });

  it('is not talked to where the certificate is not trusted', async () => {
    expect(await refusedFor(urlOf('rediss', 'localhost'))).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  it('is not talked to where the certificate is for another name', async () => {
    trustIt();
    expect(await refusedFor(urlOf('rediss', '127.0.0.1'))).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('is not talked to in plain text', async () => {
    expect(await refusedFor(urlOf('redis', 'localhost'))).toEqual(expect.any(String));
  });
});
