import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';

/** The emulators of AWS that run without Docker, as `npm run emulator` installs and starts them. */

const project = resolve(import.meta.dirname, '..');

export interface EmulatorKind {
  readonly title: string;
  /** Whether it has WebSocket APIs, which the live view needs. */
  readonly hasLive: boolean;
  /** A script of scripts/ with its arguments; ends at once if everything is installed. */
  readonly install: readonly [script: string, ...args: string[]];
  readonly command: readonly [program: string, ...args: string[]];
  /** Answers 200 as soon as the emulator can be used. */
  readonly readyPath: string;
  /**
   * The whole environment of the emulator. Its functions are processes that inherit it, so the project's Node.js comes
   * first on the path, and nothing else of the shell's environment is in it.
   * @param folder empty, for what the emulator writes; deleted when it has ended
   */
  environment(port: string, folder: string): NodeJS.ProcessEnv;
}

const searchPath = `${project}/node_modules/.bin:${process.env['PATH']}`;

const ministack: EmulatorKind = {
  title: 'MiniStack',
  hasLive: true,
  install: ['install-emulators.sh', 'ministack'],
  command: [`${project}/.emulator/venv/bin/ministack`],
  readyPath: '/_ministack/ready',
  environment: (port, folder) => ({
    PATH: searchPath,
    HOME: process.env['HOME'],
    TMPDIR: folder,
    GATEWAY_PORT: port,
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: '127.0.0.1',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'WARNING',
    // They would listen on ports of their own, on every address of this machine.
    SFTP_ENABLED: '0',
    IOT_MTLS_ENABLED: '0',
  }),
};

const localStackFolder = `${project}/.emulator/localstack`;

/** Where LocalStack looks for programs that it would otherwise download. */
const LOCALSTACK_LIBRARIES = 'var/lib/localstack/lib';

/** scripts/localstack/node-executor */
export const localStackExecutor = { LAMBDA_RUNTIME_EXECUTOR: 'node' } as const;

const localstack: EmulatorKind = {
  title: 'LocalStack',
  hasLive: false,
  install: ['install-localstack.sh'],
  command: [`${localStackFolder}/venv/bin/python`, '-m', 'localstack.runtime.main'],
  readyPath: '/_localstack/health',
  environment(port, folder) {
    mkdirSync(resolve(folder, LOCALSTACK_LIBRARIES, '..'), { recursive: true });
    symlinkSync(`${localStackFolder}/lib`, resolve(folder, LOCALSTACK_LIBRARIES));
    return {
      ...parseEnv(readFileSync(`${project}/scripts/localstack/settings.env`, 'utf8')),
      PATH: searchPath,
      // A cache of its plugins stays here.
      HOME: localStackFolder,
      LS_LOG: process.env['LOG_LEVEL']?.toLowerCase() ?? 'warning',
      FILESYSTEM_ROOT: folder,
      // A container that this machine may be is not the one of LocalStack's image.
      OVERRIDE_IN_DOCKER: '0',
      GATEWAY_LISTEN: `127.0.0.1:${port}`,
      LOCALSTACK_HOST: `127.0.0.1:${port}`,
      // No name server on port 53.
      DNS_ADDRESS: '0',
      ...localStackExecutor,
      POSTHORN_NODE: process.execPath,
    };
  },
};

export const emulatorKinds = { ministack, localstack } as const;

export type EmulatorName = keyof typeof emulatorKinds;

/** @throws an error that lists the names, for a name that no emulator has */
export function emulatorNamed(name: string): EmulatorName {
  if (Object.hasOwn(emulatorKinds, name)) return name as EmulatorName;
  throw new Error(`"--emulator" must be ${Object.keys(emulatorKinds).join(' or ')}, not "${name}"`);
}

/** Which emulator answers at an address; undefined if none does. */
export async function emulatorAt(endpoint: string): Promise<EmulatorName | undefined> {
  // Both answer here, and AWS does not.
  const health = await answerOf(`${endpoint}/_localstack/health`);
  if (health === undefined) return undefined;
  return health.includes('"ready_scripts"') ? 'ministack' : 'localstack';
}

const ANSWER_MS = 10_000;

const answerOf = (url: string): Promise<string | undefined> =>
  fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) })
    .then((response) => (response.ok ? response.text() : undefined))
    .catch(() => undefined);
