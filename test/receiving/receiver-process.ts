import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { UNTIL_INPUT_ENDS } from '../support/aws-emulators.ts';
import { eventually } from '../support/eventually.ts';
import type { Language } from './languages.ts';
import { programsOfPage } from './page-programs.ts';

/** A receiver of docs/receiving.md, running. */
export interface ReceiverProcess {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Its output about an event, in order: `kept evt_…`, `had evt_… already`. */
  readonly saidOf: (eventId: string) => readonly string[];
  /** The kept webhooks, by the names of the files. */
  kept(): Promise<ReadonlyMap<string, Buffer>>;
  stop(): Promise<void>;
}

/** Writes the programs of a language into a folder, and makes them ready to run. */
export async function install({ files, prepare }: Language, folder: string): Promise<void> {
  const programs = programsOfPage();
  for (const file of Object.values(files)) {
    const source = programs.get(file);
    if (source === undefined) throw new Error(`docs/receiving.md has no program ${file}`);
    await writeFile(join(folder, file), source);
  }
  await prepare?.(folder);
}

/** Starts a receiver that takes these keys, in a folder where it is installed, on a free port. */
export async function startReceiverProcess(
  { files, run }: Language,
  folder: string,
  { name, keys }: { readonly name: string; readonly keys: readonly string[] },
): Promise<ReceiverProcess> {
  const inbox = join(folder, name);
  await mkdir(inbox);
  const said: string[] = [];
  const complaints: string[] = [];
  const child = spawn('/bin/sh', ['-c', UNTIL_INPUT_ENDS, 'sh', ...run(files.receiver)], {
    cwd: folder,
    env: { ...process.env, PORT: '0', INBOX: inbox, WEBHOOK_KEYS: keys.join(' ') },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let isOver = false;
  const exited = once(child, 'close').then(() => {
    isOver = true;
  });
  createInterface({ input: child.stdout }).on('line', (line) => said.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => complaints.push(line));
  const origin = await eventually('the receiver listens', () => {
    if (isOver) throw new Error(`the receiver ended: ${complaints.join('\n')}`);
    return said.map((line) => /^listening on (http:\S+)$/.exec(line)?.[1]).find((url) => url !== undefined);
  });
  return {
    origin,
    saidOf: (eventId) => said.filter((line) => line.includes(eventId)),
    kept: async () => {
      const names = await readdir(inbox);
      return new Map(
        await Promise.all(names.map(async (one) => [one, await readFile(join(inbox, one))] as const)),
      );
    },
    stop: async () => {
      child.stdin.destroy();
      await exited;
    },
  };
}

/** The output of a language's program for a JSON Web Key Set: keys in the form that receivers take. */
export async function publicKeysAt({ files, run }: Language, folder: string, url: string): Promise<string[]> {
  const [program, ...args] = run(files.publicKeys);
  const { stdout } = await promisify(execFile)(program, [...args, url], { cwd: folder });
  return stdout.trim().split(' ');
}
