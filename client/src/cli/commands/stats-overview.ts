import type { Stats, StatsSeries } from '../../generated/openapi.ts';
import type { CommandContext } from '../command.ts';
import { exitCodes, UsageError } from '../failures.ts';
import { duration, oneLine, table } from '../text.ts';
import { periodOf } from './shared-flags.ts';

const dimensions = ['status', 'event_type', 'subscription'] as const;
type Dimension = (typeof dimensions)[number];

/** Everything of the tenant, or one line for each answer, event type or subscription. */
export async function runOverview(context: CommandContext): Promise<number> {
  const { output, service, signal } = context;
  const by = dimensionOf(context);
  const { since: from, until: to } = periodOf(context);
  const stats = await service().api.stats.read(
    { ...(from && { from }), ...(to && { to }), ...(by && { by }) },
    { signal },
  );
  output.result(stats, () => overviewLines(stats));
  return exitCodes.done;
}

function dimensionOf({ args }: CommandContext): Dimension | undefined {
  const text = args.text('by');
  const dimension = dimensions.find((name) => name === text);
  if (text !== undefined && dimension === undefined) {
    throw new UsageError(`--by must be one of ${dimensions.join(', ')}`);
  }
  return dimension;
}

function overviewLines({ from, to, by, series, open }: Stats): string[] {
  const header = [
    'EVENTS',
    'DELIVERIES',
    'ATTEMPTS',
    'DELIVERED',
    'FAILED',
    'EXHAUSTED',
    'CANCELLED',
    'P50',
    'P95',
    (by ?? '').toUpperCase(),
  ];
  const openLines =
    open === null ? [] : [`open now: ${open.pending} pending, ${open.retrying} retrying, ${open.held} held`];
  return [
    `from ${from} to ${to}`,
    ...table([header, ...series.map((one) => cellsOf(one, by))]),
    ...openLines,
  ];
}

function cellsOf({ key, is_other, totals }: StatsSeries, by: Stats['by']): string[] {
  const time = totals.time_to_delivery_ms;
  const name = is_other ? '(others)' : (key ?? '(none)');
  return [
    String(totals.events),
    String(totals.deliveries),
    String(totals.attempts),
    String(totals.delivered),
    String(totals.failed_attempts),
    String(totals.exhausted),
    String(totals.cancelled),
    time === null ? '-' : duration(time.p50),
    time === null ? '-' : duration(time.p95),
    by === null ? '' : oneLine(name),
  ];
}
