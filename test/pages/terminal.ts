import { type ChildProcess, spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { eventually } from '../support/eventually.ts';

/** A shell into which commands are pasted, with everything that they start. It is ended with the test. */
export class Terminal {
  readonly #shell: ChildProcess;
  #output = '';
  #blocks = 0;

  constructor(folder: string, env: NodeJS.ProcessEnv) {
    // A process group of its own, so that everything that it started ends with it.
    this.#shell = spawn('bash', ['--norc', '--noprofile'], {
      cwd: folder,
      env,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    for (const stream of [this.#shell.stdout, this.#shell.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString();
      });
    }
    onTestFinished(() => this.#end());
  }

  /** Waits until the output of the shell matches. */
  says(pattern: RegExp): Promise<RegExpExecArray> {
    return eventually(
      `${pattern} in ${JSON.stringify(this.#output)}`,
      () => pattern.exec(this.#output),
      PATIENCE_MS,
    );
  }

  /** Pastes commands that go on, such as `npm start`. */
  paste(commands: string): void {
    this.#shell.stdin?.write(`${commands}\n`);
  }

  /** Pastes commands, waits for their end, and returns their output. */
  async run(commands: string): Promise<string> {
    this.#blocks += 1;
    const end = `end of block ${this.#blocks}`;
    const from = this.#output.length;
    this.paste(`${commands}\necho "${end}: $?"`);
    await this.says(new RegExp(`${end}: `));
    return this.#output.slice(from, this.#output.indexOf(end, from));
  }

  async #end(): Promise<void> {
    const closed = new Promise((resolve) => this.#shell.once('close', resolve));
    this.#signal('SIGTERM');
    const patience = setTimeout(() => this.#signal('SIGKILL'), 5_000);
    await closed;
    clearTimeout(patience);
  }

  #signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-Number(this.#shell.pid), signal);
    } catch {
      // It has ended.
    }
  }
}

const PATIENCE_MS = 60_000;
