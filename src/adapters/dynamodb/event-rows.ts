import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Event, wasPublished } from '../../domain/event.ts';
import { createdAtMsOf, type EventId, type SubscriptionId, type TenantId, ulidOf } from '../../domain/ids.ts';
import { ttlAt } from './delivery-rows.ts';
import { eventKey } from './keys.ts';
import { payloadLimits } from './limits.ts';
import type { Row } from './table.ts';

/**
 * The row of an event. The payload is in the row, plain or deflated (RFC 1951) if that saves a write unit or more; or
 * in the payload store under the event's id.
 */

const UNIT_BYTES = 1_024;
const ULID_LENGTH = 26;

/** All attributes except the payload, for lists. */
export const eventAttributesInLists = [
  'PK',
  'SK',
  'type',
  'receiver',
  'content_type',
  'headers',
  'hops',
  'deliver_at',
  'subscriptions',
  'added',
  'published',
  'expires_at',
  'payload_deleted_at',
] as const;

/** @param call marks the writer: a writer whose response is lost recognizes its own row by it */
export const eventRow = (event: Event, call: string): Row => ({
  ...eventKey(event.tenantId, event.id),
  type: event.eventType,
  receiver: event.receiverId,
  content_type: event.contentType,
  headers: Object.keys(event.headers).length > 0 ? event.headers : null,
  hops: event.hops || null,
  deliver_at: event.deliverAtMs,
  subscriptions: event.subscriptionIds.map(ulidOf).join('') || null,
  published: publishedField(event),
  expires_at: event.expiresAtMs,
  ttl: ttlAt(event.expiresAtMs),
  call,
  ...payloadFields(event.payload),
});

/** Left out if it follows from the number of subscriptions, for example for an event sent to one subscription alone. */
const publishedField = ({ isPublished, subscriptionIds }: Event): boolean | null =>
  isPublished === wasPublished(undefined, subscriptionIds.length) ? null : isPublished;

export const isStoredApart = (payload: Uint8Array): boolean => payload.length > payloadLimits.inlineBytes;

function payloadFields(payload: Uint8Array): Readonly<Record<string, unknown>> {
  if (isStoredApart(payload)) return { apart: true };
  if (payload.length < payloadLimits.deflateBytesMin) return { payload };
  const deflated = deflateRawSync(payload);
  return payload.length - deflated.length >= UNIT_BYTES / 4 ? { deflated } : { payload };
}

/** The payload, unless it is stored apart; empty if it was deleted. */
export function payloadIn(row: Row): Uint8Array | undefined {
  if (row['payload_deleted_at'] !== undefined) return new Uint8Array();
  if (row['apart'] === true) return undefined;
  const deflated = row['deflated'] as Uint8Array | undefined;
  if (deflated === undefined) return (row['payload'] as Uint8Array | undefined) ?? new Uint8Array();
  return inflateRawSync(deflated, { maxOutputLength: payloadLimits.inlineBytes });
}

/** The name of a payload in the payload store. The tenant comes first, so that the payloads of tenants are separate. */
export const payloadName = (tenantId: TenantId, id: EventId): string => `${tenantId}/${id}`;

export function eventFrom(row: Row, tenantId: TenantId, payload: Uint8Array): Event {
  const id: EventId = `evt_${row.SK}`;
  const first = subscriptionIdsIn((row['subscriptions'] as string | undefined) ?? '');
  const added = [...((row['added'] ?? []) as Iterable<string>)].map((ulid): SubscriptionId => `sub_${ulid}`);
  return {
    id,
    tenantId,
    eventType: row['type'] ?? null,
    receiverId: row['receiver'] ?? null,
    contentType: row['content_type'],
    headers: (row['headers'] ?? {}) as Event['headers'],
    hops: (row['hops'] as number | undefined) ?? 0,
    deliverAtMs: row['deliver_at'] ?? null,
    payload,
    payloadDeletedAtMs: row['payload_deleted_at'] ?? null,
    subscriptionIds: added.length === 0 ? first : [...new Set([...first, ...added])],
    isPublished: wasPublished(row['published'] as boolean | undefined, first.length),
    createdAtMs: createdAtMsOf(id),
    expiresAtMs: row['expires_at'],
  } as Event;
}

const subscriptionIdsIn = (ulids: string): SubscriptionId[] =>
  Array.from({ length: ulids.length / ULID_LENGTH }, (_, n): SubscriptionId => {
    const ulid = ulids.slice(n * ULID_LENGTH, (n + 1) * ULID_LENGTH);
    return `sub_${ulid}`;
  });
