import { ConnectionError, ProblemError } from '../../errors.ts';
import type { Command, CommandContext } from '../command.ts';
import { exitCodes, problemText, Stopped } from '../failures.ts';
import { Follower, SUBSCRIPTIONS_MOST } from '../follower.ts';
import { type Change, tell } from '../progress.ts';
import { deliveryStatuses } from './shared-flags.ts';

export const tail: Command = {
  name: 'tail',
  operandCount: [0, 0],
  summary: 'Print deliveries and attempts as they happen, until Ctrl-C',
  notes: [
    `Of the given subscriptions, or of the newest ${SUBSCRIPTIONS_MOST}. Asks every half second, and less often while nothing happens.\nDoes not show replays of deliveries that had ended before the start.`,
  ],
  flags: {
    subscription: { value: 'id', isMany: true, help: 'only of this subscription' },
    status: {
      value: 'status',
      choices: deliveryStatuses,
      help: 'only while the delivery is pending, retrying, delivered, exhausted or cancelled',
    },
    since: {
      value: 'time',
      help: 'start with deliveries created at this time: 2026-01-31T09:30:00Z, or 15m, 2h, 3d ago',
    },
  },
  examples: [
    'posthorn tail',
    'posthorn tail --subscription sub_01KERMBK0RT6ZC9RPW8D5QJ3HN --since 1h',
    "posthorn tail --status exhausted --json | jq -r '.delivery_id'",
  ],
  run: runTail,
};

const LOOK_MS_FIRST = 500;
const LOOK_MS_IDLE_MOST = 5_000;
const LOOK_MS_FAILED_MOST = 30_000;

async function runTail(context: CommandContext): Promise<number> {
  const { args, output, surroundings, signal } = context;
  const status = args.oneOf('status', deliveryStatuses);
  const since = args.time('since', 'ago', surroundings.nowMs());
  const { api } = context.service();
  const needs = { api, signal, nowMs: surroundings.nowMs, warn: (text: string) => output.error(text) };
  const follower = new Follower(needs, args.items('subscription'), since);
  const report = (changes: readonly Change[]): number => {
    const wanted = changes.filter(({ delivery }) => status === undefined || delivery.status === status);
    for (const change of wanted) tell(output, change);
    return changes.length;
  };
  try {
    // The first look shows whether following can work at all: its error ends the command.
    let pauseMs = pauseAfter(report(await follower.look()), LOOK_MS_FIRST);
    output.note('following; press Ctrl-C to stop');
    while (true) {
      await surroundings.sleep(pauseMs, signal);
      const count = await lookAgain(follower, context, report);
      pauseMs = count === undefined ? Math.min(LOOK_MS_FAILED_MOST, pauseMs * 2) : pauseAfter(count, pauseMs);
    }
  } catch (error) {
    if (error instanceof Stopped) return exitCodes.done;
    throw error;
  }
}

const pauseAfter = (count: number, lastMs: number): number =>
  count > 0 ? LOOK_MS_FIRST : Math.min(LOOK_MS_IDLE_MOST, lastMs * 1.5);

/** Undefined after a failure that may be temporary. */
async function lookAgain(
  follower: Follower,
  { output }: CommandContext,
  report: (changes: readonly Change[]) => number,
): Promise<number | undefined> {
  try {
    return report(await follower.look());
  } catch (error) {
    const isPassing = error instanceof ConnectionError || (error instanceof ProblemError && isTrouble(error));
    if (!isPassing) throw error;
    output.error(`${error instanceof ProblemError ? problemText(error) : error.message}; trying again`);
    return undefined;
  }
}

const isTrouble = ({ status }: ProblemError): boolean => status === 429 || status >= 500;
