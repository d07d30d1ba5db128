import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Posthorn } from '../../client/src/posthorn.ts';
import { clientConsumer } from '../support/client-consumer.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { always, closedPort, receiverForTest } from '../support/receiver.ts';

/** The client as npm installs it, and the examples of its README, word for word. */

const run = promisify(execFile);
const project = join(import.meta.dirname, '../..');
const inProject = (path: string) => join(project, path);

let folder: string;
let tarball: readonly { readonly path: string; readonly mode: number }[];

const service = await serviceForFile();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'posthorn-client-'));
  const built = join(folder, 'built');
  execFileSync(process.execPath, [inProject('scripts/build-client.ts'), built], { stdio: 'pipe' });
  const packed = await run('npm', ['pack', built, '--json', '--pack-destination', folder]);
  const [{ filename, files }] = JSON.parse(packed.stdout) as [{ filename: string; files: typeof tarball }];
  tarball = files;
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'consumer', type: 'module', private: true }),
  );
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(folder, filename)], {
    cwd: folder,
  });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The examples in TypeScript, in their order. */
const readme = readFileSync(inProject('client/README.md'), 'utf8');
const examples = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code);

function written(name: string, code: string): string {
  const file = join(folder, name);
  writeFileSync(file, code);
  return file;
}

const here = () => ({ ...process.env, POSTHORN_URL: service.url, POSTHORN_API_KEY: service.adminKey.key });

/** The output of tsc for files under these options and `strict`: nothing, where all is well. */
async function typeErrors(files: readonly string[], ...flags: readonly string[]): Promise<string> {
  const tsc = inProject('node_modules/typescript/bin/tsc');
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--pretty', 'false', ...flags];
  return run(process.execPath, [tsc, ...options, ...files], { cwd: folder }).then(
    () => '',
    (error: { stdout: string; message: string }) => error.stdout || error.message,
  );
}

const ofNode = ['--module', 'nodenext', '--types', 'node', '--typeRoots', inProject('node_modules/@types')];
const ofBrowsers = ['--module', 'esnext', '--moduleResolution', 'bundler', '--lib', 'es2022,dom'];

describe('the package', () => {
  it('has JavaScript with its types, README and LICENSE, and a command that can be run', () => {
    const paths = tarball.map(({ path }) => path);
    const others = paths.filter((path) => !/^src\/.+\.(js|d\.ts)$/.test(path));
    expect(others.sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
    const untyped = paths.filter(
      (path) => path.endsWith('.js') && !paths.includes(path.replace(/js$/, 'd.ts')),
    );
    expect(untyped).toEqual([]);
    expect(tarball.find(({ path }) => path === 'src/cli/main.js')!.mode & 0o111).toBe(0o111);
  });

  it('has no dependencies, and no unnecessary file', async () => {
    const { stdout } = await run('npm', ['ls', '--all', '--json'], { cwd: folder });
    const { dependencies } = JSON.parse(stdout) as {
      dependencies: Record<string, { dependencies?: object }>;
    };
    expect(Object.keys(dependencies)).toEqual(['posthorn']);
    expect(dependencies['posthorn']?.dependencies).toBeUndefined();
  });

  it('can be imported as it is, and brings its command along', async () => {
    const file = written(
      'plain.mjs',
      `import * as all from 'posthorn';
       import { verifyWebhook } from 'posthorn/webhooks';
       const inner = await import('posthorn/src/transport.js').catch(({ code }) => code);
       console.log(Object.keys(all).sort().join(), verifyWebhook === all.verifyWebhook, inner);`,
    );
    const { stdout } = await run(process.execPath, [file], { cwd: folder });
    expect(stdout.trim().split(' ')).toEqual([
      'ConnectionError,List,Posthorn,PosthornError,ProblemError,WebhookVerificationError,isIdempotentReplay,verifyWebhook',
      'true',
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
    ]);
    const version = await run(join(folder, 'node_modules/.bin/posthorn'), ['--version'], { cwd: folder });
    expect(version.stdout).toContain('0.1.0');
  });

  it('has types that are right in the strictest of projects, and find what is wrong', async () => {
    const files = examples.map((code, n) => written(`typed-${n}.ts`, code));
    const consumer = written('consumer.ts', clientConsumer);
    const strictest = ['--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--lib', 'es2022'];
    expect(await typeErrors([...files, consumer], ...ofNode, ...strictest)).toBe('');
    expect(await typeErrors([consumer], ...ofBrowsers)).toBe('');
  });
});

describe('the README', () => {
  it('names every call of every resource', () => {
    const rows = [...readme.matchAll(/^\| `(\w+)` \| (`.*`) \|$/gm)];
    const named = rows.map(([, resource, calls = '']) => [resource, calls.match(/\w+/g)]);
    const resources = Object.entries(new Posthorn({ url: service.url }));
    expect(named).toEqual(resources.map(([name, calls]) => [name, Object.keys(calls)]));
  });
});

describe('the examples of its README', () => {
  it('call the service, and say what they got', async () => {
    const receiver = await receiverForTest();
    const { url } = receiver.target(always(200));
    const code = examples[0]!.replace('https://example.com/hooks', url);
    expect(code).not.toBe(examples[0]);
    const { stdout } = await run(process.execPath, [written('calls.ts', code)], { cwd: folder, env: here() });
    expect(stdout).toMatch(
      /^sub_\w+ verifies with whsec_\S+\nevt_\w+ goes to 1\ndlv_\w+ (pending|delivered)\n/,
    );
    expect(stdout).toContain('422 invalid-request /target_url');
  });

  it('tell a repeat from a new event', async () => {
    const { stdout } = await run(process.execPath, [written('repeats.ts', examples[1]!)], {
      cwd: folder,
      env: here(),
    });
    expect(stdout).toMatch(/^first (evt_\w+) is new\nsecond \1 was published before\n$/);
  });

  it('receive and verify', async () => {
    const port = await closedPort();
    const { id, signing_secret: secret } = await service.api.createSubscription({
      target_url: `http://127.0.0.1:${port}/`,
    });
    const env = { ...process.env, PORT: String(port), WEBHOOK_SECRET: secret };
    const child = spawn(process.execPath, [written('receives.ts', examples[2]!)], { cwd: folder, env });
    onTestFinished(() => void child.kill());
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await eventually('it listens', () => said.includes('listening'));
    const { task_id: taskId, event_id: eventId } = await service.api.ingest(id, '{"order":1001}');
    await service.deliveryWhen('delivered', taskId);
    await eventually('it says so', () => said.includes(`verified ${eventId} { order: 1001 }`));
    const forged = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}' });
    expect(forged.status).toBe(401);
  });
});
