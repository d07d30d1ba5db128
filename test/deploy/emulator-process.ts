import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmulatorName } from '../../scripts/emulator-kinds.ts';
import { freePort } from '../support/redis-server.ts';

/** `npm run emulator`, on ports of its own and with a folder of its own for its files. */
export interface EmulatorProcess {
  readonly endpoint: string;
  /** Of the Redis server that it has started; undefined where none is installed. */
  readonly redisUrl: string | undefined;
  /** The end of its output, for the message of a failure. */
  readonly lastWords: () => string;
  /** Ends it as Ctrl-C does. Resolves to its exit code. */
  stop(): Promise<number | null>;
}

const script = `${import.meta.dirname}/../../scripts/emulator.ts`;
const LAST_CHARACTERS = 8_000;

export async function startEmulator(emulator: EmulatorName): Promise<EmulatorProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-emulator-'));
  const [port, redisPort] = [await freePort(), await freePort()];
  const ports = ['--port', `${port}`, '--redis-port', `${redisPort}`];
  const child = spawn(process.execPath, [script, '--emulator', emulator, ...ports], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit').finally(() => rmSync(folder, { recursive: true, force: true }));
  let said = '';
  const isReady = new Promise<true>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-LAST_CHARACTERS);
        if (said.includes('npm run deploy:local')) resolve(true);
      });
    }
  });
  if ((await Promise.race([isReady, exited])) !== true) throw new Error(`no emulator: ${said}`);
  const redisUrl = /REDIS_URL=(\S+)/.exec(said)?.[1];
  return {
    endpoint: `http://127.0.0.1:${port}`,
    redisUrl,
    lastWords: () => said,
    async stop() {
      child.kill('SIGTERM');
      await exited;
      return child.exitCode;
    },
  };
}
