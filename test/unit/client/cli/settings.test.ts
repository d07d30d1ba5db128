import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Program } from '../../../../client/src/cli/run.ts';
import { ran } from '../../../support/cli-run.ts';

/** Which service the command line calls, and with which key: flags, environment, profiles, and the folder. */

/** Answers each call with an empty list, and notes the keys that came. */
const keys: (string | undefined)[] = [];
const server = createServer((request, response) => {
  keys.push(request.headers.authorization?.replace('Bearer ', ''));
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[],"next_cursor":null}');
});
let url: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const CONFIG = '/home/ann/.config/posthorn/config.json';
const OTHER_URL = 'https://posthorn.invalid';

interface World {
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly isPrivateFile?: boolean;
}

const programOf = ({ env = {}, files = {}, isPrivateFile = true }: World): Partial<Program> => ({
  env: { HOME: '/home/ann', ...env },
  isPrivateFile: () => isPrivateFile,
  readFile: (path) => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return Uint8Array.from(Buffer.from(text));
  },
});

/** The key that the service was called with. @throws the output of the command, when it failed */
async function keyUsed(args: readonly string[], world: World): Promise<string | undefined> {
  keys.length = 0;
  const { code, err } = await ran(['keys', 'list', ...args], programOf(world));
  if (code !== 0) throw new Error(err);
  return keys[0];
}

const failure = async (args: readonly string[], world: World) =>
  (await ran(['keys', 'list', ...args], programOf(world))).err.split('\n')[0];

const config = (about: object) => ({ [CONFIG]: JSON.stringify(about) });
const profiles = () => ({
  here: { url, api_key: 'of-here' },
  also: { url, api_key: 'of-also' },
  keyless: { url },
});

describe('the API key and the URL', () => {
  it('come from flags before everything', async () => {
    const env = { POSTHORN_URL: OTHER_URL, POSTHORN_API_KEY: 'of-env', POSTHORN_PROFILE: 'here' };
    const world = { env, files: config({ profiles: profiles() }) };
    expect(await keyUsed(['--url', url, '--api-key', 'of-flag'], world)).toBe('of-flag');
    expect(await keyUsed(['--profile', 'also', '--api-key', 'of-flag'], world)).toBe('of-flag');
  });

  it('come from the profile of --profile before the environment', async () => {
    const env = { POSTHORN_URL: OTHER_URL, POSTHORN_API_KEY: 'of-env', POSTHORN_PROFILE: 'here' };
    const world = { env, files: config({ profiles: profiles() }) };
    expect(await keyUsed(['--profile', 'also'], world)).toBe('of-also');
    expect(await keyUsed(['--profile', 'keyless'], world)).toBe('of-env');
  });

  it('come from the environment before POSTHORN_PROFILE and the default profile', async () => {
    const files = config({ default_profile: 'also', profiles: profiles() });
    const env = { POSTHORN_URL: url, POSTHORN_API_KEY: 'of-env' };
    expect(await keyUsed([], { env, files })).toBe('of-env');
    expect(await keyUsed([], { env: { POSTHORN_PROFILE: 'here' }, files })).toBe('of-here');
    expect(await keyUsed([], { files })).toBe('of-also');
  });

  it('come from the file of the folder last', async () => {
    const files = { '.posthorn/api-key': 'of-folder\n' };
    expect(await keyUsed(['--url', url], { files })).toBe('of-folder');
    const moved = { env: { POSTHORN_DATA_DIR: '/data' }, files: { '/data/api-key': 'of-data' } };
    expect(await keyUsed(['--url', url], moved)).toBe('of-data');
  });

  it('are read from the config file that POSTHORN_CONFIG or XDG_CONFIG_HOME names', async () => {
    const text = JSON.stringify({ default_profile: 'here', profiles: profiles() });
    const named = { env: { POSTHORN_CONFIG: '/etc/ph.json' }, files: { '/etc/ph.json': text } };
    expect(await keyUsed([], named)).toBe('of-here');
    const xdg = { env: { XDG_CONFIG_HOME: '/xdg' }, files: { '/xdg/posthorn/config.json': text } };
    expect(await keyUsed([], xdg)).toBe('of-here');
  });
});

describe('the key of a profile', () => {
  it('is sent to no other URL', async () => {
    const files = config({ default_profile: 'here', profiles: profiles() });
    expect(await failure(['--url', OTHER_URL], { files })).toBe(
      `posthorn: No API key for ${OTHER_URL}. Looked at POSTHORN_API_KEY and profile “here”. Set one of them, or give --api-key`,
    );
    expect(await keyUsed(['--url', `${url}/`], { files })).toBe('of-here');
  });
});

describe('without a key', () => {
  it('the message says where the command looked', async () => {
    const looked = 'Set one of them, or give --api-key';
    expect(await failure([], {})).toBe(
      `posthorn: No API key for http://127.0.0.1:8000. Looked at POSTHORN_API_KEY and ./.posthorn/api-key. ${looked}`,
    );
    expect(await failure(['--url', OTHER_URL], {})).toBe(
      `posthorn: No API key for ${OTHER_URL}. Looked at POSTHORN_API_KEY. ${looked}`,
    );
  });
});

describe('an unusable setting is named:', () => {
  it.each<[string, readonly string[], World, string | RegExp]>([
    [
      'a URL of the environment',
      [],
      { env: { POSTHORN_URL: 'posthorn' } },
      /^posthorn: POSTHORN_URL must be a URL .* not “posthorn”$/,
    ],
    [
      'a URL of a profile',
      ['--profile', 'p'],
      { files: config({ profiles: { p: { url: 'https://ann:pw@a.example/', api_key: 'k' } } }) },
      /^posthorn: "url" of profile “p” must be a URL .* not “https:\/\/…@a.example\/”$/,
    ],
    [
      'a key',
      [],
      { env: { POSTHORN_API_KEY: 'a b' } },
      'posthorn: POSTHORN_API_KEY must be visible ASCII characters without spaces',
    ],
    [
      'a profile that is not there',
      ['--profile', 'p'],
      { files: config({ profiles: { a: {}, b: {} } }) },
      `posthorn: --profile names the profile “p”, which does not exist in ${CONFIG}: it has a, b`,
    ],
    [
      'a default profile that is not there',
      [],
      { files: config({ default_profile: 'p', profiles: {} }) },
      `posthorn: "default_profile" of the config file names the profile “p”, which does not exist in ${CONFIG}: it has no profiles`,
    ],
    [
      'a config file that is no JSON',
      [],
      { files: { [CONFIG]: '{' } },
      /^posthorn: .*config.json cannot be used: /,
    ],
    [
      'a field that a profile cannot have',
      [],
      { files: config({ profiles: { p: { apikey: 'k' } } }) },
      `posthorn: ${CONFIG} cannot be used: profile "p" has the unknown field "apikey"`,
    ],
    [
      'a config file that other users can read',
      [],
      { files: config({ profiles: {} }), isPrivateFile: false },
      `posthorn: Other users can read ${CONFIG}, which has API keys. Run: chmod 600 ${CONFIG}`,
    ],
  ])('%s', async (_, args, world, message) => {
    const said = await failure(args, world);
    if (typeof message === 'string') expect(said).toBe(message);
    else expect(said).toMatch(message);
  });
});
