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
    'With --subscribe it makes a subscription that points at itself, verifies with its secret, and deletes it at the end.\nWithout, give the --secret or --public-key of one; a webhook that cannot be verified is answered 401.',
    'POSTHORN_WEBHOOK_KEY has keys too, with commas between them; other users of the machine do not see that.',
  ],
  flags: {
    port: { value: 'port', help: 'where to listen, on 127.0.0.1; 9000 unless said otherwise, 0 for any' },
    ...keyFlags,
    subscribe: {
      value: 'event types',
      isMany: true,
      help: "subscribe to order.created,'invoice.*', or '*' for all",
    },
    ...receiverFlag,
    'target-url': {
      value: 'url',
      help: 'where Posthorn finds this: a tunnel, when it is on another machine',
    },
    forward: { value: 'url', help: 'hand each verified webhook on to this, and answer what that answers' },
    print: {
      value: 'what',
      choices: printChoices,
      help: `how much of each: ${printChoices.join(', ')}; payload unless said otherwise`,
    },
    status: { value: 'code', help: 'answer with this, to see what Posthorn does; 200 to 599' },
    fail: { value: 'count', help: 'only the first so many, with --status or 500: to see retries' },
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
      output.note(`listening on ${url}; Ctrl-C ends it`);
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

/** What to answer. What is not verified is answered 401, and goes no further. */
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
  /** @throws FailedError that says what is left behind */
  readonly remove: () => Promise<void>;
}

/** Undefined when nothing is to be subscribed to. @throws UsageError */
function subscriber(context: CommandContext): ((ownUrl: string) => Promise<OwnSubscription>) | undefined {
  const { args, service } = context;
  const eventTypes = args.items('subscribe');
  const targetUrl = args.httpUrl('target-url');
  if (eventTypes.length === 0) {
    for (const name of ['target-url', 'receiver']) {
      if (args.has(name)) throw new UsageError(`--${name} goes with --subscribe`);
    }
    return undefined;
  }
  const found = service();
  if (targetUrl === undefined && !isOnThisMachine(found.url)) {
    throw new UsageError(
      'this Posthorn is on another machine, from where 127.0.0.1 is not this one: give the --target-url of a tunnel to the port',
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
  // Not ended by the signal: whether it was made would not be known, nor its id.
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

/** Posthorn refuses targets inside of a network, unless it is told otherwise where it runs. */
function targetText(error: ProblemError, url: string): string {
  const why = error.errors.map(({ detail }) => detail).join('; ');
  const isHere = isOnThisMachine(url);
  const settings = isHere
    ? '\n  To try webhooks on one machine, start Posthorn with POSTHORN_ALLOWED_TARGET_CIDRS=127.0.0.0/8 and' +
      '\n  POSTHORN_ALLOW_HTTP_TARGETS=1, or without either: that is what “npm start” allows by itself.'
    : '';
  return `Posthorn does not deliver to ${url}: it ${why}${settings}`;
}
