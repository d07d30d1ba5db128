import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, onTestFinished } from 'vitest';
import { eventually } from './eventually.ts';

/** `posthorn`, as npm installs it: the package is built, and its bin runs in a process of its own. */

const BUILD = fileURLToPath(new URL('../../scripts/build-client.ts', import.meta.url));

export interface BuiltCli {
  readonly run: (args: readonly string[], options?: RunOptions) => CliProcess;
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** The standard input; by default it is empty, and ends at once. */
  readonly input?: string | Uint8Array;
  /** More may follow: the input does not end. */
  readonly isInputOpen?: boolean;
  /** The working folder; one where nothing is unless named. */
  readonly cwd?: string;
}

interface CliExit {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliProcess {
  readonly exited: Promise<CliExit>;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** The match, as soon as either output has it. @throws when the process ends without */
  readonly says: (pattern: RegExp) => Promise<RegExpExecArray>;
  /** Fulfilled when it has read so much of its input that the rest fits into a pipe. */
  readonly inputTaken: Promise<void>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** As when `head` has seen enough. */
  readonly stopReading: () => void;
}

/** Built once for all tests of a file, and removed after them. */
export function cliForFile(): BuiltCli {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-cli-'));
  const built = join(folder, 'package');
  execFileSync(process.execPath, [BUILD, built], { stdio: 'pipe' });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    run: (args, options) => runProcess(join(built, 'src/cli/main.js'), args, { cwd: folder, ...options }),
  };
}

function runProcess(
  main: string,
  args: readonly string[],
  { env, input = '', isInputOpen, cwd }: RunOptions,
): CliProcess {
  const child = spawn(process.execPath, [main, ...args], { env: { ...env }, cwd, stdio: 'pipe' });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  // One that does not read its input has every right to.
  child.stdin.on('error', () => {});
  const inputTaken = new Promise<void>((resolve) => child.stdin.write(input, () => resolve()));
  if (!isInputOpen) child.stdin.end();
  let hasEnded = false;
  const exited = new Promise<CliExit>((resolve) => {
    child.once('close', (code) => {
      hasEnded = true;
      resolve({ code, stdout, stderr });
    });
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  return {
    exited,
    inputTaken,
    stdout: () => stdout,
    stderr: () => stderr,
    says: (pattern) =>
      eventually(`it says ${pattern}`, () => {
        const match = pattern.exec(stdout) ?? pattern.exec(stderr);
        if (match === null && hasEnded) throw new Error(`it ended without saying ${pattern}: ${stderr}`);
        return match;
      }),
    kill: (signal) => child.kill(signal),
    stopReading: () => child.stdout.destroy(),
  };
}
