import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'iovalkey';

/** A real Redis server, each with a folder of its own and without persistence. Ended by its own pid only. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** One command, over a connection of its own. */
  ask(command: string, ...words: (string | number)[]): Promise<unknown>;
  /** SIGSTOP: connections stay, and are accepted, but nothing is answered. */
  pause(): void;
  resume(): void;
  /** `kill -9`, and gone when this returns. */
  kill(): Promise<void>;
}

export interface RedisServerOptions {
  /** To start again where another one was. Otherwise a free one. */
  readonly port?: number;
  /** The only port when set: it speaks TLS. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  readonly password?: string;
}

/** Where Redis is not installed, suites that need it say so and are skipped; with `CI=true` they run, and fail. */
export const hasRedis = process.env['CI'] === 'true' || spawnSync('redis-server', ['--version']).status === 0;
if (!hasRedis) console.warn('redis-server is not installed: tests that need it are skipped');

export async function startRedis(options: RedisServerOptions = {}): Promise<RedisServer> {
  const port = options.port ?? (await freePort());
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-redis-'));
  const child = spawn('redis-server', argumentsFor(options, port, folder), {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit').finally(() => rmSync(folder, { recursive: true, force: true }));
  await ready(child, exited);
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    ask: async (command, ...words) => {
      const redis = new Redis({
        port,
        ...(options.password !== undefined && { password: options.password }),
        ...(options.tls && { tls: { rejectUnauthorized: false } }),
      });
      try {
        return await redis.call(command, words);
      } finally {
        redis.disconnect();
      }
    },
    pause: () => child.kill('SIGSTOP'),
    resume: () => child.kill('SIGCONT'),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function argumentsFor({ tls, password }: RedisServerOptions, port: number, folder: string): string[] {
  const settings: Record<string, string> = {
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    appendonly: 'no',
    ...(tls === undefined
      ? { port: String(port) }
      : {
          port: '0',
          'tls-port': String(port),
          'tls-cert-file': tls.certificate,
          'tls-key-file': tls.key,
          'tls-ca-cert-file': tls.certificate,
          'tls-auth-clients': 'no',
        }),
    ...(password !== undefined && { requirepass: password }),
  };
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
}

async function ready({ stdout }: ChildProcess, exited: Promise<unknown>): Promise<void> {
  let said = '';
  const isReady = new Promise<true>((resolve) => {
    stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Ready to accept connections')) resolve(true);
    });
  });
  if ((await Promise.race([isReady, exited])) !== true)
    throw new Error(`redis-server did not start: ${said}`);
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
