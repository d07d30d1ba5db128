import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type EmbeddedService, serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { always, closedPort, receiverForTest } from '../support/receiver.ts';

/** The client as npm installs it, and the examples of its README, word for word. */

const run = promisify(execFile);
const project = join(import.meta.dirname, '../..');
const inProject = (path: string) => join(project, path);

let service: EmbeddedService;
let folder: string;

beforeAll(async () => {
  service = await serviceForFile();
  folder = mkdtempSync(join(tmpdir(), 'posthorn-client-'));
  const built = join(folder, 'built');
  execFileSync(process.execPath, [inProject('scripts/build-client.ts'), built], { stdio: 'pipe' });
  const packed = await run('npm', ['pack', built, '--json', '--pack-destination', folder]);
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'consumer', type: 'module', private: true }),
  );
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(folder, filename)], {
    cwd: folder,
  });
}, 60_000);
afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The examples in TypeScript, in their order. */
const examples = [
  ...readFileSync(inProject('client/README.md'), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g),
].map(([, code = '']) => code);

function written(name: string, code: string): string {
  const file = join(folder, name);
  writeFileSync(file, code);
  return file;
}

const here = () => ({ ...process.env, POSTHORN_URL: service.url, POSTHORN_API_KEY: service.adminKey.key });

describe('the package', () => {
  it('has no dependencies, and nothing that nobody asked for', async () => {
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
      "import * as all from 'posthorn';\nconsole.log(Object.keys(all).sort().join());",
    );
    const { stdout } = await run(process.execPath, [file], { cwd: folder });
    expect(stdout.trim()).toBe(
      'ConnectionError,List,Posthorn,PosthornError,ProblemError,WebhookVerificationError,verifyWebhook',
    );
    const version = await run(join(folder, 'node_modules/.bin/posthorn'), ['--version'], { cwd: folder });
    expect(version.stdout).toContain('0.1.0');
  });

  it('has types that are right in the strictest of projects', async () => {
    const files = examples.map((code, n) => written(`typed-${n}.ts`, code));
    const wrong = written(
      'wrong.ts',
      "import { Posthorn } from 'posthorn';\nconst posthorn = new Posthorn({ url: '' });\n" +
        '// @ts-expect-error a target is needed\nawait posthorn.subscriptions.create({});\n' +
        "// @ts-expect-error there is no such field\nawait posthorn.events.publish({ event_type: 'a', payload: 1, nope: 1 });\n",
    );
    const flags = [
      '--noEmit',
      '--strict',
      '--exactOptionalPropertyTypes',
      '--module',
      'nodenext',
      '--target',
      'es2024',
    ];
    const types = ['--types', 'node', '--typeRoots', inProject('node_modules/@types')];
    const tsc = inProject('node_modules/typescript/bin/tsc');
    const checked = await run(process.execPath, [tsc, ...flags, ...types, ...files, wrong], {
      cwd: folder,
    }).catch((error: { stdout: string }) => error);
    expect(checked.stdout).toBe('');
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

  it('receive and verify', async () => {
    const port = await closedPort();
    const { id, signing_secret: secret } = await service.api.createSubscription({
      target_url: `http://127.0.0.1:${port}/`,
    });
    const env = { ...process.env, PORT: String(port), WEBHOOK_SECRET: secret };
    const child = spawn(process.execPath, [written('receives.ts', examples[1]!)], { cwd: folder, env });
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
