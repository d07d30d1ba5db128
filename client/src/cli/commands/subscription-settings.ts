import type { CommandContext } from '../command.ts';
import { UsageError } from '../failures.ts';
import type { Flags } from '../flags.ts';
import { clearedFields, clearFlag, JSON_VALUE, jsonObjectOf } from '../setting-flags.ts';
import { receiverFlag } from './shared-flags.ts';

/** Settings of a subscription that flags set, under their names in the API. */

export const settingFlags: Flags = {
  'event-type': {
    value: 'type',
    isMany: true,
    help: 'the event types that match: order.created, order.*, or *; several also with commas',
  },
  filter: { value: JSON_VALUE, help: 'the payloads that match, as an event pattern: docs/filters.md' },
  description: { value: 'text', help: 'a description for your own use' },
  ...receiverFlag,
  'timeout-seconds': { value: 'seconds', help: 'the timeout of one attempt, 1 to 30' },
  data: { value: JSON_VALUE, help: 'further settings as a JSON object, with the names of the API' },
};

const clearable = [
  'event_types',
  'filter',
  'description',
  'receiver_id',
  'timeout_seconds',
  'metadata',
  'headers',
  'retry_policy',
  'rate_limit',
  'ingest_rate_limit',
  'auth',
  'source',
];

export const updateFlags: Flags = {
  'target-url': { value: 'url', help: 'the URL that attempts are sent to' },
  ...settingFlags,
  ...clearFlag(clearable),
};

const TIMEOUT_SECONDS_MOST = 30;

/** The settings of --data and of the flags; flags take precedence. @throws UsageError that names the flag */
export async function settingsFrom(context: CommandContext): Promise<Readonly<Record<string, unknown>>> {
  const { args } = context;
  if (args.text('data') === '-' && args.text('filter') === '-') {
    throw new UsageError('Only one of --data and --filter can be read from the standard input');
  }
  const data = await jsonObjectOf(context, 'data');
  const filter = await jsonObjectOf(context, 'filter');
  const eventTypes = args.items('event-type');
  const description = args.text('description');
  const receiverId = args.text('receiver');
  const timeoutSeconds = args.wholeNumber('timeout-seconds', 1, TIMEOUT_SECONDS_MOST);
  return {
    ...data,
    ...(filter && { filter }),
    ...(eventTypes.length > 0 && { event_types: eventTypes }),
    ...(description !== undefined && { description }),
    ...(receiverId !== undefined && { receiver_id: receiverId }),
    ...(timeoutSeconds !== undefined && { timeout_seconds: timeoutSeconds }),
  };
}

/** The same with the fields that only a change has. @throws UsageError if nothing is changed */
export async function changesFrom(context: CommandContext): Promise<Readonly<Record<string, unknown>>> {
  const { args } = context;
  const targetUrl = args.text('target-url');
  const changes = {
    ...(await settingsFrom(context)),
    ...(targetUrl !== undefined && { target_url: targetUrl }),
    ...clearedFields(args, clearable),
  };
  if (Object.keys(changes).length > 0) return changes;
  throw new UsageError('Nothing to change. Give a flag such as --target-url, or --data with a JSON object.');
}
