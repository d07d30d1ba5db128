import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

/**
 * `npm run emulator`: stands in for AWS on a machine without Docker, until Ctrl-C. It is MiniStack, which it installs
 * at the first start, and a Redis server where there is one. Both listen on 127.0.0.1 and keep nothing.
 *
 *   npm run emulator -- [--port 4566] [--redis-port 6379]
 */

const project = resolve(import.meta.dirname, '..');
const READY_WITHIN_MS = 30_000;
const STOPPED_WITHIN_MS = 10_000;

const { port, 'redis-port': redisPort } = parseArgs({
  options: {
    port: { type: 'string', default: '4566' },
    'redis-port': { type: 'string', default: '6379' },
  },
}).values;

/**
 * The functions are processes of the emulator, and inherit its environment: the project's Node.js comes first on their
 * path, and of the shell's variables they get no others.
 */
const ministackEnv = {
  PATH: `${project}/node_modules/.bin:${process.env['PATH']}`,
  HOME: process.env['HOME'],
  TMPDIR: process.env['TMPDIR'],
  GATEWAY_PORT: port,
  BIND_HOST: '127.0.0.1',
  MINISTACK_HOST: '127.0.0.1',
  LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'WARNING',
  // They would listen on ports of their own, on every address of this machine.
  SFTP_ENABLED: '0',
  IOT_MTLS_ENABLED: '0',
};

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

async function stop(exitCode: number): Promise<never> {
  isStopping = true;
  await Promise.all(children.map(end));
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
      console.error(`MiniStack did not answer at ${url} within ${READY_WITHIN_MS / 1_000} s`);
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
if (await isReady(`${endpoint}/_ministack/health`)) {
  console.error(`at ${endpoint} something answers already: end it, or choose another with --port`);
  process.exit(1);
}

const installed = spawnSync(`${project}/scripts/install-emulators.sh`, ['ministack'], { stdio: 'inherit' });
if (installed.status !== 0) process.exit(1);

mustStay('MiniStack', start(`${project}/.emulator/venv/bin/ministack`, [], ministackEnv));

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
if (hasRedis) {
  const settings = ['--bind', '127.0.0.1', '--port', redisPort, '--save', '', '--appendonly', 'no'];
  mustStay(
    `redis-server on port ${redisPort}`,
    start('redis-server', [...settings, '--logfile', '/dev/null']),
  );
}

await untilReady(`${endpoint}/_ministack/ready`);
console.log(`MiniStack is ready at ${endpoint}`);
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
