import type { FilterTestResult, Subscription } from '../../generated/openapi.ts';
import { routes } from '../../generated/routes.ts';
import type { Command, CommandContext } from '../command.ts';
import { exitCodes, UsageError } from '../failures.ts';
import { dataFlag, jsonAround, jsonText, payloadFrom } from '../payload.ts';
import { JSON_VALUE, jsonObjectOf } from '../setting-flags.ts';
import { oneLine } from '../text.ts';
import { payloadText } from './events.ts';

const test: Command = {
  name: 'filters test',
  operands: '[<event_type>]',
  operandCount: [0, 1],
  summary: 'Test a filter with a payload, without sending it',
  notes: [
    'The operand is the type of the event. --subscription tests both the filter and the event types of that subscription.',
    'Exit code 0: the event matches. Exit code 1: it does not match; each part that does not match is printed.',
  ],
  flags: {
    filter: { value: JSON_VALUE, help: 'the filter: docs/filters.md' },
    'event-type': {
      value: 'type',
      isMany: true,
      help: 'the event types that match: order.created, order.*, or *',
    },
    subscription: { value: 'id', help: 'use the filter and the event types of this subscription' },
    ...dataFlag,
    event: { value: 'id', help: 'use the type and the payload of this event' },
  },
  examples: [
    `posthorn filters test --filter '{"order": {"total": [{"numeric": [">=", 100]}]}}' --data '{"order": {"total": 49.9}}'`,
    'posthorn filters test order.created --subscription sub_01KERMBK0RT6ZC9RPW8D5QJ3HN --data @order.json',
    'posthorn filters test --filter @filter.json --event evt_01KG9P6JNTN5B0Y3XF7GKTM4WE',
  ],
  run: runTest,
};

async function runTest(context: CommandContext): Promise<number> {
  const { output, service, signal } = context;
  checkFlags(context);
  const settings = await settingsOf(context);
  const event = await eventOf(context);
  const fields = { ...settings, ...(event.type !== undefined && { event_type: event.type }) };
  const request = { ...routes.testFilter, ...jsonAround(fields, event.payload) };
  const result = (await service().transport.call(request, { signal })) as FilterTestResult;
  output.result(result, () => [
    ...result.mismatches.map(
      ({ pointer, detail }) => `${output.paint('yellow', pointer)}  ${oneLine(detail)}`,
    ),
    result.matches ? output.paint('green', 'matches') : output.paint('red', 'does not match'),
  ]);
  return result.matches ? exitCodes.done : exitCodes.failed;
}

function checkFlags({ args }: CommandContext): void {
  const isOfSubscription = args.has('subscription');
  if (isOfSubscription && (args.has('filter') || args.has('event-type'))) {
    throw new UsageError('--subscription cannot be combined with --filter and --event-type');
  }
  if (!isOfSubscription && !args.has('filter') && !args.has('event-type')) {
    throw new UsageError('Nothing to test. Give --filter, --event-type or --subscription.');
  }
  if (args.has('event') && (args.has('data') || args.operands.length > 0)) {
    throw new UsageError('--event cannot be combined with --data and an event type');
  }
  if (args.text('filter') === '-' && (args.text('data') ?? '-') === '-' && !args.has('event')) {
    throw new UsageError('Only one of --filter and --data can be read from the standard input');
  }
}

type Settings = Partial<Pick<Subscription, 'filter' | 'event_types'>>;

async function settingsOf(context: CommandContext): Promise<Settings> {
  const { args, service, signal } = context;
  const id = args.text('subscription');
  if (id !== undefined) {
    const { filter, event_types } = await service().api.subscriptions.get(id, { signal });
    return { filter, event_types };
  }
  const filter = await jsonObjectOf(context, 'filter');
  const eventTypes = args.items('event-type');
  return {
    ...(filter && { filter: filter as Settings['filter'] & object }),
    ...(eventTypes.length > 0 && { event_types: [...eventTypes] }),
  };
}

interface TriedEvent {
  readonly type: string | null | undefined;
  /** JSON, as given. */
  readonly payload: string;
}

async function eventOf({ args, service, surroundings, signal }: CommandContext): Promise<TriedEvent> {
  const id = args.text('event');
  if (id !== undefined) {
    const event = await service().api.events.get(id, { signal });
    return { type: event.event_type, payload: jsonText(Buffer.from(payloadText(event))) };
  }
  const [type] = args.operands;
  const payload = await payloadFrom(args, surroundings);
  if (payload === undefined) throw new UsageError('No payload. Give --data or --event, or pipe it in.');
  return { type, payload: jsonText(payload) };
}

export const filterCommands = [test];
