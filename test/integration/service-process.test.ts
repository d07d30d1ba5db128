import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ApiClient, sendHttp } from '../support/api-client.ts';
import { folderForTest } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { always, receiverForTest } from '../support/receiver.ts';
import {
  type Exit,
  runService,
  type ServiceProcess,
  startServiceProcess,
} from '../support/service-process.ts';

/** `npm start` as the operating system sees it. */

const KEY = 'a-key-of-this-test';

async function processForTest(dataDir: string, variables: Readonly<Record<string, string>> = {}) {
  const service = await startServiceProcess(dataDir, { POSTHORN_API_KEY: KEY, ...variables });
  onTestFinished(async () => {
    service.kill('SIGKILL');
    await service.exited;
  });
  return { ...service, api: new ApiClient(service.url, KEY) };
}

async function connectionTo({ url }: ServiceProcess, text: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

const expectRefusal = (exit: ServiceProcess | Exit, ...texts: readonly string[]) => {
  expect(exit).toMatchObject({ code: 1, signal: null });
  for (const text of texts) expect((exit as Exit).stderr).toContain(text);
  expect((exit as Exit).stderr.trim().split('\n')).toHaveLength(1);
};

describe('the service', () => {
  it('makes an admin key at its first start, and says where it is', async () => {
    const folder = join(await folderForTest(), 'new', 'folder');
    const service = await startServiceProcess(folder);
    service.kill('SIGTERM');
    const { stdout, code } = await service.exited;
    expect(code).toBe(0);
    const file = join(folder, 'api-key');
    expect(stdout).toContain(file);
    const key = readFileSync(file, 'utf8').trim();
    expect(stdout).not.toContain(key);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('writes JSON lines where there is no terminal, without keys and payloads', async () => {
    const target = (await receiverForTest()).target();
    const service = await processForTest(await folderForTest(), { POSTHORN_LOG_LEVEL: 'debug' });
    const { id, signing_secret: secret } = await service.api.createSubscription({
      target_url: `${target.url}?token=t0ken`,
    });
    await service.api.ingest(id, '"p4yload"');
    await eventually('it arrives', () => target.requests.length);
    service.kill('SIGTERM');
    const { stdout, stderr } = await service.exited;
    const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
    const occurrences = lines.map((line) => (JSON.parse(line) as { occurrence: string }).occurrence);
    expect(occurrences).toContain('delivery.attempted');
    for (const hidden of [KEY, secret, 'p4yload', 't0ken']) expect(stdout + stderr).not.toContain(hidden);
  });
});

describe('a start that cannot succeed ends at once, with one line that says why:', () => {
  it('the folder is in use by another process, which goes on', async () => {
    const folder = await folderForTest();
    const first = await processForTest(folder);
    expectRefusal(await runService(folder), folder, 'in use by another Posthorn process');
    expect((await sendHttp(first.url, 'GET', '/healthz')).status).toBe(200);
  });

  it('the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    expectRefusal(
      await runService(await folderForTest(), { PORT: String(port) }),
      'EADDRINUSE',
      String(port),
    );
  });

  it('the environment is wrong', async () => {
    const wrong = { PORT: 'http', POSTHORN_API_KEY: 'short', POSTHORN_ALLOWED_TARGET_CIDRS: '10.0.0.0' };
    const exit = await runService(await folderForTest(), wrong);
    expectRefusal(exit, 'PORT', 'POSTHORN_API_KEY', 'POSTHORN_ALLOWED_TARGET_CIDRS');
    expect((exit as Exit).stderr).not.toContain('short');
  });
});

// It gives up after 35 seconds, with another exit code: so a 0 says that nothing had to be given up.
describe('a signal to stop is obeyed, with exit code 0,', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('when nothing is going on: %s', async (signal) => {
    const service = await processForTest(await folderForTest());
    service.kill(signal);
    expect(await service.exited).toMatchObject({ code: 0, signal: null, stderr: '' });
  });

  it('when it comes twice, as npm passes on what the terminal has sent already', async () => {
    const service = await processForTest(await folderForTest());
    for (const signal of ['SIGINT', 'SIGINT', 'SIGTERM'] as const) service.kill(signal);
    expect(await service.exited).toMatchObject({ code: 0, signal: null, stderr: '' });
  });

  it('when connections are open: idle, silent, or in the middle of a request', async () => {
    const service = await processForTest(await folderForTest());
    const idle = await connectionTo(service, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(idle, 'data');
    await connectionTo(service, '');
    await connectionTo(service, 'GET /healthz HT');
    await connectionTo(
      service,
      'POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf',
    );
    // All of them are known to it: the last of them is answered after them.
    expect((await sendHttp(service.url, 'GET', '/healthz')).status).toBe(200);
    service.kill('SIGTERM');
    expect(await service.exited).toMatchObject({ code: 0, signal: null });
  });

  it('when attempts are under way, and others wait', async () => {
    const folder = await folderForTest();
    const target = (await receiverForTest()).target(always('hang'));
    const service = await processForTest(folder);
    const { id } = await service.api.createSubscription({
      target_url: target.url,
      timeout_seconds: 1,
      retry_policy: { schedule: [1, 1, 1] },
    });
    await Promise.all(Array.from({ length: 200 }, () => service.api.ingest(id)));
    await eventually('some are under way', target.hangingCount);
    service.kill('SIGTERM');
    expect(await service.exited).toMatchObject({ code: 0, signal: null });

    const next = await processForTest(folder);
    target.release();
    await eventually('all are delivered', async () => {
      const { data } = await next.api.deliveries(id, '?limit=250&status=delivered');
      return data.length === 200;
    });
  });
});
