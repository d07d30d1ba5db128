import { type Event, wasPublished } from '../../domain/event.ts';
import { createdAtMsOf, type EventId, type SubscriptionId } from '../../domain/ids.ts';
import type { Row } from './delivery-rows.ts';

/** The rows of events. The payload comes last, so that the other columns of a row are read without it. */

const listedColumns =
  'tenant_id, id, event_type, receiver_id, content_type, headers, hops, subscription_ids, deliver_at_ms, expires_at_ms, payload_deleted_at_ms, published';

export const eventColumns = `${listedColumns}, payload`;

/** All columns, with an empty payload. */
export const eventColumnsInLists = `${listedColumns}, x'' AS payload`;

/** Whether a delivery of the event is still open. It needs the payload, however late it is. */
export const hasOpenDelivery =
  `EXISTS (SELECT 1 FROM json_each('["' || replace(events.subscription_ids, ' ', '","') || '"]') AS wanted ` +
  'CROSS JOIN deliveries ON deliveries.subscription_id = wanted.value AND deliveries.event_id = events.id ' +
  'WHERE deliveries.expires_at_ms IS NULL)';

export const eventPlaceholders = eventColumns.replaceAll(/\w+/g, '?');

export const eventValues = (event: Event) => [
  event.tenantId,
  event.id,
  event.eventType,
  event.receiverId,
  event.contentType,
  Object.keys(event.headers).length > 0 ? JSON.stringify(event.headers) : null,
  event.hops || null,
  event.subscriptionIds.join(' '),
  event.deliverAtMs,
  event.expiresAtMs,
  event.payloadDeletedAtMs,
  Number(event.isPublished),
  event.payload,
];

export function eventFrom(row: Row): Event {
  const id = row['id'] as EventId;
  const subscriptionIds = idsIn(row['subscription_ids'] as string);
  const published = row['published'] === null ? undefined : row['published'] === 1;
  return {
    id,
    tenantId: row['tenant_id'],
    eventType: row['event_type'],
    receiverId: row['receiver_id'],
    contentType: row['content_type'],
    headers: row['headers'] === null ? {} : JSON.parse(row['headers'] as string),
    hops: row['hops'] ?? 0,
    deliverAtMs: row['deliver_at_ms'],
    payload: row['payload'],
    payloadDeletedAtMs: row['payload_deleted_at_ms'],
    subscriptionIds,
    isPublished: wasPublished(published, subscriptionIds.length),
    createdAtMs: createdAtMsOf(id),
    expiresAtMs: row['expires_at_ms'],
  } as Event;
}

export const idsIn = (text: string): SubscriptionId[] =>
  text === '' ? [] : (text.split(' ') as SubscriptionId[]);

/**
 * Adds one more subscription to an event, unless it is listed. For an older row, also writes down whether the event was
 * published, which follows from the number of subscriptions before.
 */
export const listSubscription =
  "UPDATE events SET published = coalesce(published, subscription_ids = '' OR instr(subscription_ids, ' ') > 0), " +
  "subscription_ids = trim(subscription_ids || ' ' || ?1) " +
  'WHERE tenant_id = ?2 AND id = ?3 AND instr(subscription_ids, ?1) = 0';
