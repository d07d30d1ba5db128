import type { Subscription, SubscriptionStats } from '../../generated/openapi.ts';
import type { Command, CommandContext } from '../command.ts';
import { exitCodes, UsageError } from '../failures.ts';
import { printList } from '../records.ts';
import { duration } from '../text.ts';
import { periodFlags, periodOf } from './shared-flags.ts';
import { runOverview } from './stats-overview.ts';

export const stats: Command = {
  name: 'stats',
  operands: '[<subscription id…>]',
  operandCount: [0, Number.POSITIVE_INFINITY],
  summary: 'Count events, deliveries and attempts, of everything or of subscriptions',
  notes: [
    'Without operands: everything of the last hour, or of the period, at most of the last 72 hours.',
    'With subscriptions: their stored deliveries, and since when a subscription is failing. The service counts the newest\n1,000 deliveries of each; a “+” after the number of attempts means that there are more.',
  ],
  flags: {
    ...periodFlags,
    by: {
      value: 'property',
      help: 'without operands: one line for each status (the class of the answer), event_type or subscription',
    },
  },
  examples: [
    'posthorn stats',
    'posthorn stats --since 24h --by event_type',
    'posthorn stats sub_01KERMBK0RT6ZC9RPW8D5QJ3HN --since 1h',
  ],
  run: runStats,
};

interface Row extends SubscriptionStats {
  readonly subscription_id: string;
  readonly target_url: string;
  readonly status: Subscription['status'];
  readonly failing_since: string | null;
}

async function runStats(context: CommandContext): Promise<number> {
  const { args, output, service, signal } = context;
  if (args.operands.length === 0) return runOverview(context);
  if (args.has('by')) throw new UsageError('--by cannot be combined with subscriptions');
  const period = periodOf(context);
  const { api } = service();
  const rows: Row[] = [];
  for (const operand of args.operands) {
    const subscription = await api.subscriptions.get(operand, { signal });
    const { id, target_url, status, failing_since } = subscription;
    const counted = await api.subscriptions.stats(id, period, { signal });
    rows.push({ subscription_id: id, target_url, status, failing_since, ...counted });
  }
  const header = [
    'SUBSCRIPTION',
    'STATE',
    'DELIVERED',
    'EXHAUSTED',
    'OPEN',
    'CANCELLED',
    'ATTEMPTS',
    'P50',
    'P95',
    'TARGET',
  ];
  printList(output, rows, header, cells);
  return exitCodes.done;
}

function cells({
  subscription_id,
  status,
  failing_since,
  deliveries,
  attempts,
  delivery_ms,
  is_complete,
  target_url,
}: Row): string[] {
  const state = status === 'enabled' && failing_since !== null ? `failing since ${failing_since}` : status;
  return [
    subscription_id,
    state,
    String(deliveries.delivered),
    String(deliveries.exhausted),
    String(deliveries.pending + deliveries.retrying),
    String(deliveries.cancelled),
    `${attempts}${is_complete ? '' : '+'}`,
    delivery_ms === null ? '-' : duration(delivery_ms.p50),
    delivery_ms === null ? '-' : duration(delivery_ms.p95),
    target_url,
  ];
}
