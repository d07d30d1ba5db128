import type { Attempt, DeliveryWithAttempts } from '../../generated/openapi.ts';
import type { Command, CommandContext } from '../command.ts';
import { exitCodes, UsageError } from '../failures.ts';
import { printList, recordLines, shown } from '../records.ts';
import { duration, oneLine, table } from '../text.ts';
import { deliveryStatuses, limitFlag, limitOf, periodFlags, periodOf, receiverFlag } from './shared-flags.ts';

const list: Command = {
  name: 'deliveries list',
  operandCount: [0, 0],
  summary: 'List deliveries, newest first',
  flags: {
    subscription: { value: 'id', help: 'only of this subscription' },
    ...receiverFlag,
    status: {
      value: 'status',
      choices: deliveryStatuses,
      help: `only with this status: ${deliveryStatuses.join(', ')}`,
    },
    'event-type': { value: 'type', help: 'only of events of this type' },
    ...periodFlags,
    ...limitFlag,
  },
  examples: [
    'posthorn deliveries list',
    'posthorn deliveries list --subscription sub_01KERMBK0RT6ZC9RPW8D5QJ3HN --since 1h',
    'posthorn deliveries list --status exhausted',
    "posthorn deliveries list --status exhausted --json | jq -r '.id'",
  ],
  run: runList,
};

async function runList(context: CommandContext): Promise<number> {
  const { args, output, service, signal } = context;
  const status = args.oneOf('status', deliveryStatuses);
  const subscription = args.text('subscription');
  const receiver = args.text('receiver');
  const eventType = args.text('event-type');
  const query = {
    ...(status && { status }),
    ...(eventType && { event_type: eventType }),
    ...periodOf(context),
  };
  if (subscription !== undefined && receiver !== undefined)
    throw new UsageError('Use either --subscription or --receiver: a subscription has one receiver.');
  const { api } = service();
  // The list of a subscription says when no subscription has the id.
  const found =
    subscription === undefined
      ? api.deliveries.list({ ...query, ...(receiver && { receiver_id: receiver }) }, { signal })
      : api.subscriptions.deliveries(subscription, query, { signal });
  const header = ['ID', 'STATUS', 'ATTEMPTS', 'EVENT TYPE', 'CREATED', 'NEXT ATTEMPT', 'TARGET'];
  printList(output, await found.take(limitOf(args)), header, (delivery) => [
    delivery.id,
    delivery.status,
    String(delivery.attempt_count),
    shown(delivery.event_type),
    delivery.created_at,
    shown(delivery.next_attempt_at),
    delivery.target_url,
  ]);
  return exitCodes.done;
}

const get: Command = {
  name: 'deliveries get',
  operands: '<id>',
  operandCount: [1, 1],
  summary: 'Print a delivery and its attempts',
  notes: ['The task_id printed by “posthorn send --subscription” is the id of a delivery.'],
  flags: {},
  examples: ['posthorn deliveries get dlv_01KG9P6JNTN5B0Y3XF7GKTM4WE01KERMBK0RT6ZC9RPW8D5QJ3HN'],
  async run({ args, output, service, signal }) {
    const [id = ''] = args.operands;
    const delivery = await service().api.deliveries.get(id, { signal });
    output.result(delivery, () => deliveryLines(delivery));
    return exitCodes.done;
  },
};

function deliveryLines({ attempts, task_id: _, ...delivery }: DeliveryWithAttempts): string[] {
  if (attempts.length === 0) return [...recordLines(delivery), '', 'No attempts yet.'];
  const header = ['ATTEMPT', 'STARTED', 'TOOK', 'OUTCOME', 'ANSWER'];
  return [...recordLines(delivery), '', ...table([header, ...attempts.map(attemptRow)])];
}

function attemptRow(attempt: Attempt): string[] {
  const { number, started_at, duration_ms, outcome, status_code, failure_kind, error, response_excerpt } =
    attempt;
  const answer = [status_code ?? failure_kind ?? 'none', error ?? response_excerpt ?? ''];
  return [String(number), started_at, duration(duration_ms), outcome, oneLine(answer.join(' ').trim())];
}

export const deliveryCommands = [list, get];
