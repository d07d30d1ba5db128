import type { Arguments } from '../arguments.ts';
import type { CommandContext } from '../command.ts';
import type { Flags } from '../flags.ts';

/** Flags that several commands have in common, and how they are read. */

/** Records are kept for three days: nobody waits longer. */
const WAIT_SECONDS_MOST = 259_200;

export const waitFlag: Flags = {
  wait: {
    value: 'seconds',
    help: 'tell of the attempts until each delivery has ended; exit code 1 when one was not delivered by then',
  },
};

export const waitSeconds = (args: Arguments): number | undefined =>
  args.wholeNumber('wait', 1, WAIT_SECONDS_MOST);

export const receiverFlag: Flags = {
  receiver: { value: 'receiver_id', help: 'the customer it is for, as you call them' },
};

export const limitFlag: Flags = {
  limit: { value: 'count', help: 'how many at most; 50 unless said otherwise' },
};

const LIMIT_DEFAULT = 50;
const LIMIT_MOST = 100_000;

export const limitOf = (args: Arguments): number => args.wholeNumber('limit', 1, LIMIT_MOST) ?? LIMIT_DEFAULT;

export const periodFlags: Flags = {
  since: {
    value: 'time',
    help: 'only what was created then or later: 2026-01-31T09:30:00Z, or 15m, 2h, 3d ago',
  },
  until: { value: 'time', help: 'only what was created before' },
};

/** What `periodFlags` say, as queries have it. @throws UsageError */
export function periodOf({ args, surroundings }: CommandContext): { since?: string; until?: string } {
  const since = args.time('since', 'ago', surroundings.nowMs());
  const until = args.time('until', 'ago', surroundings.nowMs());
  return { ...(since && { since }), ...(until && { until }) };
}

export const SINCE_MISSING =
  '--since is missing: give a time such as 2026-01-31T09:30:00Z, or 15m, 2h or 3d for so long ago';

export const deliveryStatuses = ['pending', 'retrying', 'delivered', 'exhausted', 'cancelled'] as const;
