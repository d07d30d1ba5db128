import { chosen } from '../arguments.ts';
import type { Command, CommandContext } from '../command.ts';
import { exitCodes, UsageError } from '../failures.ts';
import { printList } from '../records.ts';
import { forEachId } from './for-each-id.ts';
import { limitFlag, limitOf } from './shared-flags.ts';

const scopes = ['ingest', 'read', 'manage', 'admin'] as const;

const create: Command = {
  name: 'keys create',
  operands: '<name>',
  operandCount: [1, 1],
  summary: 'Make an API key, and print it, this once',
  notes: [
    'The key alone goes to the standard output: KEY=$(posthorn keys create …) keeps it off the screen.',
  ],
  flags: {
    scope: {
      value: 'scope',
      isMany: true,
      choices: scopes,
      help: 'what it may do: ingest, read, manage, admin; several also with commas',
    },
    'expires-at': { value: 'time', help: 'from then on it is refused: 2027-01-31T00:00:00Z, or in 90d' },
    tenant: { value: 'id', help: 'for a tenant that yours has made' },
  },
  examples: [
    'posthorn keys create shop --scope ingest',
    'KEY=$(posthorn keys create dashboard --scope read --expires-at 90d)',
  ],
  async run({ args, output, service, surroundings, signal }) {
    const [name = ''] = args.operands;
    const wanted = args.items('scope').map((scope) => chosen('--scope', scope, scopes));
    if (wanted.length === 0) throw new UsageError(`--scope is missing: some of ${scopes.join(', ')}`);
    const tenant_id = args.text('tenant');
    const expires_at = args.time('expires-at', 'ahead', surroundings.nowMs());
    const optional = { ...(tenant_id && { tenant_id }), ...(expires_at && { expires_at }) };
    const body = { name, scopes: wanted, ...optional };
    const key = await service().api.apiKeys.create(body, { signal });
    output.note(`${key.id} is made. This is the key, shown this once:`);
    output.result(key, () => key.key);
    return exitCodes.done;
  },
};

const list: Command = {
  name: 'keys list',
  operandCount: [0, 0],
  summary: 'List API keys, without the keys themselves',
  flags: limitFlag,
  examples: ['posthorn keys list', "posthorn keys list --json | jq -r 'select(.last_used_at == null).id'"],
  run: runList,
};

async function runList({ args, output, service, signal }: CommandContext): Promise<number> {
  const keys = await service().api.apiKeys.list({}, { signal }).take(limitOf(args));
  printList(output, keys, ['ID', 'SCOPES', 'EXPIRES', 'LAST USED', 'NAME'], (key) => [
    key.id,
    key.scopes.join(','),
    key.expires_at ?? 'never',
    key.last_used_at ?? 'never',
    key.name,
  ]);
  return exitCodes.done;
}

const revoke: Command = {
  name: 'keys revoke',
  operands: '<id…>',
  operandCount: [1, Number.POSITIVE_INFINITY],
  summary: 'Revoke API keys',
  flags: {},
  examples: ['posthorn keys revoke key_01KC2XHQ5B9V7N3M8R4T6Y0W1Z'],
  run: (context) =>
    forEachId(context, async (id, { api }) => {
      await api.apiKeys.delete(id, { signal: context.signal });
      context.output.result(
        { id, revoked: true },
        () => `${id} is revoked, a few seconds from now everywhere`,
      );
    }),
};

export const keyCommands = [create, list, revoke];
