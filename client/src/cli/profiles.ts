import { join } from 'node:path';
import type { Surroundings } from './command.ts';
import { UsageError } from './failures.ts';

/** Named services in the user's config file: `{"default_profile": "…", "profiles": {"…": {"url", "api_key"}}}`. */

export interface Profile {
  readonly url?: string;
  readonly api_key?: string;
}

export interface Config {
  readonly default_profile?: string;
  readonly profiles: Readonly<Record<string, Profile>>;
}

type Env = Surroundings['env'];

/**
 * `POSTHORN_CONFIG`, or a file in the user's config folder; undefined if the environment names no home folder.
 * https://specifications.freedesktop.org/basedir-spec/
 */
export function configPath(env: Env): string | undefined {
  if (env['POSTHORN_CONFIG']) return env['POSTHORN_CONFIG'];
  const home = env['HOME'] || env['USERPROFILE'];
  const folder = env['XDG_CONFIG_HOME'] || env['APPDATA'] || (home && join(home, '.config'));
  return folder ? join(folder, 'posthorn', 'config.json') : undefined;
}

/**
 * The config file; without profiles if there is none.
 * @throws UsageError for a file that other users can read, or that has another form
 */
export function readConfig({ env, readFile, isPrivateFile }: Surroundings): Config {
  const path = configPath(env);
  const bytes = path === undefined ? undefined : fileIfThere(path, readFile);
  if (path === undefined || bytes === undefined) return { profiles: {} };
  if (!isPrivateFile(path)) {
    throw new UsageError(`Other users can read ${path}, which has API keys. Run: chmod 600 ${path}`);
  }
  try {
    return checkedConfig(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw new UsageError(`${path} cannot be used: ${(error as Error).message}`);
  }
}

function fileIfThere(path: string, readFile: Surroundings['readFile']): Uint8Array | undefined {
  try {
    return readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new UsageError(`${path} cannot be read (${code ?? String(error)})`);
  }
}

const profileFields: readonly string[] = ['url', 'api_key'] satisfies readonly (keyof Profile)[];
const configFields: readonly string[] = ['default_profile', 'profiles'] satisfies readonly (keyof Config)[];

function checkedConfig(value: unknown): Config {
  const config = checkedObject('the file', value, configFields);
  const profiles = checkedObject('"profiles"', config['profiles'] ?? {});
  for (const [name, profile] of Object.entries(profiles)) {
    const fields = checkedObject(`profile "${name}"`, profile, profileFields);
    for (const [field, text] of Object.entries(fields)) {
      if (typeof text !== 'string') throw new Error(`"${field}" of profile "${name}" must be a string`);
    }
  }
  const name = config['default_profile'];
  if (name !== undefined && typeof name !== 'string') throw new Error('"default_profile" must be a string');
  return { ...(name !== undefined && { default_profile: name }), profiles: profiles as Config['profiles'] };
}

function checkedObject(what: string, value: unknown, names?: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${what} must be an object`);
  }
  const other = Object.keys(value).find((name) => names !== undefined && !names.includes(name));
  if (other !== undefined) throw new Error(`${what} has the unknown field "${other}"`);
  return value as Record<string, unknown>;
}

/** @throws UsageError that lists the profiles */
export function profileNamed(name: string, from: string, { profiles }: Config, env: Env): Profile {
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (profile !== undefined) return profile;
  const names = Object.keys(profiles);
  const known = names.length === 0 ? 'it has no profiles' : `it has ${names.join(', ')}`;
  throw new UsageError(
    `${from} names the profile “${name}”, which does not exist in ${configPath(env) ?? 'the config file'}: ${known}`,
  );
}
