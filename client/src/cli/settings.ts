import { join } from 'node:path';
import { Posthorn } from '../posthorn.ts';
import { Transport } from '../transport.ts';
import type { Arguments } from './arguments.ts';
import type { Service, Surroundings } from './command.ts';
import { UsageError } from './failures.ts';
import { type Profile, profileNamed, readConfig } from './profiles.ts';
import { oneLine } from './text.ts';

const URL_DEFAULT = 'http://127.0.0.1:8000';
/** A person waits: at most three requests, which take about a second if nothing listens. */
const MAX_RETRIES = 2;

/** A setting and its origin, which messages name. */
interface Setting {
  readonly value: string;
  readonly from: string;
}

/**
 * The service, by the flags, the environment, a profile or the working folder, in this order; `--profile` comes before
 * the environment. The key of a profile is sent only to the URL of that profile.
 * @throws UsageError
 */
export function serviceFrom(args: Arguments, surroundings: Surroundings): Service {
  const chosen = chosenProfile(args, surroundings);
  const url = urlFrom(args, surroundings.env, chosen);
  refuseUnusable(
    () => new Transport({ url: url.value }),
    () => urlText(url),
  );
  const key = keyFrom(args, surroundings, url, chosen);
  const options = { url: url.value, apiKey: key.value, maxRetries: MAX_RETRIES };
  return refuseUnusable(
    () => ({ url: url.value, api: new Posthorn(options), transport: new Transport(options) }),
    () => `${key.from} must be visible ASCII characters without spaces`,
  );
}

/** @throws UsageError for an option that the client rejects, with its origin */
function refuseUnusable<Made>(make: () => Made, text: () => string): Made {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(text());
  }
}

const urlText = ({ value, from }: Setting): string =>
  `${from} must be a URL such as ${URL_DEFAULT}, without a user name, a query or a fragment, not “${oneLine(withoutPassword(value))}”`;

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

const withoutPassword = (url: string): string => url.replace(/\/\/[^/@]*@/, '//…@');

interface ChosenProfile {
  readonly profile: Profile;
  readonly from: string;
  readonly isByFlag: boolean;
}

function chosenProfile(args: Arguments, surroundings: Surroundings): ChosenProfile | undefined {
  const { env } = surroundings;
  // In this case the config file is not needed, and its faults do not matter.
  if (!args.has('profile') && args.has('url') && args.has('api-key')) return undefined;
  const byFlag = args.text('profile');
  const byVariable = env['POSTHORN_PROFILE'] || undefined;
  const config = readConfig(surroundings);
  const name = byFlag ?? byVariable ?? config.default_profile;
  if (name === undefined) return undefined;
  const by = byFlag ? '--profile' : byVariable ? 'POSTHORN_PROFILE' : '"default_profile" of the config file';
  const from = `profile “${oneLine(name)}”`;
  return { profile: profileNamed(name, by, config, env), from, isByFlag: byFlag !== undefined };
}

function urlFrom(args: Arguments, env: Surroundings['env'], chosen: ChosenProfile | undefined): Setting {
  return (
    firstOf(chosen, {
      flag: setting(args.text('url'), '--url'),
      variable: setting(env['POSTHORN_URL'], 'POSTHORN_URL'),
      ofProfile: setting(chosen?.profile.url, `"url" of ${chosen?.from}`),
    }) ?? { value: URL_DEFAULT, from: 'the default URL' }
  );
}

function keyFrom(
  args: Arguments,
  { env, readFile }: Surroundings,
  url: Setting,
  chosen: ChosenProfile | undefined,
): Setting {
  const isOfThisUrl = withoutSlash(url.value) === withoutSlash(chosen?.profile.url ?? URL_DEFAULT);
  const found = firstOf(chosen, {
    flag: setting(args.text('api-key'), '--api-key'),
    variable: setting(env['POSTHORN_API_KEY'], 'POSTHORN_API_KEY'),
    ofProfile: isOfThisUrl ? setting(chosen?.profile.api_key, `"api_key" of ${chosen?.from}`) : undefined,
  });
  const file = join(env['POSTHORN_DATA_DIR'] || '.posthorn', 'api-key');
  const key = found ?? setting(keyOfThisMachine(url.value, file, readFile), file);
  if (key !== undefined) return key;
  throw new UsageError(
    `No API key for ${oneLine(withoutPassword(url.value))}. Looked at ${lookedAt(url.value, file, chosen)}. Set one of them, or give --api-key`,
  );
}

function lookedAt(url: string, file: string, chosen: ChosenProfile | undefined): string {
  const places = [
    'POSTHORN_API_KEY',
    ...(chosen === undefined ? [] : [chosen.from]),
    ...(isOnThisMachine(url) ? [file.startsWith('/') ? file : `./${file}`] : []),
  ];
  return [places.slice(0, -1).join(', '), places.at(-1)].filter(Boolean).join(' and ');
}

interface Candidates {
  readonly flag: Setting | undefined;
  readonly variable: Setting | undefined;
  readonly ofProfile: Setting | undefined;
}

const firstOf = (
  chosen: ChosenProfile | undefined,
  { flag, variable, ofProfile }: Candidates,
): Setting | undefined => flag ?? (chosen?.isByFlag ? (ofProfile ?? variable) : (variable ?? ofProfile));

const setting = (value: string | undefined, from: string): Setting | undefined =>
  value ? { value, from } : undefined;

/**
 * The key that `npm start` created in its folder. It belongs to the local service, so it is sent to no other machine.
 */
function keyOfThisMachine(url: string, file: string, readFile: Surroundings['readFile']): string | undefined {
  if (!isOnThisMachine(url)) return undefined;
  try {
    return new TextDecoder().decode(readFile(file)).trim() || undefined;
  } catch {
    return undefined;
  }
}

export const isOnThisMachine = (url: string): boolean =>
  URL.canParse(url) && /^(127(\.\d+){3}|localhost|\[::1\])$/.test(new URL(url).hostname);
