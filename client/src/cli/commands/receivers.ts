import type { Command, CommandContext } from '../command.ts';
import { exitCodes, UsageError } from '../failures.ts';
import type { Flags } from '../flags.ts';
import { printList, recordLines, shown } from '../records.ts';
import { clearedFields, clearFlag, JSON_VALUE, jsonObjectOf } from '../setting-flags.ts';
import { forEachId } from './for-each-id.ts';
import { limitFlag, limitOf } from './shared-flags.ts';

const SUBSCRIPTIONS_MOST = 1_000;

const settingFlags: Flags = {
  name: { value: 'text', help: 'the name that the portal shows' },
  metadata: { value: JSON_VALUE, help: 'your own data: a JSON object of texts' },
  'rate-limit': { value: 'rate', help: 'events per second: 10, or 10:20 with a burst of 20' },
  'subscriptions-limit': { value: 'count', help: 'the most subscriptions that the receiver may have' },
};

const list: Command = {
  name: 'receivers list',
  operandCount: [0, 0],
  summary: 'List receivers',
  flags: limitFlag,
  examples: ['posthorn receivers list'],
  async run({ args, output, service, signal }) {
    const found = await service().api.receivers.list({}, { signal }).take(limitOf(args));
    printList(output, found, ['ID', 'RATE', 'SUBSCRIPTIONS', 'NAME'], (one) => [
      one.id,
      one.rate_limit === null ? '-' : `${one.rate_limit.per_second}:${one.rate_limit.burst}`,
      shown(one.subscriptions_limit),
      one.name,
    ]);
    return exitCodes.done;
  },
};

const get: Command = {
  name: 'receivers get',
  operands: '<id>',
  operandCount: [1, 1],
  summary: 'Print a receiver',
  flags: {},
  examples: ['posthorn receivers get customer-42'],
  async run({ args, output, service, signal }) {
    const [id = ''] = args.operands;
    const found = await service().api.receivers.get(id, { signal });
    output.result(found, () => recordLines(found));
    return exitCodes.done;
  },
};

const create: Command = {
  name: 'receivers create',
  operands: '[id]',
  operandCount: [0, 1],
  summary: 'Create a receiver',
  notes: ['The id is your receiver_id. Without it, one is generated.'],
  flags: settingFlags,
  examples: [
    "posthorn receivers create customer-42 --name 'Example Ltd.'",
    "posthorn receivers create customer-42 --name 'Example Ltd.' --rate-limit 10:20 --subscriptions-limit 5",
  ],
  async run(context) {
    const { args, output, service, signal } = context;
    const [id] = args.operands;
    const { name, ...settings } = await settingsOf(context);
    if (name === undefined) throw new UsageError('Missing --name.');
    const body = { ...settings, name, ...(id !== undefined && { id }) };
    const made = await service().api.receivers.create(body, { signal });
    output.result(made, () => `${made.id} is created`);
    return exitCodes.done;
  },
};

const clearable = ['metadata', 'rate_limit', 'subscriptions_limit'];

const update: Command = {
  name: 'receivers update',
  operands: '<id>',
  operandCount: [1, 1],
  summary: 'Change a receiver',
  notes: ['Omitted settings stay; the members of --metadata are merged.'],
  flags: { ...settingFlags, ...clearFlag(clearable) },
  examples: [
    'posthorn receivers update customer-42 --rate-limit 50:100',
    'posthorn receivers update customer-42 --clear rate_limit,subscriptions_limit',
  ],
  async run(context) {
    const { args, output, service, signal } = context;
    const [id = ''] = args.operands;
    const changes = { ...(await settingsOf(context)), ...clearedFields(args, clearable) };
    if (Object.keys(changes).length === 0) {
      throw new UsageError('Nothing to change. Give a flag such as --name or --rate-limit.');
    }
    const changed = await service().api.receivers.update(id, changes, { signal });
    output.result(changed, () => `${changed.id} is updated`);
    return exitCodes.done;
  },
};

interface Settings {
  readonly name?: string;
  readonly rate_limit?: { readonly per_second: number; readonly burst: number };
  readonly subscriptions_limit?: number;
  // Not checked here: the service names the faults of a member.
  readonly metadata?: Readonly<Record<string, string>>;
}

/** @throws UsageError that names the flag */
async function settingsOf(context: CommandContext): Promise<Settings> {
  const { args } = context;
  const name = args.text('name');
  const metadata = await jsonObjectOf(context, 'metadata');
  const rate = args.text('rate-limit');
  const subscriptionsLimit = args.wholeNumber('subscriptions-limit', 0, SUBSCRIPTIONS_MOST);
  return {
    ...(name !== undefined && { name }),
    ...(metadata !== undefined && { metadata: metadata as Readonly<Record<string, string>> }),
    ...(rate !== undefined && { rate_limit: rateLimitFrom(rate) }),
    ...(subscriptionsLimit !== undefined && { subscriptions_limit: subscriptionsLimit }),
  };
}

/** `10`, `0.5` or `10:20`. Without a burst, a PATCH would keep the stored one, which may not fit the rate. */
function rateLimitFrom(text: string): { per_second: number; burst: number } {
  const [, rate, burst] = /^(\d{1,5}(?:\.\d{1,3})?)(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (rate === undefined) {
    throw new UsageError(
      '--rate-limit must be events per second such as 10, or rate and burst such as 10:20',
    );
  }
  const per_second = Number(rate);
  return { per_second, burst: burst === undefined ? Math.max(1, Math.ceil(per_second)) : Number(burst) };
}

const remove: Command = {
  name: 'receivers delete',
  operands: '<id…>',
  operandCount: [1, Number.POSITIVE_INFINITY],
  summary: 'Delete receivers; their subscriptions and events stay',
  flags: {},
  examples: ['posthorn receivers delete customer-42'],
  run: (context) =>
    forEachId(context, async (id, { api }) => {
      await api.receivers.delete(id, { signal: context.signal });
      context.output.result({ id, deleted: true }, () => `${id} is deleted`);
    }),
};

export const receiverCommands = [list, get, create, update, remove];
