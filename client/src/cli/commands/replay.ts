import { type Seen, seenNow } from '../../live/changes.ts';
import type { Command, CommandContext, Service } from '../command.ts';
import { exitCodes, UsageError } from '../failures.ts';
import { waitForDeliveries } from '../progress.ts';
import { forEachId } from './for-each-id.ts';
import { type deliveryStatuses, periodFlags, SINCE_MISSING, waitFlag, waitSeconds } from './shared-flags.ts';

const endedStatuses = [
  'exhausted',
  'delivered',
  'cancelled',
] as const satisfies readonly (typeof deliveryStatuses)[number][];

export const replay: Command = {
  name: 'replay',
  operands: '[<delivery id…>]',
  operandCount: [0, Number.POSITIVE_INFINITY],
  summary: 'Send ended deliveries again, with the same webhook-id',
  notes: [
    'Give ids, or choose deliveries of a subscription: the exhausted ones created at --since or later. The list is read\nbefore the first delivery is sent.',
  ],
  flags: {
    subscription: { value: 'id', help: 'deliveries of this subscription' },
    ...periodFlags,
    status: {
      value: 'status',
      choices: endedStatuses,
      help: 'only with this status; default: exhausted',
    },
    'dry-run': { help: 'print the deliveries, and send nothing' },
    ...waitFlag,
  },
  examples: [
    'posthorn replay dlv_01KG9P6JNTN5B0Y3XF7GKTM4WE01KERMBK0RT6ZC9RPW8D5QJ3HN --wait 60',
    'posthorn replay --subscription sub_01KERMBK0RT6ZC9RPW8D5QJ3HN --since 2h --dry-run',
    'posthorn replay --subscription sub_01KERMBK0RT6ZC9RPW8D5QJ3HN --since 2026-01-31T09:00:00Z --until 2026-01-31T10:00:00Z',
  ],
  run: runReplay,
};

async function runReplay(context: CommandContext): Promise<number> {
  const { args, output, signal } = context;
  const seconds = waitSeconds(args);
  const choice = choiceOf(context);
  const ids = choice === undefined ? args.operands : await chosenIds(context.service(), choice, signal);
  if (ids.length === 0) output.note('nothing to replay');
  if (args.has('dry-run')) {
    for (const id of ids) output.result({ delivery_id: id }, () => id);
    return exitCodes.done;
  }
  const seen = new Map<string, Seen | undefined>();
  const replayed = await forEachId(
    context,
    async (id, { api }) => {
      const delivery = await api.deliveries.replay(id, { signal });
      seen.set(id, seenNow(delivery));
      output.result(delivery, () => `${id} is pending again`);
    },
    ids,
  );
  if (seconds === undefined) return replayed;
  return (await waitForDeliveries(context, seen, seconds)) > 0 ? exitCodes.failed : replayed;
}

interface Choice {
  readonly subscriptionId: string;
  readonly status: (typeof endedStatuses)[number];
  readonly since: string;
  readonly until: string | undefined;
}

/** Undefined if the deliveries are given by id. */
function choiceOf({ args, surroundings }: CommandContext): Choice | undefined {
  const status = args.oneOf('status', endedStatuses);
  const since = args.time('since', 'ago', surroundings.nowMs());
  const until = args.time('until', 'ago', surroundings.nowMs());
  const subscriptionId = args.text('subscription');
  const isNamed = args.operands.length > 0;
  if (isNamed && (subscriptionId ?? status ?? since ?? until) !== undefined) {
    throw new UsageError(
      'Give ids of deliveries, or --subscription, --since, --until and --status, but not both.',
    );
  }
  if (isNamed) return undefined;
  if (subscriptionId === undefined)
    throw new UsageError('Give the id of a delivery, or --subscription <id>.');
  if (since === undefined) throw new UsageError(SINCE_MISSING);
  return { subscriptionId, status: status ?? 'exhausted', since, until };
}

/**
 * The ids of the deliveries, oldest first. All are read before the first is sent, because a replay changes the status
 * by which the list is filtered.
 */
async function chosenIds(
  { api }: Service,
  { subscriptionId, ...filter }: Choice,
  signal: AbortSignal,
): Promise<string[]> {
  const { until, ...rest } = filter;
  const query = { ...rest, ...(until && { until }), limit: 250 };
  const ids: string[] = [];
  for await (const { id } of api.subscriptions.deliveries(subscriptionId, query, { signal })) ids.push(id);
  return ids.reverse();
}
