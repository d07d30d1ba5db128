import type { Attempt, Delivery } from '../../generated/openapi.ts';
import { SUBSCRIPTIONS_MOST } from '../../live/follower.ts';
import type { LiveItem, LiveSkipped, LiveState } from '../../live/items.ts';
import { liveItems } from '../../live/live.ts';
import type { Command, CommandContext } from '../command.ts';
import { exitCodes, Stopped } from '../failures.ts';
import type { Output } from '../output.ts';
import { tell } from '../progress.ts';
import { deliveryStatuses } from './shared-flags.ts';

export const tail: Command = {
  name: 'tail',
  operandCount: [0, 0],
  summary: 'Print deliveries and attempts as they happen, until Ctrl-C',
  notes: [
    `Over a WebSocket where the service has a live view. Elsewhere it asks every half second, and less often while nothing\nhappens: of the given subscriptions, or of the newest ${SUBSCRIPTIONS_MOST}, and without replays of deliveries that had ended before.`,
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

async function runTail(context: CommandContext): Promise<number> {
  const { args, output, surroundings, signal } = context;
  const status = args.oneOf('status', deliveryStatuses);
  const since = args.time('since', 'ago', surroundings.nowMs());
  const named = args.items('subscription');
  const { api } = context.service();
  // The service would wait for deliveries of a subscription that does not exist.
  for (const id of named) await api.subscriptions.get(id, { signal });
  const [only] = named.length === 1 ? named : [];
  const filter = { ...(only && { subscription_id: only }), ...(status && { statuses: [status] }) };
  const items = liveItems(filter, {
    ...{ api, signal, named, mustStart: true },
    ...(since !== undefined && { since }),
    sleep: (ms) => surroundings.sleep(ms, signal),
    nowMs: surroundings.nowMs,
    warn: (text) => output.error(text),
  });
  const report = new Report(output);
  try {
    for await (const item of items) report.take(item);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
  return exitCodes.done;
}

/** Prints items: each attempt with the delivery that follows it. */
class Report {
  readonly #output: Output;
  readonly #attempts = new Map<string, Attempt[]>();
  #hasStarted = false;

  constructor(output: Output) {
    this.#output = output;
  }

  take(item: LiveItem): void {
    switch (item.type) {
      case 'attempt':
        this.#attempts.set(item.delivery_id, [...(this.#attempts.get(item.delivery_id) ?? []), item.attempt]);
        return;
      case 'delivery':
        this.#tell(item.delivery);
        return;
      case 'skipped':
        this.#output.error(skippedText(item));
        return;
      case 'state':
        this.#sayState(item);
    }
  }

  #tell(delivery: Delivery): void {
    const attempts = this.#attempts.get(delivery.id) ?? [];
    this.#attempts.delete(delivery.id);
    for (const attempt of attempts) tell(this.#output, { delivery, attempt });
    if (attempts.length === 0) tell(this.#output, { delivery });
  }

  #sayState({ state, detail }: LiveState): void {
    this.#attempts.clear();
    if (state === 'reconnecting') this.#output.error(`${detail}; trying again`);
    else if (!this.#hasStarted) this.#output.note('following; press Ctrl-C to stop');
    this.#hasStarted ||= state !== 'reconnecting';
  }
}

function skippedText({ deliveries, attempts, from, to, reason }: LiveSkipped): string {
  const count =
    deliveries === null ? 'some changes' : `${deliveries} deliveries and ${attempts ?? 0} attempts`;
  return `${count} between ${from} and ${to} are left out (${reason})`;
}
