import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The embedded service as its users start it: a process of its own, spoken to over HTTP only. */

export const API_KEY = 'benchmark-key-of-this-run';

const START_TIMEOUT_MS = 90_000;
const STOP_TIMEOUT_MS = 40_000;
/** `getconf CLK_TCK` on every Linux that Node.js runs on. */
const TICKS_PER_SECOND = 100;

export interface ServiceSettings {
  /** The project folder whose service is measured. */
  readonly folder: string;
  readonly nodeArguments: readonly string[];
}

export const newDataDir = (): string => mkdtempSync(join(tmpdir(), 'posthorn-bench-'));

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export class ServiceProcess {
  readonly #child: ChildProcess;
  readonly #dataDir: string;
  readonly port: number;
  /** From the start of the process to `listening on`. */
  readonly startUpMs: number;

  private constructor(child: ChildProcess, dataDir: string, port: number, startUpMs: number) {
    this.#child = child;
    this.#dataDir = dataDir;
    this.port = port;
    this.startUpMs = startUpMs;
  }

  /** Resolves when the service listens; rejects with its output if it ends before that. */
  static async start(settings: ServiceSettings, dataDir = newDataDir()): Promise<ServiceProcess> {
    const startedAt = performance.now();
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', ...settings.nodeArguments, 'embedded/main.ts'],
      {
        cwd: settings.folder,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          PORT: '0',
          POSTHORN_DATA_DIR: dataDir,
          POSTHORN_API_KEY: API_KEY,
          POSTHORN_LOG_LEVEL: 'warn',
        },
      },
    );
    running.add(child);
    child.once('exit', () => running.delete(child));
    const port = await listeningPort(child);
    return new ServiceProcess(child, dataDir, port, performance.now() - startedAt);
  }

  get authority(): string {
    return `127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get dataDir(): string {
    return this.#dataDir;
  }

  /** User and system time of the process, all threads: proc_pid_stat(5). */
  cpuMs(): number {
    const stat = readFileSync(`/proc/${this.#child.pid}/stat`, 'latin1');
    // The name in parentheses may have spaces; field 3 follows it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND;
  }

  /** The resident memory now and at its peak, in MiB: proc_pid_status(5). */
  memoryMiB(): { readonly now: number; readonly most: number } {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'latin1');
    const kibOf = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
    return { now: kibOf('VmRSS') / 1_024, most: kibOf('VmHWM') / 1_024 };
  }

  /** Ends it as an operator would, and removes its data. */
  async stop(): Promise<void> {
    const forced = setTimeout(() => this.#child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await this.#end('SIGTERM');
    clearTimeout(forced);
    this.removeData();
  }

  /** Ends it like a loss of power of the process: nothing is flushed, nothing is said. The data stays. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  removeData(): void {
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill(signal);
    await ended;
  }
}

function listeningPort(child: ChildProcess): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const timeout = setTimeout(() => reject(new Error('the service does not listen')), START_TIMEOUT_MS);
  let written = '';
  const read = (chunk: Buffer) => {
    written += chunk.toString();
    const port = /listening on http:\/\/[^\s:]+:(\d+)/.exec(written)?.[1];
    if (port !== undefined) resolve(Number(port));
  };
  // Both are read to the end: a full pipe would stop the service.
  child.stdout?.on('data', read);
  child.stderr?.on('data', (chunk: Buffer) => {
    written += chunk.toString();
  });
  child.once('exit', (code) => reject(new Error(`the service ended with ${code}: ${written}`)));
  return promise.finally(() => clearTimeout(timeout));
}
