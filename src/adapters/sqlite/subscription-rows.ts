import type { SubscriptionId } from '../../domain/ids.ts';
import type { Recipient, Subscription } from '../../domain/subscription.ts';
import type { FieldCipher } from '../crypto/field-cipher.ts';
import { opened, type SealedSubscription, sealed, settingsIn } from '../crypto/sealed-subscription.ts';
import type { Row } from './delivery-rows.ts';

/** The rows of subscriptions: searched fields in columns, the rest as JSON, with sealed secrets. */

export const subscriptionColumns = 'id, tenant_id, receiver_id, status, version, settings';

export function subscriptionValues(subscription: Subscription, cipher: FieldCipher) {
  const { id, tenantId, receiverId, status, version, ...settings } = sealed(subscription, cipher);
  return [id, tenantId, receiverId, status, version, JSON.stringify(settings)];
}

/** @throws DamagedSubscriptionError */
export const subscriptionFrom = (row: Row, cipher: FieldCipher): Subscription =>
  opened(sealedSubscriptionIn(row), cipher);

export function sealedSubscriptionIn(row: Row): SealedSubscription {
  const { id, tenant_id: tenantId, receiver_id: receiverId, status, version } = row;
  const settings = settingsIn(row['settings'], id as SubscriptionId);
  return { ...settings, id, tenantId, receiverId, status, version } as SealedSubscription;
}

/** Nothing of a recipient is sealed. @throws DamagedSubscriptionError */
export function recipientFrom(row: Row): Recipient {
  const id = row['id'] as SubscriptionId;
  const { eventTypes, filter = null, targetUrl } = settingsIn(row['settings'], id);
  return { id, eventTypes, filter, targetUrl } as Recipient;
}
