import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { eventually } from './eventually.ts';

/**
 * The emulators of AWS in tests: DynamoDB Local (AWS's own engine), and MiniStack for SQS, S3 and KMS. Each is a
 * process of its own on a free port of loopback, with nothing on disk. scripts/install-emulators.sh installs them.
 */

export interface AwsEmulators {
  readonly dynamodbEndpoint: string;
  /** SQS, S3 and KMS. */
  readonly servicesEndpoint: string;
  stop(): Promise<void>;
}

interface Program {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const READY_WITHIN_MS = 25_000;
const STARTS_MOST = 3;
const FOLDER = resolve(import.meta.dirname, '../../.emulator');
const DYNAMODB_LOCAL = join(FOLDER, 'dynamodb-local');
const MINISTACK = join(FOLDER, 'venv/bin/ministack');

/** Their paths. */
export const missingAwsEmulators: readonly string[] = [DYNAMODB_LOCAL, MINISTACK].filter(
  (path) => !existsSync(path),
);

/**
 * Why tests against the emulators are left out, for `describe.skipIf`: undefined where both are installed, and in CI,
 * where one that is missing is a failure.
 */
export const withoutAwsEmulators: string | undefined =
  process.env['CI'] === 'true' || missingAwsEmulators.length === 0
    ? undefined
    : `${missingAwsEmulators.join(' and ')} missing: run scripts/install-emulators.sh`;

/** Starts both; they end with `stop`, or with this process. */
export async function startAwsEmulators(): Promise<AwsEmulators> {
  if (missingAwsEmulators.length > 0) throw new Error(`${missingAwsEmulators.join(' and ')} missing`);
  const started = await Promise.allSettled([startDynamodbLocal(), startMiniStack()]);
  const stop = async () => {
    await Promise.all(started.map((one) => (one.status === 'fulfilled' ? one.value.stop() : undefined)));
  };
  const [dynamodb, services] = started;
  if (dynamodb.status === 'fulfilled' && services.status === 'fulfilled') {
    return { dynamodbEndpoint: dynamodb.value.endpoint, servicesEndpoint: services.value.endpoint, stop };
  }
  await stop();
  throw new AggregateError(
    started.flatMap((one) => (one.status === 'rejected' ? [one.reason] : [])),
    'the AWS emulators did not start',
  );
}

export interface Emulator {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Serves DynamoDB. */
export const startDynamodbLocal = (): Promise<Emulator> =>
  start((port) => ({
    name: 'DynamoDB Local',
    command: 'java',
    args: [
      // Little to collect and no peak to compile for: it starts in half the time.
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      '-Xmx256m',
      `-Djava.library.path=${DYNAMODB_LOCAL}`,
      '-cp',
      `${DYNAMODB_LOCAL}/*`,
      'com.amazonaws.services.dynamodbv2.local.main.ServerRunner',
      '-inMemory',
      '-sharedDb',
      '-disableTelemetry',
      '-port',
      String(port),
    ],
    env: {},
  }));

/** Serves SQS, S3 and KMS. */
const startMiniStack = (): Promise<Emulator> =>
  start((port) => ({
    name: 'MiniStack',
    command: MINISTACK,
    args: [],
    env: { GATEWAY_PORT: String(port), BIND_HOST: '127.0.0.1', SFTP_ENABLED: '0', LOG_LEVEL: 'ERROR' },
  }));

/** A port that is free now may be taken a moment later: then the program ends by itself, and another is tried. */
async function start(programOn: (port: number) => Program): Promise<Emulator> {
  for (let startNumber = 1; ; startNumber += 1) {
    const port = await freePort();
    const program = programOn(port);
    try {
      return await run(program, `http://127.0.0.1:${port}`);
    } catch (error) {
      if (startNumber === STARTS_MOST) throw error;
    }
  }
}

/** Runs the program and ends it when its standard input ends: with `stop`, or with this process, however that dies. */
export const UNTIL_INPUT_ENDS = `
exec 3<&0
"$@" </dev/null 3<&- &
program=$!
{ cat <&3 >/dev/null; kill -9 $program; } 2>/dev/null &
wait $program
`;

async function run(program: Program, endpoint: string): Promise<Emulator> {
  const child = spawn('/bin/sh', ['-c', UNTIL_INPUT_ENDS, 'sh', program.command, ...program.args], {
    env: { ...process.env, ...program.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const said = lastWords(child);
  let isOver = false;
  const exited = new Promise<void>((resolveExit) => {
    child.once('exit', () => {
      isOver = true;
      resolveExit();
    });
  });
  const stop = async () => {
    child.stdin.destroy();
    await exited;
  };
  try {
    await eventually(
      `${program.name} answers at ${endpoint}`,
      async () => {
        if (isOver) throw new Error(`${program.name} ended: ${said()}`);
        return answers(endpoint);
      },
      READY_WITHIN_MS,
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint, stop };
}

/** Both answer anything: also a request that they refuse. */
const answers = (endpoint: string): Promise<boolean> =>
  fetch(`${endpoint}/health`, { signal: AbortSignal.timeout(2_000) }).then(
    (response) => response.arrayBuffer().then(() => true),
    () => false,
  );

/** Reads on, so that a full pipe never stops the program. */
function lastWords(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-2_000);
    });
  }
  return () => text;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
