import type { SubscriptionId, TenantId } from '../../domain/ids.ts';
import { retention } from '../../domain/limits.ts';
import type { Recipient, Subscription } from '../../domain/subscription.ts';
import type { FieldCipher } from '../crypto/field-cipher.ts';
import { opened, type SealedSubscription, sealed, settingsIn } from '../crypto/sealed-subscription.ts';
import { ttlAt } from './delivery-rows.ts';
import { listedSubscriptionKey, recipientKey, subscriptionKey, tenantPartition } from './keys.ts';
import type { Condition, Range, Row } from './table.ts';

/**
 * The three rows of a subscription: whole, with sealed secrets; as its tenant's lists filter it; and as an event finds
 * it. All three are always written together.
 */

export function subscriptionRow(subscription: Subscription, cipher: FieldCipher): Row {
  const { id, tenantId, receiverId, status, version, ...settings } = sealed(subscription, cipher);
  return {
    ...subscriptionKey(id),
    tenant: tenantId,
    receiver: receiverId,
    status,
    version,
    settings: JSON.stringify(settings),
  };
}

/** Without any settings: the rest of a deleted subscription, so that its id is never used again. */
export const tombstone = ({ id, tenantId, version }: Subscription, nowMs: number): Row => ({
  ...subscriptionKey(id),
  tenant: tenantId,
  version,
  deleted_at: nowMs,
  ttl: ttlAt(nowMs + retention.tombstoneSeconds * 1_000),
});

export const isTombstone = (row: Row): boolean => row['deleted_at'] !== undefined;

/** The subscription is stored in exactly this version. */
export const isVersion = (version: number): Condition => ({
  text: '#version = :version AND attribute_not_exists(#deleted_at)',
  values: { version },
});

/** @throws DamagedSubscriptionError */
export function subscriptionFrom(row: Row, cipher: FieldCipher): Subscription {
  const { tenant: tenantId, receiver: receiverId = null, status, version } = row;
  const id = idIn(row);
  return opened(
    { ...settingsIn(row['settings'], id), id, tenantId, receiverId, status, version } as SealedSubscription,
    cipher,
  );
}

const idIn = (row: Row): SubscriptionId => `sub_${row.PK.slice('S#'.length)}`;

/** The target is not sealed. @throws DamagedSubscriptionError */
export const targetUrlIn = (row: Row): string => settingsIn(row['settings'], idIn(row)).targetUrl;

/** Nothing of it is sealed. @throws DamagedSubscriptionError */
export function recipientInSettings(row: Row): Recipient {
  const id = idIn(row);
  const { eventTypes, filter = null, targetUrl } = settingsIn(row['settings'], id);
  return { id, eventTypes, filter, targetUrl } as Recipient;
}

/** The fields that lists filter by. */
export type ListedSubscription = Pick<Subscription, 'id' | 'status' | 'receiverId' | 'eventTypes'>;

export const listedRow = ({ tenantId, id, status, receiverId, eventTypes }: Subscription): Row => ({
  ...listedSubscriptionKey(tenantId, id),
  status,
  receiver: receiverId,
  event_types: eventTypes,
});

/** The subscriptions in a tenant's partition: `~` sorts after every ULID. */
export const listedRange = (tenantId: TenantId): Range => ({
  partition: tenantPartition(tenantId),
  from: 'SUB#',
  to: 'SUB#~',
});

export const listedFrom = (row: Row): ListedSubscription =>
  ({
    id: `sub_${row.SK.slice('SUB#'.length)}`,
    status: row['status'],
    receiverId: row['receiver'] ?? null,
    eventTypes: row['event_types'],
  }) as ListedSubscription;

/** A disabled subscription has this row too: it counts against the receiver's limit, but no event matches it. */
export const recipientRow = ({
  tenantId,
  receiverId,
  id,
  status,
  eventTypes,
  filter,
  targetUrl,
}: Subscription): Row => ({
  ...recipientKey(tenantId, receiverId, id),
  status,
  event_types: eventTypes,
  filter: filter && JSON.stringify(filter),
  target: targetUrl,
});

export const recipientAttributes = ['SK', 'status', 'event_types', 'filter', 'target'] as const;

export const isEnabledRecipient = (row: Row): boolean => row['status'] === 'enabled';

export const recipientFrom = (row: Row): Recipient =>
  ({
    id: `sub_${row.SK}`,
    eventTypes: row['event_types'],
    filter: row['filter'] === undefined ? null : JSON.parse(row['filter'] as string),
    targetUrl: row['target'],
  }) as Recipient;
