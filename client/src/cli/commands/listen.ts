import { ProblemError } from '../../errors.ts';
import type { Arguments } from '../arguments.ts';
import type { Command, CommandContext, Service } from '../command.ts';
import { exitCodes, FailedError, problemText, UsageError } from '../failures.ts';
import { forward } from '../forward.ts';
import { type Answer, type ReceivedWebhook, startReceiver } from '../receiver.ts';
import { isOnThisMachine } from '../settings.ts';
import { givenKeys, keyFlags } from '../webhook-keys.ts';
import { printChoices, reportWebhook } from '../webhook-report.ts';
import { receiverFlag } from './shared-flags.ts';

export const listen: Command = {
  name: 'listen',
  operandCount: [0, 0],
  summary: 'Receive webhooks on this machine, verify and print them, until Ctrl-C',
  notes: [
    'With --subscribe, creates a subscription for this receiver, verifies with its secret, and deletes it at the end.\nWithout it, give the --secret or --public-key of a subscription. A webhook that fails verification is answered 401.',
    'POSTHORN_WEBHOOK_KEY may hold further keys, separated by commas, hidden from other users of the machine.',
  ],
  flags: {
    port: { value: 'port', help: 'the port on 127.0.0.1; default: 9000; 0: any free port' },
    ...keyFlags,
    subscribe: {
      value: 'event types',
      isMany: true,
      help: "subscribe to order.created,'invoice.*', or '*' for all",
    },
    ...receiverFlag,
    'target-url': {
      value: 'url',
      help: 'the URL of this receiver as seen by Posthorn: a tunnel, if Posthorn is on another machine',
    },
    forward: { value: 'url', help: 'forward each verified webhook to this URL, and return its answer' },
    print: {
      value: 'what',
      choices: printChoices,
      help: `how much to print of each webhook: ${printChoices.join(', ')}; default: payload`,
    },
    status: { value: 'code', help: 'answer with this status, 200 to 599, to see how Posthorn reacts' },
    fail: { value: 'count', help: 'fail the first webhooks, with --status or 500, to see retries' },
  },
  examples: [
    "posthorn listen --subscribe '*'",
    "posthorn listen --subscribe 'order.*' --forward http://127.0.0.1:3000/webhooks",
    "posthorn listen --subscribe '*' --fail 2 --print line",
    'POSTHORN_WEBHOOK_KEY=whsec_… posthorn listen --port 9001 --json',
  ],
  run: runListen,
};

async function runListen(context: CommandContext): Promise<number> {
  const { args, output, surroundings, signal } = context;
  const choice = args.oneOf('print', printChoices) ?? 'payload';
  const answerTo = answerer(args);
  const port = args.wholeNumber('port', 0, 65_535) ?? 9_000;
  const keys = (await givenKeys(context)).map(({ key }) => key);
  const subscribe = subscriber(context);
  const receiver = await startReceiver(port, {
    keys: () => keys,
    nowMs: surroundings.nowMs,
    async onWebhook(webhook) {
      const { answer, note } = await answerTo(webhook);
      reportWebhook(output, webhook, { status: answer.status, note }, choice);
      return answer;
    },
  });
  try {
    const url = `http://127.0.0.1:${receiver.port}/`;
    const subscription = await subscribe?.(url);
    try {
      if (subscription !== undefined) keys.push(subscription.secret);
      output.note(`listening on ${url}; press Ctrl-C to stop`);
      await aborted(signal);
    } finally {
      await subscription?.remove();
    }
  } finally {
    await receiver.close();
  }
  return exitCodes.done;
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

interface Decided {
  readonly answer: Answer;
  readonly note?: string;
}

/** The answer to a webhook. An unverified webhook is answered 401, and is not forwarded. */
function answerer(args: Arguments): (webhook: ReceivedWebhook) => Promise<Decided> {
  const status = args.wholeNumber('status', 200, 599);
  const failCount = args.wholeNumber('fail', 1, 1_000_000);
  const forwardUrl = args.httpUrl('forward');
  const failing = failCount ?? (status === undefined ? 0 : Number.POSITIVE_INFINITY);
  let count = 0;
  return async (webhook) => {
    if (webhook.verification.outcome === 'refused') return { answer: { status: 401 } };
    if (++count <= failing) return { answer: { status: status ?? 500 }, note: 'as told' };
    if (forwardUrl === undefined) return { answer: { status: 204 } };
    const { answer, ...rest } = await forward(forwardUrl, webhook);
    return { answer, note: 'error' in rest ? `not forwarded: ${rest.error}` : 'forwarded' };
  };
}

interface OwnSubscription {
  readonly secret: string;
  /** @throws FailedError that names the subscription left behind */
  readonly remove: () => Promise<void>;
}

/** Undefined if there is nothing to subscribe to. @throws UsageError */
function subscriber(context: CommandContext): ((ownUrl: string) => Promise<OwnSubscription>) | undefined {
  const { args, service } = context;
  const eventTypes = args.items('subscribe');
  const targetUrl = args.httpUrl('target-url');
  if (eventTypes.length === 0) {
    for (const name of ['target-url', 'receiver']) {
      if (args.has(name)) throw new UsageError(`--${name} needs --subscribe`);
    }
    return undefined;
  }
  const found = service();
  if (targetUrl === undefined && !isOnThisMachine(found.url)) {
    throw new UsageError(
      'Posthorn is on another machine and cannot reach 127.0.0.1 here. Give --target-url <url> of a tunnel to the port',
    );
  }
  return (ownUrl) => subscribed(context, found, eventTypes, targetUrl ?? ownUrl);
}

async function subscribed(
  { args, output }: CommandContext,
  { api }: Service,
  eventTypes: readonly string[],
  target_url: string,
): Promise<OwnSubscription> {
  const receiver_id = args.text('receiver');
  const fields = { target_url, event_types: [...eventTypes], description: 'posthorn listen' };
  // Not ended by the signal: otherwise it would be unknown whether the subscription was created, and its id.
  const { id, signing_secret } = await api.subscriptions
    .create({ ...fields, ...(receiver_id && { receiver_id }) })
    .catch((error: unknown) => {
      throw isTargetRefused(error) ? new FailedError(targetText(error, target_url)) : error;
    });
  output.note(`subscribed as ${id} to ${eventTypes.join(', ')}`);
  const remove = async () => {
    try {
      await api.subscriptions.delete(id);
      output.note(`${id} is deleted`);
    } catch (error) {
      const why = error instanceof ProblemError ? problemText(error) : (error as Error).message;
      throw new FailedError(`${id} is left behind: ${why}\n  posthorn subscriptions delete ${id}`);
    }
  };
  return { secret: signing_secret ?? '', remove };
}

const isTargetRefused = (error: unknown): error is ProblemError =>
  error instanceof ProblemError && error.errors.some(({ pointer }) => pointer === '/target_url');

/** Posthorn rejects targets in private networks, unless its operator allows them. */
function targetText(error: ProblemError, url: string): string {
  const why = error.errors.map(({ detail }) => detail).join('; ');
  const isHere = isOnThisMachine(url);
  const settings = isHere
    ? '\n  To try webhooks on one machine, start Posthorn with POSTHORN_ALLOWED_TARGET_CIDRS=127.0.0.0/8 and' +
      '\n  POSTHORN_ALLOW_HTTP_TARGETS=1, or without either: that is what “npm start” allows by itself.'
    : '';
  return `Posthorn does not deliver to ${url}: it ${why}${settings}`;
}
