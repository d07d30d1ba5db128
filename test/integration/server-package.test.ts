import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ApiClient, sendHttp } from '../support/api-client.ts';
import { eventually } from '../support/eventually.ts';

/** The two npm packages as their users install them: into an empty folder, from tarballs, without a network. */

const run = promisify(execFile);
const project = join(import.meta.dirname, '../..');

const OLDEST_NODE = join(project, '.emulator/oldest-node/bin/node');
const withoutOldestNode =
  process.env['CI'] === 'true' || existsSync(OLDEST_NODE)
    ? undefined
    : `${OLDEST_NODE} missing: run scripts/install-oldest-node.sh`;

let folder: string;
let tarballs: { readonly server: string; readonly client: string };

async function packed(script: string, name: string): Promise<string> {
  const built = join(folder, name);
  execFileSync(process.execPath, [join(project, script), built], { stdio: 'pipe' });
  const { stdout } = await run('npm', ['pack', built, '--json', '--pack-destination', folder]);
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  return join(folder, filename);
}

/** An empty folder with these packages in it, as `npm install <tarball>` makes it. */
async function installed(...packages: readonly string[]): Promise<string> {
  const place = mkdtempSync(join(folder, 'install-'));
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', ...packages], { cwd: place });
  return place;
}

interface Running {
  readonly says: (pattern: RegExp) => Promise<RegExpExecArray>;
  /** Fulfilled when the command and all that it has started have ended. */
  readonly interrupt: () => Promise<void>;
}

/** `npx posthorn <words>` in a folder. */
function npx(cwd: string, ...words: readonly string[]): Running {
  const env = { PATH: process.env['PATH'], HOME: folder, PORT: '0', POSTHORN_URL: serviceUrl };
  const child = spawn('npx', ['--offline', 'posthorn', ...words], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      hasEnded = true;
      resolve();
    });
  });
  // As Ctrl-C does: to the whole group, which npx, its shell and the command are in.
  const interrupt = () => {
    if (!hasEnded && child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
    return ended;
  };
  onTestFinished(interrupt);
  return {
    says: (pattern) => eventually(`it says ${pattern}`, () => pattern.exec(output), 60_000),
    interrupt,
  };
}

let serviceUrl = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'posthorn-packages-'));
  tarballs = {
    server: await packed('scripts/build-server.ts', 'server'),
    client: await packed('scripts/build-client.ts', 'client'),
  };
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('an empty folder', () => {
  it.each([
    ['the server alone', ['server']],
    ['the server and the client', ['server', 'client']],
  ] as const)(
    'with %s in it serves, listens and sends by npx posthorn',
    async (_, names) => {
      serviceUrl = '';
      const place = await installed(...names.map((name) => tarballs[name]));
      const serve = npx(place, 'serve');
      [, serviceUrl = ''] = await serve.says(/listening on (http:\/\/127\.0\.0\.1:\d+)/);
      const listen = npx(place, 'listen', '--subscribe', 'order.*', '--port', '0');
      await listen.says(/listening on/);
      const send = npx(place, 'send', 'order.created', '--data', '{"order": 1001}', '--wait', '20');
      await listen.says(/order\.created +attempt 1 .*verified +answered 204/);
      await send.says(/evt_/);
      await listen.interrupt();
      await listen.says(/sub_\w+ is deleted/);
      const backup = npx(place, 'backup', 'copy');
      await backup.says(/copy: posthorn\.db, encryption-key, api-key; \d+ bytes/);
      await serve.interrupt();
      expect(await sendHttp(serviceUrl, 'GET', '/healthz').catch(({ code }: { code: string }) => code)).toBe(
        'ECONNREFUSED',
      );
    },
    180_000,
  );

  it('with the client alone says which package serves', async () => {
    const place = await installed(tarballs.client);
    const serve = npx(place, 'serve');
    await serve.says(/npm install posthorn-server/);
  }, 60_000);
});

describe('the package of the server', () => {
  const manifest = () => JSON.parse(readFileSync(join(folder, 'server/package.json'), 'utf8')) as object;

  it('has no dependencies, one file for the service, and the licences of what is in it', async () => {
    expect(manifest()).not.toHaveProperty('dependencies');
    const { stdout } = await run('tar', ['--list', '--file', tarballs.server]);
    const files = stdout.trim().split('\n').sort();
    const isAsset = (file: string) => file.startsWith('package/dashboard/assets/');
    expect(files.filter(isAsset).length).toBeGreaterThan(100);
    expect(files.filter((file) => !isAsset(file))).toEqual(
      [
        ...['LICENSE', 'README.md', 'THIRD-PARTY-NOTICES.txt', 'package.json', 'posthorn.js'],
        ...['lib/backup.js', 'lib/cli/main.js', 'lib/server.js'],
        ...['dashboard/files.json', 'dashboard/index.html'],
        ...['swagger-ui/swagger-ui-bundle.js', 'swagger-ui/swagger-ui.css'],
      ]
        .map((file) => `package/${file}`)
        .sort(),
    );
    const notices = readFileSync(join(folder, 'server/THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of ['pino', 'zod', 'ipaddr.js', 'swagger-ui-dist', 'ulid', 'react-dom']) {
      expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));
    }
    expect(notices).not.toMatch(/^(aws-cdk|vitest|typescript)/m);
  });

  it('has the threads for names that npm start has', async () => {
    const program = `
      await import(${JSON.stringify(join(folder, 'server/posthorn.js'))});
      process.stdout.write(process.env.UV_THREADPOOL_SIZE);`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program, 'x', '--version']);
    const [, threads] =
      /UV_THREADPOOL_SIZE=(\d+)/.exec(readFileSync(join(project, 'embedded/process.env'), 'utf8')) ?? [];
    expect(stdout).toContain(threads);
  });

  const oldest = 'starts with the oldest Node.js that it asks for, and ends cleanly';
  it.skipIf(withoutOldestNode !== undefined)(
    withoutOldestNode === undefined ? oldest : `${oldest} (${withoutOldestNode})`,
    async () => {
      const { stdout: version } = await run(OLDEST_NODE, ['--version']);
      expect(manifest()).toMatchObject({
        engines: { node: `>=${version.trim().slice(1).replace(/\.0$/, '')}` },
      });
      const cwd = mkdtempSync(join(folder, 'oldest-'));
      const command = [join(folder, 'server/posthorn.js'), 'serve'];
      const service = spawn(OLDEST_NODE, command, { cwd, env: { PORT: '0' } });
      onTestFinished(() => void service.kill('SIGKILL'));
      let output = '';
      service.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
      const ended = new Promise((resolve) => service.once('close', resolve));
      const [, url = ''] = await eventually(
        'it listens',
        () => /listening on (http:\S+)/.exec(output),
        60_000,
      );
      const key = readFileSync(join(cwd, '.posthorn/api-key'), 'utf8').trim();
      const answer = await new ApiClient(url, key).sendJson('POST', '/subscriptions', {
        target_url: 'https://shop.example/hooks',
      });
      expect(answer.status, output).toBe(201);
      service.kill('SIGTERM');
      expect(await ended, output).toBe(0);
    },
    90_000,
  );

  it('serves /docs with all of its files', async () => {
    serviceUrl = '';
    const serve = npx(await installed(tarballs.server), 'serve');
    const [, url = ''] = await serve.says(/listening on (http:\S+)/);
    const page = (await sendHttp(url, 'GET', '/docs')).body.toString();
    const files = [...page.matchAll(/(?:src|href)="(\/docs\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(files.length).toBeGreaterThan(2);
    for (const path of files) expect((await sendHttp(url, 'GET', path)).status, path).toBe(200);
  }, 60_000);
});
