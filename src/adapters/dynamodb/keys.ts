import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { exhaustedIndex, tableKeys, waitingIndex } from '../../config/table-keys.ts';
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
 * Where each record lies in the one table. docs/data-model.md draws it.
 *
 * DynamoDB takes 1,000 write units a second for one partition key, so what a busy tenant or subscription writes is
 * spread over 32 shards, told by the event's id: every row is found again without a look-up.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
 */
export interface Key {
  readonly [tableKeys.partition]: string;
  readonly [tableKeys.sort]: string;
}

/** Where a row shows up in the sparse index of what waits or has failed. */
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

/** By the random part of its ULID: events of one moment are spread as well. */
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

/** The two ids that a delivery's row is about. */
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

/** By when the attempts to a subscription would have passed at an even pace, and how long the line behind them is. */
export const deliveryPaceKey = (id: SubscriptionId): Key => key(`S#${ulidOf(id)}`, 'PACE');

/** By when the events that were let in under a limit would have passed at an even pace. */
export const eventLimitKey = (id: LimitedId, { perSecond, burst }: RateLimit): Key =>
  key(`L#${id}`, `${perSecond}#${burst}`);

/** Says that something may be on hold for this subscription; release looks after it. */
export const holdMarkerKey = (id: SubscriptionId): Key => key(`S#${ulidOf(id)}`, 'HOLD');

export const subscriptionOfHoldMarker = (marker: Key): SubscriptionId =>
  `sub_${marker.PK.slice('S#'.length)}`;

/** Of everything that belongs to a tenant and is listed: subscriptions, keys, event types. */
export const tenantPartition = (tenantId: TenantId): string => `T#${ulidOf(tenantId)}`;

export const listedSubscriptionKey = (tenantId: TenantId, id: SubscriptionId): Key =>
  key(tenantPartition(tenantId), `SUB#${ulidOf(id)}`);

export const listedApiKeyKey = (tenantId: TenantId, id: ApiKeyId): Key =>
  key(tenantPartition(tenantId), `KEY#${ulidOf(id)}`);

/** A tenant that this one has made. */
export const tenantKey = (createdBy: TenantId, id: TenantId): Key =>
  key(tenantPartition(createdBy), `TEN#${ulidOf(id)}`);

/** Which portal tokens of a receiver are still good; a receiver's name may have a `#`, and comes last. */
export const portalVersionKey = (tenantId: TenantId, receiverId: string): Key =>
  key(`V#${ulidOf(tenantId)}#${receiverId}`, 'V');

/** Says which tenant made this one. */
export const tenantOriginKey = (id: TenantId): Key => key(tenantPartition(id), 'ORIGIN');

/** An entry of a tenant's catalogue of event types. A name may have a `#`: it is the last part, after a ULID. */
export const eventTypeKey = (tenantId: TenantId, name: string): Key =>
  key(`Y#${ulidOf(tenantId)}#${name}`, 'Y');

export const listedEventTypeKey = (tenantId: TenantId, name: string): Key =>
  key(tenantPartition(tenantId), `TYP#${name}`);

/** A replay in bulk of a tenant's. */
export const recoveryKey = (tenantId: TenantId, id: RecoveryId): Key =>
  key(tenantPartition(tenantId), `REC#${ulidOf(id)}`);

/** Where the index has those that run, of all tenants: few. */
export const RUNNING_RECOVERIES = 'RECOVERING';

export const runningRecoveryKey = (id: RecoveryId): IndexKey => ({
  g1pk: RUNNING_RECOVERIES,
  g1sk: ulidOf(id),
});

const MONTH_CHARACTERS = 'yyyy-mm'.length;

/** What was changed of a tenant's in one month (UTC). */
export const auditPartition = (tenantId: TenantId, timeMs: number): string =>
  `AU#${ulidOf(tenantId)}#${new Date(timeMs).toISOString().slice(0, MONTH_CHARACTERS)}`;

export const auditKey = (tenantId: TenantId, id: AuditEntryId, atMs: number): Key =>
  key(auditPartition(tenantId, atMs), ulidOf(id));

/** A tenant's subscriptions for one receiver: what an event is handed to. */
export const routesPartition = (tenantId: TenantId, receiverId: string | null): string =>
  receiverId === null ? `R#${ulidOf(tenantId)}` : `R#${ulidOf(tenantId)}#${receiverId}`;

export const routeKey = (tenantId: TenantId, receiverId: string | null, id: SubscriptionId): Key =>
  key(routesPartition(tenantId, receiverId), ulidOf(id));

export const apiKeyKey = (hash: string): Key => key(`K#${hash}`, 'K');

/** Hashed, as an `Idempotency-Key` is the caller's to choose; the length in front keeps the two parts apart. */
export const idempotencyKey = (tenantId: TenantId, operation: string, idempotencyKeyOfCall: string): Key => {
  const hash = createHash('sha256')
    .update(`${operation.length}:${operation}${idempotencyKeyOfCall}`)
    .digest('hex');
  return key(`I#${ulidOf(tenantId)}#${hash}`, 'I');
};

const sortableMs = (timeMs: number): string => String(Math.max(0, timeMs)).padStart(MILLISECOND_DIGITS, '0');

export const duePartition = (shard: string): string => `DUE#${shard}`;

/** The last index key that is due at this time: `~` sorts after every ULID. */
export const lastDueAt = (timeMs: number): string => `${sortableMs(timeMs)}#~`;

/** Due at a time: release finds it there. `ulid` decides the shard: an event's, or a subscription's. */
export const dueIndexKey = (dueAtMs: number, ulid: string): IndexKey => ({
  g1pk: duePartition(shardOf(ulid)),
  g1sk: `${sortableMs(dueAtMs)}#${ulid}`,
});

/** Has been given a message so many times, and is due again should nothing come of the last one until then. */
export const claimedIndexKey = (untilMs: number, ulid: string, claims: number): IndexKey => ({
  g1pk: duePartition(shardOf(ulid)),
  g1sk: `${sortableMs(untilMs)}#${ulid}#${claims}`,
});

/** How often what has this index key was given a message since it was parked. */
export const claimsIn = ({ g1sk }: IndexKey): number => Number(g1sk.split('#')[2] ?? 0);

export const dueAtMsIn = ({ g1sk }: IndexKey): number => Number(g1sk.slice(0, MILLISECOND_DIGITS));

export const heldPartition = (id: SubscriptionId, shard: string): string => `HELD#${ulidOf(id)}#${shard}`;

export const exhaustedPartition = (id: SubscriptionId, shard: string): string => `X#${ulidOf(id)}#${shard}`;

/** The same of all subscriptions of a tenant, in an index of their own. */
export const tenantExhaustedPartition = (id: TenantId, shard: string): string => `X#${ulidOf(id)}#${shard}`;

/** In the order of deliveries' ids, which is that of their events. */
export const tenantExhaustedKey = (id: DeliveryId): string => id.slice('dlv_'.length);

/** Held for a disabled subscription, oldest event first. */
export const heldIndexKey = (subscriptionId: SubscriptionId, eventId: EventId): IndexKey => ({
  g1pk: heldPartition(subscriptionId, shardOf(ulidOf(eventId))),
  g1sk: ulidOf(eventId),
});

/** Exhausted: for its subscription, and for its tenant. What recovery and the list of dead letters read. */
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
