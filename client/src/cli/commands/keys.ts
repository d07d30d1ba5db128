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
  summary: 'Create an API key, and print it once',
  notes: ['Only the key goes to the standard output: KEY=$(posthorn keys create …) keeps it off the screen.'],
  flags: {
    scope: {
      value: 'scope',
      isMany: true,
      choices: scopes,
      help: 'the permissions: ingest, read, manage, admin; several also with commas',
    },
    'expires-at': { value: 'time', help: 'when the key expires: 2036-01-31T00:00:00Z, or in 90d' },
    tenant: { value: 'id', help: 'for a tenant that your tenant created' },
  },
  examples: [
    'posthorn keys create shop --scope ingest',
    'KEY=$(posthorn keys create dashboard --scope read --expires-at 90d)',
  ],
  async run({ args, output, service, surroundings, signal }) {
    const [name = ''] = args.operands;
    const wanted = args.items('scope').map((scope) => chosen('--scope', scope, scopes));
    if (wanted.length === 0) throw new UsageError(`Missing --scope. Choose from ${scopes.join(', ')}.`);
    const tenant_id = args.text('tenant');
    const expires_at = args.time('expires-at', 'ahead', surroundings.nowMs());
    const optional = { ...(tenant_id && { tenant_id }), ...(expires_at && { expires_at }) };
    const body = { name, scopes: wanted, ...optional };
    const key = await service().api.apiKeys.create(body, { signal });
    output.note(`${key.id} is created. This is the key, shown only once:`);
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
        () => `${id} is revoked; it takes effect everywhere within a few seconds`,
      );
    }),
};

export const keyCommands = [create, list, revoke];
