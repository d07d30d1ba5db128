import type { Command, CommandContext } from '../command.ts';
import { exitCodes, FailedError, UsageError } from '../failures.ts';
import { type Config, configPath, type Profile, profileNamed, readConfig } from '../profiles.ts';
import { printList } from '../records.ts';
import { utf8 } from '../text.ts';

const list: Command = {
  name: 'profiles list',
  operandCount: [0, 0],
  summary: 'List the profiles of the config file, without their API keys',
  flags: {},
  examples: ['posthorn profiles list'],
  async run({ output, surroundings }) {
    const { profiles, default_profile } = readConfig(surroundings);
    const found = Object.entries(profiles).map(([name, { url, api_key }]) => ({
      name,
      url: url ?? null,
      has_api_key: api_key !== undefined,
      is_default: name === default_profile,
    }));
    printList(output, found, ['NAME', 'URL', 'API KEY', 'DEFAULT'], (one) => [
      one.name,
      one.url ?? '-',
      one.has_api_key ? 'yes' : 'no',
      one.is_default ? 'yes' : '',
    ]);
    return exitCodes.done;
  },
};

const set: Command = {
  name: 'profiles set',
  operands: '<name>',
  operandCount: [1, 1],
  summary: 'Add a profile to the config file, or change one',
  notes: [
    '--url sets the URL. The API key is read from the standard input, hidden from other users of the machine, or from\n--api-key. Omitted values stay. Only its owner can read the config file.',
  ],
  flags: { default: { help: 'use this profile by default' } },
  examples: [
    'posthorn profiles set production --url https://posthorn.example < key.txt',
    'posthorn profiles set local --url http://127.0.0.1:8000 --default',
  ],
  async run(context) {
    const { args, output, surroundings } = context;
    const [name = ''] = args.operands;
    if (!/^[\w.-]{1,64}$/.test(name)) {
      throw new UsageError(
        'The name of a profile must be 1 to 64 letters, digits, dots, underscores and hyphens',
      );
    }
    const config = readConfig(surroundings);
    const given = await profileFrom(context);
    const profile = { ...(Object.hasOwn(config.profiles, name) && config.profiles[name]), ...given };
    if (Object.keys(profile).length === 0) {
      throw new UsageError('Nothing to save. Give --url, or an API key on the standard input.');
    }
    const isDefault = args.has('default') || config.default_profile === name;
    const path = save(context, {
      ...config,
      ...(isDefault && { default_profile: name }),
      profiles: { ...config.profiles, [name]: profile },
    });
    const shown = {
      name,
      url: profile.url ?? null,
      has_api_key: profile.api_key !== undefined,
      is_default: isDefault,
    };
    output.result(shown, () => `profile ${name} is saved in ${path}`);
    return exitCodes.done;
  },
};

async function profileFrom({ args, surroundings }: CommandContext): Promise<Profile> {
  const url = args.httpUrl('url');
  const input = args.has('api-key') ? undefined : utf8((await surroundings.readInput()) ?? new Uint8Array());
  const key = args.text('api-key') ?? (input?.trim() || undefined);
  if (key !== undefined && !/^[!-~]+$/.test(key)) {
    throw new UsageError('The API key must be visible ASCII characters without spaces');
  }
  return { ...(url !== undefined && { url }), ...(key !== undefined && { api_key: key }) };
}

const remove: Command = {
  name: 'profiles delete',
  operands: '<name>',
  operandCount: [1, 1],
  summary: 'Delete a profile from the config file',
  flags: {},
  examples: ['posthorn profiles delete production'],
  async run(context) {
    const { args, output, surroundings } = context;
    const [name = ''] = args.operands;
    const { profiles, default_profile } = readConfig(surroundings);
    profileNamed(name, 'The argument', { profiles }, surroundings.env);
    const { [name]: _, ...others } = profiles;
    const isDefault = default_profile === name;
    save(context, { ...(default_profile && !isDefault && { default_profile }), profiles: others });
    output.result({ name, deleted: true }, () => `profile ${name} is deleted`);
    return exitCodes.done;
  },
};

/** @returns the path of the file */
function save({ surroundings }: CommandContext, config: Config): string {
  const path = configPath(surroundings.env);
  if (path === undefined)
    throw new UsageError('No config folder. Set HOME, XDG_CONFIG_HOME or POSTHORN_CONFIG.');
  try {
    surroundings.writePrivateFile(path, `${JSON.stringify(config, null, 2)}\n`);
  } catch (error) {
    throw new FailedError(`${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? error})`);
  }
  return path;
}

export const profileCommands = [list, set, remove];
