import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';

/** `npm run receiver`: examples/receiver.ts against the embedded service. */

const RECEIVER = fileURLToPath(new URL('../../examples/receiver.ts', import.meta.url));

const service = await serviceForFile();

interface Receiver {
  readonly child: ChildProcess;
  readonly lines: () => readonly string[];
  says(pattern: RegExp): Promise<string>;
}

function startReceiver(port: number, variables: Readonly<Record<string, string>> = {}): Receiver {
  const env = {
    ...process.env,
    POSTHORN_URL: service.url,
    POSTHORN_API_KEY: service.adminKey.key,
    PORT: `${port}`,
  };
  const child = spawn(process.execPath, [RECEIVER], {
    env: { ...env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  const lines = () => said.split('\n').filter((line) => line !== '');
  const says = (pattern: RegExp) =>
    eventually(`the receiver says ${pattern}`, () => lines().find((line) => pattern.test(line)));
  return { child, lines, says };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const subscriptions = async () =>
  (await service.api.send('GET', '/subscriptions')).json() as { data: unknown[] };

describe('the example receiver', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'listens, subscribes, verifies, and deletes its subscription on %s',
    async (signal) => {
      const receiver = startReceiver(await freePort());
      await receiver.says(/^subscribed as sub_/);
      expect(receiver.lines()[0]).toMatch(/^listening on /);
      expect((await subscriptions()).data).toHaveLength(1);
      await service.api.sendJson('POST', '/events', { event_type: 'a.b', payload: { n: 1 } });
      expect(await receiver.says(/^verified evt_/)).toMatch(/\{"n":1\}$/);
      receiver.child.kill(signal);
      const [code] = await once(receiver.child, 'exit');
      expect(code).toBe(0);
      expect((await subscriptions()).data).toEqual([]);
    },
  );

  it('subscribes nothing when it cannot listen, and says so', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    onTestFinished(() => {
      taken.close();
    });
    const address = taken.address();
    const receiver = startReceiver(typeof address === 'object' && address !== null ? address.port : 0);
    const [code] = await once(receiver.child, 'exit');
    expect(code).toBe(1);
    await receiver.says(/EADDRINUSE.*set PORT/);
    expect((await subscriptions()).data).toEqual([]);
  });

  it('asks whether the service runs when it cannot be reached', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const receiver = startReceiver(await freePort(), { POSTHORN_URL: nobody });
    await receiver.says(/ECONNREFUSED.*is `npm start` running\?/);
  });
});
