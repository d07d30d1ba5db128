#!/usr/bin/env node
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { addAbortSignal } from 'node:stream';
import { sleep } from '../retry.ts';
import { exitCodes, Stopped } from './failures.ts';
import { type Program, run } from './run.ts';

/** `npx posthorn`: the process around `run`. */

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const ending = new AbortController();
let signalledAtMs: number | undefined;

/** A terminal and `npx` may each pass the same Ctrl-C on. */
const SAME_KEY_PRESS_MS = 500;

/**
 * The first signal lets the command clean up; a later Ctrl-C ends it at once. A closed terminal sends SIGHUP, often
 * more than once, and must not cut the clean-up short.
 */
function stopOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      const isFirst = signalledAtMs === undefined;
      const sinceMs = Date.now() - (signalledAtMs ?? 0);
      if (!isFirst && signal !== 'SIGHUP' && sinceMs > SAME_KEY_PRESS_MS) process.exit(exitCodes.interrupted);
      if (!isFirst) return;
      signalledAtMs = Date.now();
      ending.abort(new Stopped(exitCodes.interrupted));
    });
  }
}

/**
 * The reader of the output may go away: a pipe (`posthorn tail | head`), which is no error, or a closed terminal (EIO).
 * On any output error the command ends in order, so that it leaves nothing behind.
 */
function stopWithoutReader(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    const isReaderGone = error.code === 'EPIPE' || error.code === 'EIO';
    if (!isReaderGone && stream === process.stdout) {
      process.stderr.write(`posthorn: the output cannot be written: ${error.message}\n`);
    }
    ending.abort(new Stopped(isReaderGone ? exitCodes.done : exitCodes.failed));
  });
}

async function readInput(): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (process.stdin.isTTY) return undefined;
  const { signal } = ending;
  try {
    return Uint8Array.from(Buffer.concat(await addAbortSignal(signal, process.stdin).toArray()));
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

function writePrivateFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

const program: Program = {
  version,
  env: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  isTerminal: process.stdout.isTTY === true,
  signal: ending.signal,
  nowMs: Date.now,
  sleep,
  readFile: (path) => Uint8Array.from(readFileSync(path)),
  isPrivateFile: (path) => process.platform === 'win32' || (statSync(path).mode & 0o077) === 0,
  writePrivateFile,
  readInput,
};

stopOnSignals();
stopWithoutReader(process.stdout);
stopWithoutReader(process.stderr);
process.exitCode = await run(process.argv.slice(2), program);
