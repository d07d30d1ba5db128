import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { problemIn, sendHttp } from '../support/api-client.ts';
import { folderForTest, serviceForTest } from '../support/embedded-service.ts';
import { type Exit, runService } from '../support/service-process.ts';

/** The service where more than this machine may call it. */

const statusOf = async (url: string, host: string) =>
  (await sendHttp(url, 'GET', '/healthz', { headers: { host } })).status;

const outerAddress = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

describe('POSTHORN_ALLOWED_HOSTS', () => {
  it('names hosts that are answered beside loopback', async () => {
    const { url } = await serviceForTest({
      POSTHORN_ALLOWED_HOSTS: 'Hooks.example.com,posthorn:8080,[fd00::1]',
    });
    for (const host of [
      'hooks.example.com',
      'HOOKS.example.com:443',
      'posthorn:8080',
      '[fd00::1]:1',
      'localhost',
    ]) {
      expect(await statusOf(url, host), host).toBe(200);
    }
    for (const host of [
      'evil.hooks.example.com',
      'hooks.example.com.evil',
      'posthorn',
      'posthorn:80',
      '[fd00::2]',
    ]) {
      expect(await statusOf(url, host), host).toBe(421);
    }
  });

  it('is named to callers whose host is not in it', async () => {
    const { url } = await serviceForTest();
    const answer = await sendHttp(url, 'GET', '/healthz', { headers: { host: 'hooks.example.com' } });
    expect(problemIn(answer).detail).toContain('POSTHORN_ALLOWED_HOSTS');
  });
});

describe('POSTHORN_HOST', () => {
  it.skipIf(outerAddress === undefined)(
    '0.0.0.0 answers at every address of the machine, to callers who name that address',
    async () => {
      const { url } = await serviceForTest({ POSTHORN_HOST: '0.0.0.0' });
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      const { port } = new URL(url);
      const outside = `http://${outerAddress}:${port}`;
      expect(await statusOf(outside, `${outerAddress}:${port}`)).toBe(200);
      expect(await statusOf(outside, 'hooks.example.com')).toBe(421);
      expect(await statusOf(url, `${outerAddress}:${port}`)).toBe(421);
    },
  );

  it.skipIf(outerAddress === undefined)('is loopback alone unless it is set', async () => {
    const { port } = new URL((await serviceForTest()).url);
    await expect(statusOf(`http://${outerAddress}:${port}`, 'localhost')).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });

  it('that this machine does not have stops the start, with the address', async () => {
    const exit = await runService(await folderForTest(), { POSTHORN_HOST: '192.0.2.1' });
    expect(exit).toMatchObject({ code: 1, signal: null });
    expect((exit as Exit).stderr).toContain('192.0.2.1');
  });
});

describe('POSTHORN_TRUSTED_PROXIES', () => {
  const sourceOf = async (variables: Readonly<Record<string, string>>, forwardedFor: string) => {
    const posthorn = await serviceForTest(variables);
    const body = Buffer.from('{"target_url": "http://127.0.0.1/"}');
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': forwardedFor };
    expect((await posthorn.api.send('POST', '/subscriptions', { headers, body })).status).toBe(201);
    const { body: log } = await posthorn.api.send('GET', '/audit-log');
    const [entry] = (JSON.parse(log.toString()) as { data: { action: string; source_address: string }[] })
      .data;
    expect(entry?.action).toBe('subscription.created');
    return entry?.source_address;
  };

  it('are believed about the address in the audit trail', async () => {
    const proxies = { POSTHORN_TRUSTED_PROXIES: '127.0.0.0/8,10.0.0.0/8' };
    expect(await sourceOf(proxies, '198.51.100.1, 203.0.113.7, 10.0.0.2')).toBe('203.0.113.7');
  });

  it('are the only ones that are believed', async () => {
    expect(await sourceOf({}, '203.0.113.7')).toBe('127.0.0.1');
    expect(await sourceOf({ POSTHORN_TRUSTED_PROXIES: '10.0.0.0/8' }, '203.0.113.7')).toBe('127.0.0.1');
  });
});

it('a misspelt variable stops the start in one line that names it and the nearest one', async () => {
  const exit = await runService(await folderForTest(), {
    POSTHORN_ALOWED_HOSTS: 'hooks.example.com',
    HOST: 'x',
  });
  expect(exit).toMatchObject({ code: 1, signal: null, stdout: '' });
  const { stderr } = exit as Exit;
  expect(stderr.trim().split('\n')).toHaveLength(1);
  for (const text of ['POSTHORN_ALOWED_HOSTS', 'did you mean POSTHORN_ALLOWED_HOSTS?', 'set POSTHORN_HOST']) {
    expect(stderr).toContain(text);
  }
});
