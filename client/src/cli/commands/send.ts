import type { PublishAccepted } from '../../generated/openapi.ts';
import { routes } from '../../generated/routes.ts';
import { isIdempotentReplay } from '../../idempotent-replay.ts';
import type { Seen } from '../../live/changes.ts';
import type { KeyedCallOptions } from '../../transport.ts';
import type { Command, CommandContext } from '../command.ts';
import { exitCodes, FailedError, UsageError } from '../failures.ts';
import { dataFlag, jsonAround, jsonText, payloadFrom } from '../payload.ts';
import { waitForDeliveries } from '../progress.ts';
import { receiverFlag, waitFlag, waitSeconds } from './shared-flags.ts';

export const send: Command = {
  name: 'send',
  operands: '<event_type>',
  operandCount: [1, 1],
  summary: 'Publish an event, and print its id',
  notes: [
    'The event goes to every matching subscription, or only to the one in --subscription. Receivers get the payload byte for\nbyte; only spaces around JSON are removed.',
  ],
  flags: {
    ...dataFlag,
    'content-type': { value: 'type', help: 'the content type of the payload; default: application/json' },
    key: { value: 'idempotency key', help: 'the idempotency key, which makes a repeat within 24 hours safe' },
    'deliver-at': { value: 'time', help: 'deliver no earlier: 2026-01-31T09:30:00Z, or in 15m, 2h, 3d' },
    subscription: { value: 'id', help: 'only to this subscription' },
    ...receiverFlag,
    ...waitFlag,
  },
  examples: [
    `posthorn send order.created --data '{"order": 1001}' --key order-1001-created`,
    'posthorn send order.created --data @order.json --wait 60',
    'generate-report | posthorn send report.ready --content-type text/csv',
    'posthorn send invoice.due --data @invoice.json --deliver-at 2026-01-31T09:30:00Z',
  ],
  run: runSend,
};

async function runSend(context: CommandContext): Promise<number> {
  const { args, output, surroundings } = context;
  const seconds = waitSeconds(args);
  if (args.has('subscription') && args.has('receiver')) {
    throw new UsageError('--receiver cannot be combined with --subscription');
  }
  checkHeader('key', args.text('key'), /^[!-~]{1,255}$/);
  checkHeader('content-type', args.text('content-type'), /^[ -~]+$/);
  const deliverAt = args.time('deliver-at', 'ahead', surroundings.nowMs());
  context.service();
  const payload = await payloadFrom(args, surroundings);
  if (payload === undefined) throw new UsageError('No payload. Give --data, or pipe it in.');
  const accepted = await (args.has('subscription') ? ingested : published)(context, payload, deliverAt);
  const isReplay = isIdempotentReplay(accepted.answer);
  if (isReplay)
    output.note('This key was used before. Nothing was sent; this is the event of the first call.');
  output.result({ ...accepted.answer, idempotency_replayed: isReplay }, () => accepted.eventId);
  if (seconds === undefined) return exitCodes.done;
  const taskIds = await accepted.taskIds();
  const seen = new Map<string, Seen | undefined>(taskIds.map((id) => [id, undefined]));
  return (await waitForDeliveries(context, seen, seconds)) > 0 ? exitCodes.failed : exitCodes.done;
}

/** Checks values that are sent as headers: otherwise an invalid value would look like a connection failure. */
function checkHeader(name: string, text: string | undefined, pattern: RegExp): void {
  if (text === undefined || pattern.test(text)) return;
  throw new UsageError(`--${name} must be visible ASCII characters${name === 'key' ? ', 255 at most' : ''}`);
}

interface Accepted {
  readonly answer: object;
  readonly eventId: string;
  readonly taskIds: () => Promise<readonly string[]>;
}

type Payload = Uint8Array<ArrayBuffer>;

async function ingested(
  context: CommandContext,
  payload: Payload,
  deliverAt: string | undefined,
): Promise<Accepted> {
  const { args } = context;
  const { api } = context.service();
  const [eventType = ''] = args.operands;
  const contentType = args.text('content-type') ?? 'application/json';
  const body = isJson(contentType) ? jsonText(payload) : payload;
  const at = deliverAt === undefined ? {} : { deliverAt };
  const options = { eventType, contentType, ...at, ...callOptions(context) };
  const answer = await api.ingest.send(args.text('subscription') ?? '', body, options);
  return { answer, eventId: answer.event_id, taskIds: async () => [answer.task_id] };
}

async function published(
  context: CommandContext,
  payload: Payload,
  deliverAt: string | undefined,
): Promise<Accepted> {
  const { args, output } = context;
  const contentType = args.text('content-type') ?? 'application/json';
  const answer = isJson(contentType)
    ? await publishedJson(context, jsonText(payload), deliverAt)
    : await publishedBytes(context, payload, contentType, deliverAt);
  const count = answer.deliveries_count;
  output.note(count === 0 ? 'no subscription matches' : `it goes to ${subscriptions(count)}`);
  return {
    answer,
    eventId: answer.event_id,
    taskIds: async () => {
      if (answer.deliveries === null)
        throw new FailedError('the event is sent, but goes to too many subscriptions to wait for');
      return answer.deliveries.map(({ task_id }) => task_id);
    },
  };
}

const subscriptions = (count: number): string => `${count} subscription${count === 1 ? '' : 's'}`;

const isJson = (contentType: string): boolean => /^application\/json\s*(;|$)/i.test(contentType);

async function publishedJson(
  context: CommandContext,
  payload: string,
  deliverAt: string | undefined,
): Promise<PublishAccepted> {
  const { args } = context;
  const [event_type] = args.operands;
  const fields = { event_type, receiver_id: args.text('receiver'), deliver_at: deliverAt };
  const request = { ...routes.publishEvent, ...jsonAround(fields, payload) };
  return (await context.service().transport.call(request, callOptions(context))) as PublishAccepted;
}

function publishedBytes(
  context: CommandContext,
  payload: Payload,
  contentType: string,
  deliverAt: string | undefined,
): Promise<PublishAccepted> {
  const { args } = context;
  const [eventType = ''] = args.operands;
  const receiverId = args.text('receiver');
  const given = { ...(deliverAt && { deliverAt }), ...(receiverId && { receiverId }) };
  const options = { eventType, contentType, ...given, ...callOptions(context) };
  return context.service().api.events.publishPayload(payload, options);
}

function callOptions({ args, signal }: CommandContext): KeyedCallOptions {
  const idempotencyKey = args.text('key');
  return idempotencyKey === undefined ? { signal } : { signal, idempotencyKey };
}
