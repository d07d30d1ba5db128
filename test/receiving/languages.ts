import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

/** How the programs of docs/receiving.md are run. scripts/install-python-tools.sh installs Python's package for `v1a`. */

type Command = readonly [program: string, ...args: string[]];

export interface Language {
  readonly name: string;
  /** The toolchain, as a command that prints its version. */
  readonly toolchain: Command;
  /** Files of the page. */
  readonly files: { readonly receiver: string; readonly publicKeys: string };
  /** Once, before they are run: the folder has the files. */
  readonly prepare?: (folder: string) => Promise<void>;
  /** Runs one of them, in the folder. */
  readonly run: (file: string) => Command;
  /** The package that `v1a` needs beyond the toolchain, and how to install it, if any. */
  readonly missingForPublicKeys?: string | undefined;
}

const VENV = resolve(import.meta.dirname, '../../.emulator/python-tools/bin/python');
const python = existsSync(VENV) ? VENV : 'python3';

/** One after the other: shared packages are compiled once. */
async function buildGo(folder: string): Promise<void> {
  const options = { cwd: folder, env: { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '' } };
  for (const file of ['receiver.go', 'public_keys.go'])
    await promisify(execFile)('go', ['build', '-o', 'bin/', file], options);
}

export const languages: readonly Language[] = [
  {
    name: 'TypeScript',
    toolchain: [process.execPath, '--version'],
    files: { receiver: 'receiver.ts', publicKeys: 'public-keys.ts' },
    run: (file) => [process.execPath, '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', file],
  },
  {
    name: 'Python',
    toolchain: [python, '--version'],
    files: { receiver: 'receiver.py', publicKeys: 'public_keys.py' },
    run: (file) => [python, file],
    missingForPublicKeys: existsSync(VENV)
      ? undefined
      : `${VENV} missing: run scripts/install-python-tools.sh`,
  },
  {
    name: 'Go',
    toolchain: ['go', 'version'],
    files: { receiver: 'receiver.go', publicKeys: 'public_keys.go' },
    prepare: buildGo,
    run: (file) => [`./bin/${file.replace('.go', '')}`],
  },
  {
    name: 'Java',
    toolchain: ['java', '-version'],
    files: { receiver: 'Receiver.java', publicKeys: 'PublicKeys.java' },
    // It starts in half the time.
    run: (file) => ['java', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xmx128m', file],
  },
];

const isCi = process.env['CI'] === 'true';

/** Why the tests of a language are left out; undefined where it is installed, and in CI, where a missing one is a failure. */
export function withoutToolchain({ toolchain: [program, ...args] }: Language): string | undefined {
  const isThere = isCi || spawnSync(program, args).status === 0;
  return isThere ? undefined : `${program} is not installed`;
}

/** The same for its tests of `v1a`. */
export const withoutPublicKeys = ({ missingForPublicKeys }: Language): string | undefined =>
  isCi ? undefined : missingForPublicKeys;
