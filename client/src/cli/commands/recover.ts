import type { Recovery } from '../../generated/openapi.ts';
import type { Command, CommandContext } from '../command.ts';
import { exitCodes, UsageError } from '../failures.ts';
import type { Output } from '../output.ts';
import { periodFlags, SINCE_MISSING, waitSeconds } from './shared-flags.ts';

const PER_SECOND_MOST = 10_000;
const LOOK_EVERY_MS = 1_000;

export const recover: Command = {
  name: 'recover',
  operands: '',
  operandCount: [0, 0],
  summary: 'Replay exhausted deliveries of a time range, or send missed events',
  notes: [
    'The recovery runs in the service, oldest events first, even after this command ends; POST /recoveries/{id}/stop\nstops it. New events do not wait for it.',
  ],
  flags: {
    subscription: { value: 'id', help: 'recover this subscription' },
    all: { help: 'recover all subscriptions: the dead letters; needs --since' },
    ...periodFlags,
    missed: {
      help: 'send events that match the subscription and that it has no delivery of, for example from a time when it was disabled; needs --subscription',
    },
    'per-second': { value: 'count', help: 'the most attempts per second; default: 100' },
    wait: {
      value: 'seconds',
      help: 'print the progress until the recovery ends; exit code 1 if it was stopped, or has not ended in time',
    },
  },
  examples: [
    'posthorn recover --subscription sub_01KERMBK0RT6ZC9RPW8D5QJ3HN --since 2h --wait 600',
    'posthorn recover --all --since 1d --per-second 20',
    'posthorn recover --subscription sub_01KERMBK0RT6ZC9RPW8D5QJ3HN --since 2h --missed',
  ],
  run: runRecover,
};

async function runRecover(context: CommandContext): Promise<number> {
  const { args, output, signal } = context;
  const seconds = waitSeconds(args);
  const start = startOf(context);
  const recovery = await start();
  tell(output, recovery);
  return seconds === undefined ? exitCodes.done : untilItHasEnded(context, recovery, seconds, signal);
}

/** The call that starts the recovery, once all flags are checked. */
function startOf({ args, surroundings, service, signal }: CommandContext): () => Promise<Recovery> {
  const subscription = args.text('subscription');
  const since = args.time('since', 'ago', surroundings.nowMs());
  const until = args.time('until', 'ago', surroundings.nowMs());
  const perSecond = args.wholeNumber('per-second', 1, PER_SECOND_MOST);
  const how = { ...(until && { until }), ...(perSecond && { per_second: perSecond }) };
  if ((subscription === undefined) !== args.has('all')) {
    throw new UsageError('Give --subscription <id>, or --all for all subscriptions.');
  }
  const missed = args.has('missed');
  if (missed && subscription === undefined) throw new UsageError('--missed needs --subscription <id>');
  if (since === undefined) throw new UsageError(SINCE_MISSING);
  const about = { since, ...how };
  if (subscription === undefined) return () => service().api.deadLetters.redrive(about, { signal });
  return () =>
    service().api.recoveries.start(subscription, { ...about, ...(missed && { missed }) }, { signal });
}

async function untilItHasEnded(
  { service, output, surroundings }: CommandContext,
  first: Recovery,
  seconds: number,
  signal: AbortSignal,
): Promise<number> {
  const endsAtMs = surroundings.nowMs() + seconds * 1_000;
  const { api } = service();
  let recovery = first;
  while (recovery.status === 'running' && surroundings.nowMs() < endsAtMs) {
    await surroundings.sleep(LOOK_EVERY_MS, signal);
    const now = await api.recoveries.get(recovery.id, { signal });
    if (now.updated_at !== recovery.updated_at || now.status !== recovery.status) tell(output, now);
    recovery = now;
  }
  if (recovery.status === 'running') output.error(`${recovery.id} has not ended within ${seconds} s`);
  return recovery.status === 'done' ? exitCodes.done : exitCodes.failed;
}

function tell(output: Output, recovery: Recovery): void {
  output.result(recovery, () => {
    const { id, status, stop_reason: reason, deliveries_count: found, recovered_count: count } = recovery;
    const state = reason === null ? status : `${status} (${reason})`;
    const skipped = recovery.skipped_count > 0 ? `, ${recovery.skipped_count} unchanged` : '';
    const of = recovery.missed ? 'missed events' : `of ${found ?? 'many'}`;
    return `${id}  ${output.paint(status === 'stopped' ? 'red' : 'green', state)}  ${count} ${of}${skipped}`;
  });
}
