import type { Subscription, SubscriptionStats } from '../../generated/openapi.ts';
import { SUBSCRIPTIONS_MOST } from '../../live/follower.ts';
import type { Posthorn } from '../../posthorn.ts';
import type { Command, CommandContext } from '../command.ts';
import { exitCodes } from '../failures.ts';
import { printList } from '../records.ts';
import { duration } from '../text.ts';
import { periodFlags, periodOf } from './shared-flags.ts';

export const stats: Command = {
  name: 'stats',
  operands: '[<subscription id…>]',
  operandCount: [0, Number.POSITIVE_INFINITY],
  summary: 'Count the deliveries of subscriptions, and show which are failing',
  notes: [
    `Of the given subscriptions, or of the newest ${SUBSCRIPTIONS_MOST}. The service counts the newest 1,000 deliveries of each; a\n“+” after the number of attempts means that there are more.`,
  ],
  flags: periodFlags,
  examples: ['posthorn stats', 'posthorn stats sub_01KERMBK0RT6ZC9RPW8D5QJ3HN --since 1h'],
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
  const period = periodOf(context);
  const { api } = service();
  const rows: Row[] = [];
  for (const subscription of await subscriptionsOf(api, args.operands, context)) {
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

async function subscriptionsOf(
  api: Posthorn,
  ids: readonly string[],
  { output, signal }: CommandContext,
): Promise<readonly Subscription[]> {
  const named: Subscription[] = [];
  for (const id of ids) named.push(await api.subscriptions.get(id, { signal }));
  if (ids.length > 0) return named;
  const found = await api.subscriptions
    .list({ limit: SUBSCRIPTIONS_MOST + 1 }, { signal })
    .take(SUBSCRIPTIONS_MOST + 1);
  if (found.length > SUBSCRIPTIONS_MOST) {
    output.note(`Only the newest ${SUBSCRIPTIONS_MOST} subscriptions are counted. Give the ids of others.`);
  }
  return found.slice(0, SUBSCRIPTIONS_MOST);
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
