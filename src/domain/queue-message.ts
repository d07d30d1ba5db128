import type { Delivery } from './delivery.ts';
import type { Event } from './event.ts';
import {
  type DeliveryId,
  type EventId,
  isDeliveryId,
  isEventId,
  partsOfDeliveryId,
  type SubscriptionId,
  type TenantId,
} from './ids.ts';

/** The parts of an event that an attempt sends. */
export type EventContent = Pick<
  Event,
  'id' | 'eventType' | 'contentType' | 'headers' | 'hops' | 'payload'
> & {
  /**
   * Undefined in messages of most events, which have no receiver. The event's record has the receiver if it matters.
   */
  readonly receiverId?: string | null | undefined;
};

/** Asks for an attempt of a delivery, under a ticket. */
export interface DeliveryMessage {
  readonly deliveryId: DeliveryId;
  readonly tenantId: TenantId;
  readonly ticket: number;
  /** The event, if it is small enough for the message: then an attempt does not read it. */
  readonly content?: EventContent;
}

/** Asks for the deliveries of an event that has too many of them for its producer to wait for. */
export interface FanOutMessage {
  readonly fanOutOf: EventId;
  readonly tenantId: TenantId;
}

/** A message on the delivery queue. */
export type QueueMessage = DeliveryMessage | FanOutMessage;

/** The message group of a subscription's recoveries. */
export const recoveryGroup = (id: SubscriptionId): string => `${id}~recovery`;

/** The fields of a message that the log may show. */
export const subjectOf = (message: QueueMessage): Readonly<Record<string, string>> =>
  'fanOutOf' in message ? { event_id: message.fanOutOf } : { delivery_id: message.deliveryId };

/** A queue carries text, so the payload is base64 and arrives byte for byte. */
export function encodeQueueMessage(message: QueueMessage): string {
  if ('fanOutOf' in message) return JSON.stringify(message);
  const { deliveryId, tenantId, ticket, content } = message;
  const event = content && {
    type: content.eventType,
    ...(content.receiverId !== null && { receiver: content.receiverId }),
    contentType: content.contentType,
    ...(Object.keys(content.headers).length > 0 && { headers: content.headers }),
    ...(content.hops > 0 && { hops: content.hops }),
    payload: Buffer.from(content.payload).toString('base64'),
  };
  return JSON.stringify({ deliveryId, tenantId, ticket, event });
}

/** Undefined for a message that Posthorn did not write. */
export function decodeQueueMessage(body: string): QueueMessage | undefined {
  const { tenantId, fanOutOf, ...rest } = objectIn(parsed(body));
  if (!isTenant(tenantId)) return undefined;
  if (typeof fanOutOf !== 'string') return deliveryMessageFrom(tenantId, rest);
  return isEventId(fanOutOf) ? { fanOutOf, tenantId } : undefined;
}

const isTenant = (value: unknown): value is TenantId => typeof value === 'string' && value.startsWith('ten_');

function deliveryMessageFrom(
  tenantId: TenantId,
  { deliveryId, ticket, event }: Readonly<Record<string, unknown>>,
): DeliveryMessage | undefined {
  if (typeof deliveryId !== 'string' || !isDeliveryId(deliveryId)) return undefined;
  if (typeof ticket !== 'number' || !Number.isInteger(ticket)) return undefined;
  const message = { deliveryId, tenantId, ticket };
  const content = contentFrom(partsOfDeliveryId(deliveryId).eventId, event);
  return content === undefined ? message : { ...message, content };
}

/** Without content, or with content in an unknown form, the event is read from the store. */
function contentFrom(id: EventId, event: unknown): EventContent | undefined {
  const { type, receiver, contentType, headers, hops, payload } = objectIn(event);
  if (type !== null && typeof type !== 'string') return undefined;
  if (typeof contentType !== 'string' || typeof payload !== 'string') return undefined;
  return {
    id,
    eventType: type,
    ...(isReceiver(receiver) && { receiverId: receiver }),
    contentType,
    headers: objectIn(headers) as Record<string, string>,
    hops: typeof hops === 'number' ? hops : 0,
    payload: Buffer.from(payload, 'base64'),
  };
}

const isReceiver = (value: unknown): value is string | null => value === null || typeof value === 'string';

const objectIn = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The message on the `exhausted` queue about a delivery that its retry policy gave up. */
export const encodeExhausted = (delivery: Delivery): string => {
  const { id: deliveryId, tenantId, eventId, subscriptionId, statusReason: reason, attemptCount } = delivery;
  return JSON.stringify({ deliveryId, tenantId, eventId, subscriptionId, reason, attemptCount });
};
