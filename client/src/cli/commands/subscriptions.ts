import { pathSegment } from '../../calls.ts';
import type { IngestAccepted } from '../../generated/openapi.ts';
import { routes } from '../../generated/routes.ts';
import type { Command, CommandContext } from '../command.ts';
import { exitCodes } from '../failures.ts';
import { jsonAround, jsonText, payloadFrom } from '../payload.ts';
import { waitForDeliveries } from '../progress.ts';
import { printList } from '../records.ts';
import { forEachId } from './for-each-id.ts';
import { limitFlag, limitOf, receiverFlag, waitFlag, waitSeconds } from './shared-flags.ts';
import { disable, enable, get, secret, update } from './subscription-changes.ts';
import { settingFlags, settingsFrom } from './subscription-settings.ts';

const list: Command = {
  name: 'subscriptions list',
  operandCount: [0, 0],
  summary: 'List subscriptions, newest first',
  flags: {
    status: { value: 'status', choices: ['enabled', 'disabled'], help: 'enabled or disabled' },
    'event-type': { value: 'type', help: 'only subscriptions that match this event type' },
    ...receiverFlag,
    ...limitFlag,
  },
  examples: [
    'posthorn subscriptions list --status disabled',
    'posthorn subscriptions list --json | jq .target_url',
  ],
  run: runList,
};

async function runList({ args, output, service, signal }: CommandContext): Promise<number> {
  const status = args.oneOf('status', ['enabled', 'disabled'] as const);
  const event_type = args.text('event-type');
  const receiver_id = args.text('receiver');
  const query = {
    ...(status && { status }),
    ...(event_type && { event_type }),
    ...(receiver_id && { receiver_id }),
  };
  const found = await service().api.subscriptions.list(query, { signal }).take(limitOf(args));
  printList(output, found, ['ID', 'STATUS', 'EVENT TYPES', 'TARGET'], (one) => [
    one.id,
    one.status,
    one.event_types.join(',') || '*',
    one.target_url,
  ]);
  return exitCodes.done;
}

const create: Command = {
  name: 'subscriptions create',
  operands: '<target_url>',
  operandCount: [1, 1],
  summary: 'Subscribe a receiver, and print the id of its subscription',
  notes: [
    'The signing secret is not printed. Use “posthorn subscriptions secret”; “posthorn listen” reads it by itself.',
  ],
  flags: settingFlags,
  examples: [
    "posthorn subscriptions create https://shop.example/hooks --event-type 'order.*'",
    'SUBSCRIPTION=$(posthorn subscriptions create https://shop.example/hooks --receiver customer-42)',
    `posthorn subscriptions create https://shop.example/hooks --filter '{"order": {"country": ["DE"]}}'`,
  ],
  async run(context) {
    const { args, output, service, signal } = context;
    const [target_url = ''] = args.operands;
    const body = { ...(await settingsFrom(context)), target_url };
    const { signing_secret: _, ...subscription } = await service().api.subscriptions.create(body, { signal });
    output.result(subscription, () => subscription.id);
    return exitCodes.done;
  },
};

const remove: Command = {
  name: 'subscriptions delete',
  operands: '<id…>',
  operandCount: [1, Number.POSITIVE_INFINITY],
  summary: 'Delete subscriptions; their open deliveries are cancelled',
  flags: {},
  examples: ['posthorn subscriptions delete sub_01KERMBK0RT6ZC9RPW8D5QJ3HN'],
  run: (context) =>
    forEachId(context, async (id, { api }) => {
      await api.subscriptions.delete(id, { signal: context.signal });
      context.output.result({ id, deleted: true }, () => `${id} is deleted`);
    }),
};

const test: Command = {
  name: 'subscriptions test',
  operands: '<id>',
  operandCount: [1, 1],
  summary: 'Send a test event to a subscription, and print the id of the delivery',
  flags: {
    'event-type': { value: 'type', help: 'the event type; default: posthorn.test' },
    data: {
      value: 'json|@file|-',
      help: 'the payload: JSON, @file, or - for the standard input',
    },
    ...waitFlag,
  },
  examples: ['posthorn subscriptions test sub_01KERMBK0RT6ZC9RPW8D5QJ3HN --wait 30'],
  run: runTest,
};

async function runTest(context: CommandContext): Promise<number> {
  const { args, output, service, surroundings, signal } = context;
  const [id = ''] = args.operands;
  const seconds = waitSeconds(args);
  const given = args.has('data') ? await payloadFrom(args, surroundings) : undefined;
  const fields = { event_type: args.text('event-type') };
  const content =
    given === undefined
      ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(fields) }
      : jsonAround(fields, jsonText(given));
  const path = routes.testSubscription.path.replace('{id}', pathSegment('id', id));
  const request = { ...routes.testSubscription, path, ...content };
  const answer = (await service().transport.call(request, { signal })) as IngestAccepted;
  output.result(answer, () => answer.task_id);
  if (seconds === undefined) return exitCodes.done;
  const missing = await waitForDeliveries(context, new Map([[answer.task_id, undefined]]), seconds);
  return missing > 0 ? exitCodes.failed : exitCodes.done;
}

export const subscriptionCommands = [list, get, create, update, enable, disable, remove, secret, test];
