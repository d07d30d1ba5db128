import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { exhaustedIndex, tableKeys, waitingIndex } from '../../config/table-keys.ts';
import { MINUTE_MS } from '../../domain/counters.ts';
import type { Delivery } from '../../domain/delivery.ts';
import {
  type ApiKeyId,
  type AuditEntryId,
  type DeliveryId,
  deliveryIdOf,
  type EventId,
  partsOfDeliveryId,
  type RecoveryId,
  type SubscriptionId,
  type TenantId,
  ulidOf,
} from '../../domain/ids.ts';
import type { RateLimit } from '../../domain/rate-limit.ts';
import type { LimitedId } from '../../ports/rate-limits.ts';

/**
 * The place of each record in the one table. docs/data-model.md draws it.
 *
 * DynamoDB takes 1,000 write units a second for one partition key. So the writes of a busy tenant or subscription are
 * spread over 32 shards, for example `E#<tenant>#07`. The event's id gives the shard, so every row is found without a
 * lookup.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
 */
export interface Key {
  readonly [tableKeys.partition]: string;
  readonly [tableKeys.sort]: string;
}

/** The key of a row in the sparse index of waiting and failed deliveries. */
export interface IndexKey {
  readonly [waitingIndex.partition]: string;
  readonly [waitingIndex.sort]: string;
}

const SHARD_COUNT = 32;
const TIMESTAMP_CHARACTERS = 10;
const MILLISECOND_DIGITS = 13;
const ATTEMPT_DIGITS = 5;

export const shards: readonly string[] = Array.from({ length: SHARD_COUNT }, (_, n) =>
  String(n).padStart(2, '0'),
);

/** By the random part of the ULID, so that events of the same moment are spread too. */
const shardOf = (eventUlid: string): string =>
  shards[crc32(eventUlid.slice(TIMESTAMP_CHARACTERS)) % SHARD_COUNT] ?? '00';

const key = (partition: string, sort: string): Key => ({ PK: partition, SK: sort });

export const eventPartition = (tenantId: TenantId, shard: string): string => `E#${ulidOf(tenantId)}#${shard}`;

export const eventKey = (tenantId: TenantId, id: EventId): Key =>
  key(eventPartition(tenantId, shardOf(ulidOf(id))), ulidOf(id));

export const deliveryPartition = (id: SubscriptionId, shard: string): string => `D#${ulidOf(id)}#${shard}`;

export function deliveryKey(id: DeliveryId): Key {
  const { eventId, subscriptionId } = partsOfDeliveryId(id);
  return key(deliveryPartition(subscriptionId, shardOf(ulidOf(eventId))), ulidOf(eventId));
}

/** The two ids in the key of a delivery's row. */
export function idsOfDeliveryRow(row: Key): { eventId: EventId; subscriptionId: SubscriptionId } {
  const [, subscriptionUlid = ''] = row.PK.split('#');
  return { eventId: `evt_${row.SK}`, subscriptionId: `sub_${subscriptionUlid}` };
}

export function deliveryIdOfRow(row: Key): DeliveryId {
  const { eventId, subscriptionId } = idsOfDeliveryRow(row);
  return deliveryIdOf(eventId, subscriptionId);
}

export const isDeliveryRow = (row: Key): boolean => row.PK.startsWith('D#');

export const attemptPartition = (id: DeliveryId): string => `A#${id}`;

export const attemptKey = (id: DeliveryId, number: number): Key =>
  key(attemptPartition(id), String(number).padStart(ATTEMPT_DIGITS, '0'));

export const subscriptionKey = (id: SubscriptionId): Key => key(`S#${ulidOf(id)}`, 'S');

/**
 * The time by which the attempts of a subscription would have passed at an even pace, and the length of the line behind
 * them.
 */
export const deliveryPaceKey = (id: SubscriptionId): Key => key(`S#${ulidOf(id)}`, 'PACE');

/** The time by which the events admitted under a limit would have passed at an even pace. */
export const eventLimitKey = (id: LimitedId, { perSecond, burst }: RateLimit): Key =>
  key(`L#${id}`, `${perSecond}#${burst}`);

/** Marks that deliveries may be held for this subscription. Release checks it. */
export const holdMarkerKey = (id: SubscriptionId): Key => key(`S#${ulidOf(id)}`, 'HOLD');

export const subscriptionOfHoldMarker = (marker: Key): SubscriptionId =>
  `sub_${marker.PK.slice('S#'.length)}`;

/** Everything that is listed for a tenant: subscriptions, keys, event types. */
export const tenantPartition = (tenantId: TenantId): string => `T#${ulidOf(tenantId)}`;

export const listedSubscriptionKey = (tenantId: TenantId, id: SubscriptionId): Key =>
  key(tenantPartition(tenantId), `SUB#${ulidOf(id)}`);

export const listedApiKeyKey = (tenantId: TenantId, id: ApiKeyId): Key =>
  key(tenantPartition(tenantId), `KEY#${ulidOf(id)}`);

/** A tenant that this one has created. */
export const tenantKey = (createdBy: TenantId, id: TenantId): Key =>
  key(tenantPartition(createdBy), `TEN#${ulidOf(id)}`);

/** The version of a receiver's portal tokens. A receiver's id can have a `#`, so it comes last. */
export const portalVersionKey = (tenantId: TenantId, receiverId: string): Key =>
  key(`V#${ulidOf(tenantId)}#${receiverId}`, 'V');

/** Records which tenant created this one. */
export const tenantOriginKey = (id: TenantId): Key => key(tenantPartition(id), 'ORIGIN');

/** An entry of a tenant's catalogue of event types. A name can have a `#`: it is the last part, after a ULID. */
export const eventTypeKey = (tenantId: TenantId, name: string): Key =>
  key(`Y#${ulidOf(tenantId)}#${name}`, 'Y');

export const listedEventTypeKey = (tenantId: TenantId, name: string): Key =>
  key(tenantPartition(tenantId), `TYP#${name}`);

/** The records of a tenant's receivers, in the order of their ids. */
export const receiversPartition = (tenantId: TenantId): string => `RC#${ulidOf(tenantId)}`;

export const receiverKey = (tenantId: TenantId, id: string): Key => key(receiversPartition(tenantId), id);

/** The receivers of a tenant that have a limit, with their limits only: ingest reads them all. */
export const limitedReceiversPartition = (tenantId: TenantId): string => `RL#${ulidOf(tenantId)}`;

export const limitedReceiverKey = (tenantId: TenantId, id: string): Key =>
  key(limitedReceiversPartition(tenantId), id);

/** A recovery of a tenant. */
export const recoveryKey = (tenantId: TenantId, id: RecoveryId): Key =>
  key(tenantPartition(tenantId), `REC#${ulidOf(id)}`);

/** The index partition of running recoveries, of all tenants: few. */
export const RUNNING_RECOVERIES = 'RECOVERING';

export const runningRecoveryKey = (id: RecoveryId): IndexKey => ({
  g1pk: RUNNING_RECOVERIES,
  g1sk: ulidOf(id),
});

const MONTH_CHARACTERS = 'yyyy-mm'.length;

/** The changes of a tenant in one month (UTC). */
export const auditPartition = (tenantId: TenantId, timeMs: number): string =>
  `AU#${ulidOf(tenantId)}#${new Date(timeMs).toISOString().slice(0, MONTH_CHARACTERS)}`;

export const auditKey = (tenantId: TenantId, id: AuditEntryId, atMs: number): Key =>
  key(auditPartition(tenantId, atMs), ulidOf(id));

/** A tenant's subscriptions for one receiver: the candidates for an event. */
export const recipientsPartition = (tenantId: TenantId, receiverId: string | null): string =>
  receiverId === null ? `R#${ulidOf(tenantId)}` : `R#${ulidOf(tenantId)}#${receiverId}`;

export const recipientKey = (tenantId: TenantId, receiverId: string | null, id: SubscriptionId): Key =>
  key(recipientsPartition(tenantId, receiverId), ulidOf(id));

export const apiKeyKey = (hash: string): Key => key(`K#${hash}`, 'K');

/** Hashed, because the caller chooses the `Idempotency-Key`. The length in front keeps the two parts apart. */
export const idempotencyKey = (tenantId: TenantId, operation: string, idempotencyKeyOfCall: string): Key => {
  const hash = createHash('sha256')
    .update(`${operation.length}:${operation}${idempotencyKeyOfCall}`)
    .digest('hex');
  return key(`I#${ulidOf(tenantId)}#${hash}`, 'I');
};

/** The counters of a tenant on one day (UTC). */
export const counterPartition = (tenantId: TenantId, timeMs: number): string =>
  `N#${ulidOf(tenantId)}#${new Date(timeMs).toISOString().slice(0, DAY_CHARACTERS)}`;

const DAY_CHARACTERS = 'yyyy-mm-dd'.length;
const MINUTE_DIGITS = 8;

/** @param minute since the Unix epoch */
export const counterPosition = (minute: number): string => String(minute).padStart(MINUTE_DIGITS, '0');

/** `~` sorts after everything that can follow the minute. */
export const lastCounterPosition = (minute: number): string => `${counterPosition(minute)}~`;

/**
 * The counters of one minute. `coarse`: those that did not fit into that row, without subscriptions and event types.
 */
export const countersKey = (tenantId: TenantId, minute: number, kind?: 'coarse'): Key =>
  key(
    counterPartition(tenantId, minute * MINUTE_MS),
    counterPosition(minute) + (kind === undefined ? '' : `#${kind}`),
  );

const sortableMs = (timeMs: number): string => String(Math.max(0, timeMs)).padStart(MILLISECOND_DIGITS, '0');

export const duePartition = (shard: string): string => `DUE#${shard}`;

/** The last index key that is due at this time: `~` sorts after every ULID. */
export const lastDueAt = (timeMs: number): string => `${sortableMs(timeMs)}#~`;

/** Due at a time, where release finds it. `ulid` decides the shard: an event's, or a subscription's. */
export const dueIndexKey = (dueAtMs: number, ulid: string): IndexKey => ({
  g1pk: duePartition(shardOf(ulid)),
  g1sk: `${sortableMs(dueAtMs)}#${ulid}`,
});

/** The delivery has had this many messages, and is due again at this time if the last one leads to nothing. */
export const claimedIndexKey = (untilMs: number, ulid: string, claims: number): IndexKey => ({
  g1pk: duePartition(shardOf(ulid)),
  g1sk: `${sortableMs(untilMs)}#${ulid}#${claims}`,
});

/** How many messages the delivery with this index key has had since it was parked. */
export const claimsIn = ({ g1sk }: IndexKey): number => Number(g1sk.split('#')[2] ?? 0);

export const dueAtMsIn = ({ g1sk }: IndexKey): number => Number(g1sk.slice(0, MILLISECOND_DIGITS));

export const heldPartition = (id: SubscriptionId, shard: string): string => `HELD#${ulidOf(id)}#${shard}`;

export const exhaustedPartition = (id: SubscriptionId, shard: string): string => `X#${ulidOf(id)}#${shard}`;

/** The same for all subscriptions of a tenant, in a separate index. */
export const tenantExhaustedPartition = (id: TenantId, shard: string): string => `X#${ulidOf(id)}#${shard}`;

/** In the order of the deliveries' ids, which is the order of their events. */
export const tenantExhaustedKey = (id: DeliveryId): string => id.slice('dlv_'.length);

/** Held for a disabled subscription, oldest event first. */
export const heldIndexKey = (subscriptionId: SubscriptionId, eventId: EventId): IndexKey => ({
  g1pk: heldPartition(subscriptionId, shardOf(ulidOf(eventId))),
  g1sk: ulidOf(eventId),
});

/** Exhausted, for its subscription and for its tenant. Recoveries and the list of dead letters read these. */
export function exhaustedIndexKeys({
  id,
  tenantId,
  subscriptionId,
  eventId,
}: Pick<Delivery, 'id' | 'tenantId' | 'subscriptionId' | 'eventId'>): IndexKey & {
  readonly [exhaustedIndex.partition]: string;
  readonly [exhaustedIndex.sort]: string;
} {
  const eventUlid = ulidOf(eventId);
  const shard = shardOf(eventUlid);
  return {
    g1pk: exhaustedPartition(subscriptionId, shard),
    g1sk: eventUlid,
    g2pk: tenantExhaustedPartition(tenantId, shard),
    g2sk: tenantExhaustedKey(id),
  };
}
