import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ApiClient, sendHttp } from '../support/api-client.ts';
import {
  BASE_IMAGE,
  type ContainerEngine,
  engineMissing,
  startContainerEngine,
} from '../support/container-engine.ts';
import { eventually } from '../support/eventually.ts';
import { closedPort } from '../support/receiver.ts';

/** The Dockerfile and compose.yaml as their users run them, on an engine of the tests' own. */

const run = promisify(execFile);
const KEY = 'a-key-of-the-container-test';
const BUILD_MS = 420_000;
const IMAGE_MIB_MOST = 40;
const CONFINED = ['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'];

/** The call that hands an event in, as the README has it. */
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const readmeCurl = /^curl http:\/\/127\.0\.0\.1:8000\/events [\s\S]*?(?=\n```)/m.exec(readme)?.[0] ?? 'false';

/** A folder in which the key is where the README finds it. */
function folderWithKey(): string {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-readme-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, '.posthorn'));
  writeFileSync(join(folder, '.posthorn/api-key'), `${KEY}\n`);
  return folder;
}

let engine: ContainerEngine;

/** A line of the output for each container that is left. */
async function removeContainers(): Promise<void> {
  const ids = (await engine.docker('ps', '--all', '--quiet')).split('\n').filter((id) => id !== '');
  if (ids.length > 0) await engine.docker('rm', '--force', '--volumes', ...ids);
  await engine.docker('volume', 'prune', '--force');
}

/** Its address, as Docker publishes it on this machine. */
async function urlOf(container: string): Promise<string> {
  return `http://${await engine.docker('port', container, '8000/tcp')}`;
}

const isUp = async (url: string) =>
  (await sendHttp(url, 'GET', '/healthz').catch(() => undefined))?.status === 200;

const inspect = (what: string, format: string) => engine.docker('inspect', '--format', format, what);

const required = process.env['CI'] === 'true';
const describeWithEngine = describe.skipIf(engineMissing !== undefined && !required);

describeWithEngine(`the image${engineMissing === undefined ? '' : ` (skipped: ${engineMissing})`}`, () => {
  let url: string;
  let container: string;

  beforeAll(async () => {
    if (engineMissing !== undefined) throw new Error(engineMissing);
    engine = await startContainerEngine();
    await removeContainers();
    await engine.docker('build', '--network', 'host', '--tag', 'posthorn', '.');
    container = await engine.docker(
      ...['run', '--detach', ...CONFINED, '--publish', '127.0.0.1::8000', '--volume', 'data:/data'],
      ...['--health-interval', '1s', '--env', `POSTHORN_API_KEY=${KEY}`],
      ...['--env', 'POSTHORN_ALLOWED_TARGET_CIDRS=172.16.0.0/12', 'posthorn'],
    );
    url = await urlOf(container);
    await eventually(
      'it is healthy',
      async () => (await inspect(container, '{{.State.Health.Status}}')) === 'healthy',
    );
  }, BUILD_MS);

  afterAll(async () => {
    if (engine === undefined) return;
    await removeContainers();
    await engine.stop();
  }, 60_000);

  it(`is at most ${IMAGE_MIB_MOST} MiB larger than its base image`, async () => {
    const [own, base] = await Promise.all(
      ['posthorn', BASE_IMAGE].map(async (image) => Number(await inspect(image, '{{.Size}}'))),
    );
    expect(own! - base!).toBeGreaterThan(0);
    expect((own! - base!) / 2 ** 20).toBeLessThan(IMAGE_MIB_MOST);
  });

  it('runs not as root, without a capability, and writes nowhere but to its volume', async () => {
    const status = await engine.docker('exec', container, 'cat', '/proc/1/status');
    expect(status).toMatch(/^Uid:\t1000\t1000\t1000\t1000$/m);
    expect(status).toMatch(/^CapEff:\t0+$/m);
    expect(
      await engine.docker('exec', container, 'sh', '-c', 'touch /app/x /tmp/x || ls -A /app /tmp'),
    ).not.toMatch(/^x$/m);
    expect(await engine.docker('exec', container, 'stat', '-c', '%a %u', '/data', '/data/posthorn.db')).toBe(
      '700 1000\n600 1000',
    );
    expect(await inspect('posthorn', '{{json .Config.Volumes}}')).toBe('{"/data":{}}');
  });

  it('takes the event of the README by its curl from outside of its network, and delivers it to a receiver there', async () => {
    const bodies: string[] = [];
    const receiver = createServer((request, response) => {
      request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()));
      request.on('end', () => response.end());
    });
    const bridge = networkInterfaces()['docker0']?.find(({ family }) => family === 'IPv4')?.address;
    await new Promise<void>((resolve) => receiver.listen(0, bridge, resolve));
    const { port } = receiver.address() as { port: number };
    const api = new ApiClient(url, KEY);
    await api.createSubscription({
      target_url: `http://${bridge}:${port}/hooks`,
      event_types: ['order.created'],
    });
    const { stdout } = await run('bash', ['-c', readmeCurl.replaceAll('http://127.0.0.1:8000', url)], {
      cwd: folderWithKey(),
    });
    expect(JSON.parse(stdout)).toMatchObject({ event_id: expect.stringMatching(/^evt_/) });
    await eventually('it arrives', () => bodies.length > 0);
    expect(JSON.parse(bodies.join(''))).toMatchObject({ order: 1001 });
    receiver.close();
  });

  it('answers at its own address too, and to no name that is not allowed', async () => {
    const address = await inspect(container, '{{.NetworkSettings.IPAddress}}');
    expect(await isUp(`http://${address}:8000`)).toBe(true);
    expect((await sendHttp(url, 'GET', '/healthz', { headers: { host: 'evil.example' } })).status).toBe(421);
  });

  it('has the command line, with its key, and /docs with all of its files', async () => {
    expect(await engine.docker('exec', container, 'posthorn', 'keys', 'list')).toContain('POSTHORN_API_KEY');
    const page = (await sendHttp(url, 'GET', '/docs')).body.toString();
    const files = [...page.matchAll(/(?:src|href)="(\/docs\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(files.length).toBeGreaterThan(2);
    for (const path of files) expect((await sendHttp(url, 'GET', path)).status, path).toBe(200);
  });

  it('stops by SIGTERM with exit code 0, and has its data after a restart', async () => {
    const api = new ApiClient(url, KEY);
    const { id } = await api.createSubscription({ target_url: 'http://172.17.0.1:8081/kept' });
    await engine.docker('stop', '--time', '40', container);
    expect(await inspect(container, '{{.State.ExitCode}} {{.State.OOMKilled}}')).toBe('0 false');
    await engine.docker('start', container);
    url = await urlOf(container);
    await eventually('it is up again', () => isUp(url));
    expect((await new ApiClient(url, KEY).send('GET', `/subscriptions/${id}`)).status).toBe(200);
  });

  it('is backed up while it runs, into a container made of the backup', async () => {
    await engine.docker('exec', container, 'posthorn', 'backup', '/data/backups/first');
    const restored = await engine.docker(
      ...['run', '--detach', ...CONFINED, '--publish', '127.0.0.1::8000', '--volume', 'data:/data'],
      ...['--env', 'POSTHORN_DATA_DIR=/data/backups/first', 'posthorn'],
    );
    const copy = await urlOf(restored);
    await eventually('the copy is up', () => isUp(copy));
    const subscriptions = await new ApiClient(copy, KEY).send('GET', '/subscriptions');
    expect(subscriptions.status).toBe(200);
    expect(subscriptions.body.toString()).toContain('/kept');
  });

  it('names a misspelt variable and ends', async () => {
    await expect(
      engine.docker('run', '--rm', '--env', 'POSTHORN_ALLOWED_HOST=a', 'posthorn'),
    ).rejects.toThrow('did you mean POSTHORN_ALLOWED_HOSTS?');
  });

  it('is started by compose.yaml, with its volume, and its neighbours reach it by name', async () => {
    const port = String(await closedPort());
    const variables = { POSTHORN_API_KEY: KEY, POSTHORN_PUBLISHED_PORT: port };
    const compose = (...words: readonly string[]) =>
      engine.compose(variables, '--project-name', 'posthorn', ...words);
    await compose('up', '--detach', '--no-build');
    try {
      await eventually('it is up', () => isUp(`http://127.0.0.1:${port}`));
      expect(
        (await new ApiClient(`http://127.0.0.1:${port}`, KEY).send('GET', '/subscriptions')).status,
      ).toBe(200);
      const call = "fetch('http://posthorn:8000/healthz').then(({ status }) => console.log(status))";
      const node = ['--entrypoint', 'node', 'posthorn', '-e', call];
      expect(await engine.docker('run', '--rm', '--network', 'posthorn_default', ...node)).toBe('200');
    } finally {
      await compose('down', '--volumes', '--timeout', '40');
    }
  }, 120_000);
});
