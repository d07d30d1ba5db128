import type { Arguments } from '../arguments.ts';
import type { CommandContext } from '../command.ts';
import type { Flags } from '../flags.ts';

/** Flags that several commands share, and their readers. */

/** Records are kept for three days, so no wait is longer. */
const WAIT_SECONDS_MOST = 259_200;

export const waitFlag: Flags = {
  wait: {
    value: 'seconds',
    help: 'print the attempts until each delivery has ended; exit code 1 if one was not delivered in time',
  },
};

export const waitSeconds = (args: Arguments): number | undefined =>
  args.wholeNumber('wait', 1, WAIT_SECONDS_MOST);

export const receiverFlag: Flags = {
  receiver: { value: 'receiver_id', help: 'your own id of the customer' },
};

export const limitFlag: Flags = {
  limit: { value: 'count', help: 'the most items to list; default: 50' },
};

const LIMIT_DEFAULT = 50;
const LIMIT_MOST = 100_000;

export const limitOf = (args: Arguments): number => args.wholeNumber('limit', 1, LIMIT_MOST) ?? LIMIT_DEFAULT;

export const periodFlags: Flags = {
  since: {
    value: 'time',
    help: 'only items created at this time or later: 2026-01-31T09:30:00Z, or 15m, 2h, 3d ago',
  },
  until: { value: 'time', help: 'only items created before this time' },
};

/** The values of `periodFlags` as query parameters. @throws UsageError */
export function periodOf({ args, surroundings }: CommandContext): { since?: string; until?: string } {
  const since = args.time('since', 'ago', surroundings.nowMs());
  const until = args.time('until', 'ago', surroundings.nowMs());
  return { ...(since && { since }), ...(until && { until }) };
}

export const SINCE_MISSING =
  'Missing --since. Give a time such as 2026-01-31T09:30:00Z, or a duration ago such as 15m, 2h or 3d.';

export const deliveryStatuses = ['pending', 'retrying', 'delivered', 'exhausted', 'cancelled'] as const;
