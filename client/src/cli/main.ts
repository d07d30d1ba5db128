#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { addAbortSignal } from 'node:stream';
import { sleep } from '../retry.ts';
import { exitCodes, Stopped } from './failures.ts';
import { type Program, run } from './run.ts';

/** `npx posthorn`: the process around `run`. */

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const ending = new AbortController();
let isEnding = false;

/** The first signal lets the command clean up, the second one does not wait for that. */
function stopOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isEnding) process.exit(exitCodes.interrupted);
      isEnding = true;
      ending.abort(new Stopped(exitCodes.interrupted));
    });
  }
}

/** Whoever reads the output may stop doing so (`posthorn tail | head`): that ends the command, and is no error. */
function stopWithoutReader(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    ending.abort(new Stopped(exitCodes.done));
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
  readInput,
};

stopOnSignals();
stopWithoutReader(process.stdout);
stopWithoutReader(process.stderr);
process.exitCode = await run(process.argv.slice(2), program);
