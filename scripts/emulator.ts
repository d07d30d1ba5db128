import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { emulatorAt, emulatorKinds, emulatorNamed } from './emulator-kinds.ts';

/**
 * `npm run emulator`: stands in for AWS on a machine without Docker, until Ctrl-C: MiniStack or LocalStack, installed at
 * the first start, and a Redis server where one is installed. Both listen on 127.0.0.1 and keep nothing.
 *
 *   npm run emulator -- [--emulator ministack|localstack] [--port 4566] [--redis-port 6379]
 */

const project = resolve(import.meta.dirname, '..');
/** LocalStack loads a few hundred Python modules first. */
const READY_WITHIN_MS = 120_000;
const STOPPED_WITHIN_MS = 10_000;

const options = parseArgs({
  options: {
    emulator: { type: 'string', default: 'ministack' },
    port: { type: 'string', default: '4566' },
    'redis-port': { type: 'string', default: '6379' },
  },
}).values;
const { port, 'redis-port': redisPort } = options;
const emulator = emulatorKinds[namedOrExit(options.emulator)];

function namedOrExit(name: string) {
  try {
    return emulatorNamed(name);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}

const children: ChildProcess[] = [];

/** In a process group of its own: Ctrl-C in the terminal reaches this process alone, which then ends the group. */
function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): ChildProcess {
  const child = spawn(command, args, {
    cwd: project,
    env,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  children.push(child);
  return child;
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The whole group has ended already.
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    signalGroup(child, 'SIGTERM');
    await Promise.race([once(child, 'exit'), pause(STOPPED_WITHIN_MS, undefined, { ref: false })]);
  }
  // What is left: processes of functions that do not end by themselves.
  signalGroup(child, 'SIGKILL');
}

let isStopping = false;
let folder: string | undefined;

async function stop(exitCode: number): Promise<never> {
  isStopping = true;
  await Promise.all(children.map(end));
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  process.exit(exitCode);
}

/** An emulator that ends by itself takes everything with it. */
function mustStay(name: string, child: ChildProcess): void {
  const report = (how: string) => {
    if (isStopping) return;
    console.error(`${name} ${how}`);
    void stop(1);
  };
  child.once('error', (error) => report(`could not be started: ${error.message}`));
  child.once('exit', (code, signal) => report(`ended by itself (${code ?? signal})`));
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

async function untilReady(url: string): Promise<void> {
  const endsAtMs = Date.now() + READY_WITHIN_MS;
  while (!(await isReady(url))) {
    if (Date.now() > endsAtMs) {
      console.error(`${emulator.title} did not answer at ${url} within ${READY_WITHIN_MS / 1_000} s`);
      await stop(1);
    }
    await pause(50);
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!isStopping) void stop(0);
  });
}

const endpoint = `http://127.0.0.1:${port}`;
const other = await emulatorAt(endpoint);
if (other !== undefined) {
  console.error(
    `${emulatorKinds[other].title} answers at ${endpoint} already: end it, or choose another --port`,
  );
  process.exit(1);
}

const [script, ...scriptArgs] = emulator.install;
const installed = spawnSync(`${project}/scripts/${script}`, scriptArgs, { stdio: 'inherit' });
if (installed.status !== 0) process.exit(1);

folder = mkdtempSync(join(tmpdir(), 'posthorn-emulator-'));
const [program, ...args] = emulator.command;
mustStay(emulator.title, start(program, args, emulator.environment(port, folder)));

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
if (hasRedis) {
  const settings = ['--bind', '127.0.0.1', '--port', redisPort, '--save', '', '--appendonly', 'no'];
  mustStay(
    `redis-server on port ${redisPort}`,
    start('redis-server', [...settings, '--logfile', '/dev/null']),
  );
}

await untilReady(endpoint + emulator.readyPath);
console.log(`${emulator.title} is ready at ${endpoint}`);
console.log(
  hasRedis
    ? `Redis is ready at redis://127.0.0.1:${redisPort}`
    : 'There is no redis-server on this machine: the stack reads subscriptions from its table',
);
const settings = [
  ...(port === '4566' ? [] : [`AWS_ENDPOINT_URL=${endpoint}`]),
  ...(hasRedis ? [`REDIS_URL=redis://127.0.0.1:${redisPort}`] : []),
];
console.log(`next, in another terminal: ${[...settings, 'npm run deploy:local'].join(' ')}`);
