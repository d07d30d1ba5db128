import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The embedded service as a process of its own, as `npm start` runs it. */

const MAIN = fileURLToPath(new URL('../../embedded/main.ts', import.meta.url));

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ServiceProcess {
  readonly url: string;
  readonly exited: Promise<Exit>;
  /** By its own pid only. */
  kill(signal: NodeJS.Signals): void;
}

/** Starts a process on a folder and a free port; it is ready, or it has exited. `killed`: with `kill -9`. */
export async function runService(
  dataDir: string,
  variables: Readonly<Record<string, string>> = {},
  killed?: AbortSignal,
): Promise<ServiceProcess | Exit> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
    env: { PORT: '0', POSTHORN_DATA_DIR: dataDir, POSTHORN_LOG_LEVEL: 'error', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  killed?.addEventListener('abort', () => child.kill('SIGKILL'));
  const exited = exitOf(child);
  const url = await Promise.race([readyUrl(child), exited]);
  if (typeof url !== 'string') return url;
  return { url, exited, kill: (signal) => child.kill(signal) };
}

/** The same, for where it must start. */
export async function startServiceProcess(
  dataDir: string,
  variables?: Readonly<Record<string, string>>,
): Promise<ServiceProcess> {
  const started = await runService(dataDir, variables);
  if ('url' in started) return started;
  throw new Error(`the service exited with ${started.code ?? started.signal}: ${started.stderr}`);
}

function readyUrl({ stdout }: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve) => {
    stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const url = /listening on (http:\S+)/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
}

function exitOf(child: ChildProcess): Promise<Exit> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}
