import { join } from 'node:path';
import { Posthorn } from '../posthorn.ts';
import { Transport } from '../transport.ts';
import type { Arguments } from './arguments.ts';
import type { Service, Surroundings } from './command.ts';
import { UsageError } from './failures.ts';

const URL_DEFAULT = 'http://127.0.0.1:8000';
/** A person waits: three requests at most, which is about a second when nobody listens. */
const MAX_RETRIES = 2;

/** The service that the flags, the environment and the working folder say. @throws UsageError */
export function serviceFrom(args: Arguments, { env, readFile }: Surroundings): Service {
  const url = args.text('url') ?? (env['POSTHORN_URL'] || URL_DEFAULT);
  const apiKey = args.text('api-key') ?? (env['POSTHORN_API_KEY'] || keyOfThisMachine(url, env, readFile));
  if (apiKey === undefined) {
    throw new UsageError('there is no API key: set POSTHORN_API_KEY, or give --api-key <key>');
  }
  const options = { url, apiKey, maxRetries: MAX_RETRIES };
  try {
    return { url, api: new Posthorn(options), transport: new Transport(options) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const where = error.message.startsWith('url') ? '--url or POSTHORN_URL' : '--api-key or POSTHORN_API_KEY';
    throw new UsageError(`${where}: ${error.message}`);
  }
}

/** What `npm start` has made in its folder. It opens the service beside it, so it is sent to no other machine. */
function keyOfThisMachine(
  url: string,
  env: Surroundings['env'],
  readFile: Surroundings['readFile'],
): string | undefined {
  if (!isOnThisMachine(url)) return undefined;
  try {
    const file = readFile(join(env['POSTHORN_DATA_DIR'] || '.posthorn', 'api-key'));
    return new TextDecoder().decode(file).trim() || undefined;
  } catch {
    return undefined;
  }
}

export const isOnThisMachine = (url: string): boolean =>
  URL.canParse(url) && /^(127(\.\d+){3}|localhost|\[::1\])$/.test(new URL(url).hostname);
