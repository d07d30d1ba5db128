import type { EventType } from '../../generated/openapi.ts';
import type { Command, CommandContext } from '../command.ts';
import { exitCodes, UsageError } from '../failures.ts';
import type { Flags } from '../flags.ts';
import { printList, recordLines, shown } from '../records.ts';
import { clearedFields, clearFlag, JSON_VALUE, jsonOf } from '../setting-flags.ts';
import { indentedJson, printable } from '../text.ts';
import { forEachId } from './for-each-id.ts';
import { limitFlag, limitOf } from './shared-flags.ts';

const validations = ['none', 'enforce'] as const;

const settingFlags: Flags = {
  description: { value: 'text', help: 'the meaning of the event type' },
  schema: { value: JSON_VALUE, help: 'a JSON Schema for payloads: docs/event-types.md' },
  example: { value: JSON_VALUE, help: 'an example payload, which test events send' },
  validation: {
    value: 'mode',
    choices: validations,
    help: 'enforce: reject events whose payload does not match the schema; none: accept them',
  },
};

const list: Command = {
  name: 'event-types list',
  operandCount: [0, 0],
  summary: 'List the event types of the catalogue',
  flags: limitFlag,
  examples: ['posthorn event-types list'],
  async run({ args, output, service, signal }) {
    const found = await service().api.eventTypes.list({}, { signal }).take(limitOf(args));
    printList(output, found, ['NAME', 'SCHEMA', 'VALIDATION', 'DESCRIPTION'], (one) => [
      one.name,
      one.schema === null ? 'no' : 'yes',
      one.validation,
      shown(one.description),
    ]);
    return exitCodes.done;
  },
};

const get: Command = {
  name: 'event-types get',
  operands: '<name>',
  operandCount: [1, 1],
  summary: 'Print an event type with its schema and example',
  flags: {},
  examples: [
    'posthorn event-types get order.created',
    'posthorn event-types get order.created --json | jq .schema',
  ],
  async run({ args, output, service, signal }) {
    const [name = ''] = args.operands;
    const found = await service().api.eventTypes.get(name, { signal });
    output.result(found, () => eventTypeLines(found));
    return exitCodes.done;
  },
};

function eventTypeLines({ schema, example, ...record }: EventType): string[] {
  const part = (name: string, value: unknown) =>
    value === null ? [] : ['', name, printable(indentedJson(JSON.stringify(value)) ?? '')];
  return [...recordLines(record), ...part('schema', schema), ...part('example', example)];
}

const create: Command = {
  name: 'event-types create',
  operands: '<name>',
  operandCount: [1, 1],
  summary: 'Add an event type to the catalogue',
  flags: settingFlags,
  examples: [
    "posthorn event-types create order.paid --description 'The order is paid.'",
    'posthorn event-types create order.created --schema @order.schema.json --validation enforce',
  ],
  async run(context) {
    const [name = ''] = context.args.operands;
    const body = { name, ...(await settingsOf(context)) };
    const made = await context.service().api.eventTypes.create(body, { signal: context.signal });
    context.output.result(made, () => `${made.name} is created`);
    return exitCodes.done;
  },
};

const clearable = ['description', 'schema', 'example'];

const update: Command = {
  name: 'event-types update',
  operands: '<name>',
  operandCount: [1, 1],
  summary: 'Change an event type',
  notes: ['Omitted settings stay. A schema or an example is replaced as a whole.'],
  flags: { ...settingFlags, ...clearFlag(clearable) },
  examples: [
    'posthorn event-types update order.created --schema @order.schema.json',
    'posthorn event-types update order.created --validation none --clear schema',
  ],
  async run(context) {
    const { args, output, service, signal } = context;
    const [name = ''] = args.operands;
    const changes = { ...(await settingsOf(context)), ...clearedFields(args, clearable) };
    if (Object.keys(changes).length === 0) {
      throw new UsageError('Nothing to change. Give a flag such as --description or --schema.');
    }
    const changed = await service().api.eventTypes.update(name, changes, { signal });
    output.result(changed, () => `${changed.name} is updated`);
    return exitCodes.done;
  },
};

interface Settings {
  readonly description?: string;
  // Not checked here: the service names the faults of a schema.
  readonly schema?: EventType['schema'];
  readonly example?: unknown;
  readonly validation?: (typeof validations)[number];
}

async function settingsOf(context: CommandContext): Promise<Settings> {
  const { args } = context;
  if (args.text('schema') === '-' && args.text('example') === '-') {
    throw new UsageError('Only one of --schema and --example can be read from the standard input');
  }
  const description = args.text('description');
  const schema = await jsonOf(context, 'schema');
  const example = await jsonOf(context, 'example');
  const validation = args.oneOf('validation', validations);
  return {
    ...(description !== undefined && { description }),
    ...(schema !== undefined && { schema: schema as EventType['schema'] }),
    ...(example !== undefined && { example }),
    ...(validation && { validation }),
  };
}

const remove: Command = {
  name: 'event-types delete',
  operands: '<name…>',
  operandCount: [1, Number.POSITIVE_INFINITY],
  summary: 'Delete event types from the catalogue; their events are still accepted',
  flags: {},
  examples: ['posthorn event-types delete order.created'],
  run: (context) =>
    forEachId(context, async (name, { api }) => {
      await api.eventTypes.delete(name, { signal: context.signal });
      context.output.result({ name, deleted: true }, () => `${name} is deleted`);
    }),
};

export const eventTypeCommands = [list, get, create, update, remove];
