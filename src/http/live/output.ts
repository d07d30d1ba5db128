import * as z from 'zod';
import type { Attempt, Delivery } from '../../domain/delivery.ts';
import { liveLimits } from '../../domain/limits.ts';
import type { LiveRights } from '../../domain/live/ticket.ts';
import { time, timeOf, timeOrNull } from '../core/fields.ts';
import { attemptResource, deliveryResource } from '../deliveries/output.ts';
import type { LiveFilterInput } from './input.ts';
import type { LiveProblemCode, ServerMessage, SkippedReason } from './messages.ts';

/** The answer to a new ticket, and the messages of the live view, from values of the domain. */

export const liveTicketShape = z
  .object({
    ticket: z.string().meta({ description: 'Works once.' }),
    url: z
      .string()
      .meta({ description: 'The WebSocket URL. Connect to `<url>?ticket=<ticket>`, then send `watch`.' }),
    expires_at: time.meta({ description: 'When the unused ticket expires.' }),
  })
  .meta({ id: 'LiveTicket', description: 'Opens one live connection.' });

type Message<Type extends ServerMessage['type']> = Extract<ServerMessage, { readonly type: Type }>;

/** @param retentionHours how long a closed delivery is kept */
export const deliveryChanged = (
  delivery: Delivery,
  retentionHours: number,
  cursor: string,
): Message<'delivery'> => ({
  type: 'delivery',
  delivery: deliveryResource(delivery, retentionHours),
  cursor,
});

export const attemptMade = (delivery: Delivery, attempt: Attempt, cursor: string): Message<'attempt'> => ({
  type: 'attempt',
  delivery_id: delivery.id,
  event_id: delivery.eventId,
  event_type: delivery.eventType,
  subscription_id: delivery.subscriptionId,
  attempt: attemptResource(attempt),
  cursor,
});

export const hello = (
  filter: LiveFilterInput | undefined,
  { receiverId, expiresAtMs }: LiveRights,
  cursor: string,
): Message<'hello'> => ({
  type: 'hello',
  filter: {
    subscription_id: filter?.subscription_id ?? null,
    receiver_id: filter?.receiver_id ?? null,
    event_types: filter?.event_types ?? null,
    statuses: filter?.statuses ?? null,
  },
  receiver_id: receiverId ?? null,
  heartbeat_seconds: liveLimits.heartbeatSeconds,
  rights_end_at: timeOrNull(expiresAtMs),
  cursor,
});

/** Changes that were left out, between two times in Unix milliseconds; `null` counts: not known. */
export interface LeftOut {
  readonly reason: SkippedReason;
  readonly deliveries: number | null;
  readonly attempts: number | null;
  readonly fromMs: number;
  readonly toMs: number;
}

export const skipped = (
  { reason, deliveries, attempts, fromMs, toMs }: LeftOut,
  cursor: string,
): Message<'skipped'> => ({
  type: 'skipped',
  reason,
  deliveries,
  attempts,
  from: timeOf(fromMs),
  to: timeOf(toMs),
  cursor,
});

export const nothingNew = (nowMs: number, cursor: string): Message<'cursor'> => ({
  type: 'cursor',
  at: timeOf(nowMs),
  cursor,
});

export const pong = (cursor: string | null): Message<'pong'> => ({ type: 'pong', cursor });

/** Each problem that ends the connection, or that is not about a field. */
const details: Readonly<Record<Exclude<LiveProblemCode, 'invalid-message'>, string>> = {
  'rate-limited': `Too many messages: send at most ${liveLimits.clientMessages.perSecond} a second. Connect again.`,
  'too-large': `The message is larger than ${liveLimits.clientMessageBytes} bytes. Connect again.`,
  'rights-ended':
    'The API key or portal token of this connection is deleted, revoked or expired. Use another one.',
  stopping: 'The service stops. Connect again, and send the latest cursor.',
  unavailable: 'The changes since the cursor could not be read. Read the lists of the API.',
};

export const liveProblem = (code: keyof typeof details): Message<'problem'> => ({
  type: 'problem',
  code,
  detail: details[code],
  errors: [],
  closes: code !== 'unavailable',
});

/** The close codes of a WebSocket (RFC 6455, section 7.4), for connections that can be closed with one. */
export const liveCloseCodes = {
  'rate-limited': 1008,
  'too-large': 1009,
  'rights-ended': 4401,
  stopping: 1001,
} as const satisfies Partial<Record<LiveProblemCode, number>>;

export const invalidMessage = (
  detail: string,
  errors: readonly { readonly pointer: string; readonly detail: string }[] = [],
): Message<'problem'> => ({
  type: 'problem',
  code: 'invalid-message',
  detail,
  errors: [...errors],
  closes: false,
});
