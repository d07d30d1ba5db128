import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve as resolvePath } from 'node:path';

/** The CDK's command line against an emulator of AWS: MiniStack or LocalStack, which differ in nothing here. */

const project = resolvePath(import.meta.dirname, '..');

export const LOCAL_STAGE = 'local';
export const stackOf = (stage: string): string => `Posthorn-${stage}`;
/** The stack of the live view. */
export const liveStackOf = (stage: string): string => `PosthornLive-${stage}`;
export const LOCAL_STACK = stackOf(LOCAL_STAGE);
const ACCOUNT = '000000000000';
const REGION = 'us-east-1';

/** Loopback, and where Docker has its networks: an emulator's functions run on this machine, or in a container. */
const RECEIVER_RANGES = '127.0.0.0/8,::1/128,172.16.0.0/12,192.168.0.0/16';

/** What `deploy:local` has deployed. */
export interface LocalDeployment {
  readonly url: string;
  readonly key: string;
  readonly tableName: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  /** The WebSocket URL of the live view; undefined: the emulator has no WebSocket APIs. */
  readonly liveUrl?: string;
}

/** The shell's environment, but for everything in it that could lead to real AWS. */
export function localEnvironment(endpoint: string): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(others),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    CDK_DEFAULT_ACCOUNT: ACCOUNT,
    CDK_DEFAULT_REGION: REGION,
  };
}

/** A stage on an emulator. */
export interface LocalStage {
  readonly stage?: string;
  readonly redisUrl: string | undefined;
  /** Whether the emulator has WebSocket APIs. */
  readonly hasLive: boolean;
}

/** What the stack is told on an emulator: small, and allowed to deliver to receivers on this machine. */
function contextArgs({ stage = LOCAL_STAGE, redisUrl, hasLive }: LocalStage): readonly string[] {
  const context = {
    stage,
    // Whatever the stage's name: its data may be thrown away.
    deletionProtection: 'false',
    profile: 'lean',
    apiType: 'rest',
    allowHttpTargets: 'true',
    allowedTargetCidrs: RECEIVER_RANGES,
    // Each environment of a function is a process, or a container, of this machine.
    deliverMaxConcurrency: '4',
    dashboard: 'false',
    live: String(hasLive),
    ...(redisUrl !== undefined && { redisUrl }),
  };
  return Object.entries(context).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
}

export interface CommandResult {
  /** `timeout`: it was ended. */
  readonly status: number | 'timeout';
  /** Both streams, as they came. */
  readonly output: string;
}

export interface CommandOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutSeconds: number;
}

/** The stack as emulators take it. */
const appArgs: readonly string[] = [
  ...['--app', 'node_modules/.bin/node scripts/emulator-app.ts'],
  ...['--no-notices', '--no-color'],
];

/**
 * `cdk <args>`, for that stack. CloudFormation may wait for an hour for a resource that an emulator never makes. The CDK
 * locks its output folder, so each call has its own: two emulators may be deployed to at the same time.
 */
export async function cdk(args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const output = mkdtempSync(join(tmpdir(), 'posthorn-cdk-'));
  try {
    const all = [...args, ...appArgs, '--output', output];
    return await run(`${project}/node_modules/.bin/cdk`, all, options);
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

export const bootstrapArgs: readonly string[] = ['bootstrap', `aws://${ACCOUNT}/${REGION}`];

const stacksOf = ({ stage = LOCAL_STAGE, hasLive }: LocalStage): readonly string[] =>
  hasLive ? [stackOf(stage), liveStackOf(stage)] : [stackOf(stage)];

export const deployArgs = (stage: LocalStage): readonly string[] => [
  'deploy',
  ...stacksOf(stage),
  '--require-approval',
  'never',
  '--progress',
  'events',
  ...contextArgs(stage),
];

export const destroyArgs = (stage: LocalStage): readonly string[] => [
  'destroy',
  ...stacksOf(stage),
  '--force',
  ...contextArgs(stage),
];

/** An admin key of a new tenant. */
export async function makeAdminKey(
  tableName: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly key: string } | CommandResult> {
  const script = `${project}/scripts/admin-key.ts`;
  const result = await run(process.execPath, [script, '--table', tableName], { env, timeoutSeconds: 60 });
  const key = /phk_[\w-]+/.exec(result.output)?.[0];
  return result.status === 0 && key !== undefined ? { key } : result;
}

const endings = ['SIGINT', 'SIGTERM'] as const;

/** Runs a command in the project's folder. Never throws for how it ends. */
export function run(
  command: string,
  args: readonly string[],
  { env, timeoutSeconds }: CommandOptions,
): Promise<CommandResult> {
  const { promise, resolve, reject } = Promise.withResolvers<CommandResult>();
  // In a group of its own, so that a timeout ends the CDK's app as well; and so does whatever ends this process.
  const child = spawn(command, args, {
    cwd: project,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const take = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const signalGroup = (signal: NodeJS.Signals) => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, signal);
    } catch {
      // The whole group has ended already.
    }
  };
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    signalGroup('SIGKILL');
  }, timeoutSeconds * 1_000);
  const passOn = (signal: NodeJS.Signals) => {
    signalGroup(signal);
    process.off(signal, passOn);
    // With nobody else there to act on it, the signal does what it does by itself.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  for (const signal of endings) process.on(signal, passOn);
  child.once('error', reject);
  child.once('close', (code) => {
    clearTimeout(timer);
    for (const signal of endings) process.off(signal, passOn);
    resolve({ status: isLate ? 'timeout' : (code ?? 1), output });
  });
  return promise;
}
