import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from './eventually.ts';

/** An engine of Docker for the tests, beside any other, with the base image that scripts/install-containers.sh made. */

const run = promisify(execFile);
const project = join(import.meta.dirname, '../..');
const folder = join(project, '.emulator/containers');
const BASE_TAR = join(folder, 'base.tar');
export const BASE_IMAGE = 'node:24-bookworm-slim';
const BRIDGE = '/sys/class/net/docker0';

/** Why there can be no engine here; undefined where there can. */
export const engineMissing: string | undefined = existsSync(BASE_TAR)
  ? process.getuid?.() === 0
    ? undefined
    : 'an engine needs root'
  : 'scripts/install-containers.sh has not run';

export interface ContainerEngine {
  /** `docker <words>`. @returns its standard output, trimmed @throws with its standard error */
  docker(...words: readonly string[]): Promise<string>;
  /** `docker-compose <words>` in the project. */
  compose(variables: Readonly<Record<string, string>>, ...words: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

/** Containers reach this machine by the bridge, and the registries not at all; a build has the machine's network. */
export async function startContainerEngine(): Promise<ContainerEngine> {
  const state = mkdtempSync(join(tmpdir(), 'posthorn-engine-'));
  const socket = `unix://${state}/docker.sock`;
  const hadBridge = existsSync(BRIDGE);
  mkdirSync(join(folder, 'data'), { recursive: true });
  const data = realpathSync(join(folder, 'data'));
  const daemon = spawn(
    '/usr/sbin/dockerd',
    [
      ...['--host', socket, '--exec-root', `${state}/exec`, '--pidfile', `${state}/pid`],
      ...['--data-root', data, '--iptables=false', '--ip-forward=false', '--log-level', 'error'],
    ],
    { stdio: 'ignore' },
  );
  const env = { PATH: process.env['PATH'], HOME: state, DOCKER_HOST: socket, DOCKER_BUILDKIT: '0' };
  const docker = async (...words: readonly string[]) => {
    const { stdout } = await run('/usr/bin/docker', words, {
      cwd: project,
      env,
      maxBuffer: 16 * 1_024 * 1_024,
    });
    return stdout.trim();
  };
  const compose = async (variables: Readonly<Record<string, string>>, ...words: readonly string[]) => {
    const { stdout } = await run('/usr/bin/docker-compose', words, {
      cwd: project,
      env: { ...env, ...variables },
    });
    return stdout.trim();
  };
  await eventually('the engine answers', () => docker('version').catch(() => alive(daemon)), 30_000);
  await importBase(docker);
  return {
    docker,
    compose,
    stop: async () => {
      await ended(daemon);
      if (!hadBridge && existsSync(BRIDGE)) execFileSync('ip', ['link', 'delete', 'docker0']);
      for (const mounted of mountsIn(state, data)) execFileSync('umount', [mounted]);
      rmSync(state, { recursive: true, force: true });
    },
  };
}

/** The engine keeps it from run to run. */
async function importBase(docker: ContainerEngine['docker']): Promise<void> {
  if ((await docker('images', '--quiet', BASE_IMAGE)) !== '') return;
  const env = 'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt';
  await docker('import', '--change', env, '--change', 'CMD ["node"]', BASE_TAR, BASE_IMAGE);
}

function alive({ exitCode }: ChildProcess): false {
  if (exitCode !== null) throw new Error(`dockerd has ended with ${exitCode}`);
  return false;
}

/** Mounts that the engine leaves when it ends: its data folder, and namespaces. The deepest come first. */
const mountsIn = (...places: readonly string[]): readonly string[] =>
  readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => places.some((place) => path === place || path.startsWith(`${place}/`)))
    .reverse();

async function ended(daemon: ChildProcess): Promise<void> {
  const exited = new Promise((resolve) => daemon.once('exit', resolve));
  daemon.kill('SIGTERM');
  await exited;
}
