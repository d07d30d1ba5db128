import type { SubscriptionId, TenantId } from '../../domain/ids.ts';
import type { SigningSecret, Subscription } from '../../domain/subscription.ts';
import type { FieldCipher } from '../crypto/field-cipher.ts';
import type { Row } from './delivery-rows.ts';

/**
 * How subscriptions lie in their table: what is searched by in columns, the rest as JSON, in which every secret and
 * every header value is encrypted for its place.
 */

export const subscriptionColumns = 'id, tenant_id, receiver_id, status, version, settings';

type Settings = Omit<Subscription, 'id' | 'tenantId' | 'receiverId' | 'status' | 'version'>;

type Crypt = (text: string, field: string) => string;

const cryptSecrets = (settings: Settings, crypt: Crypt): Settings => ({
  ...settings,
  headers: Object.fromEntries(
    Object.entries(settings.headers).map(([name, value]) => [name, crypt(value, `header ${name}`)]),
  ),
  ingestSecret: settings.ingestSecret === null ? null : crypt(settings.ingestSecret, 'ingest secret'),
  signingSecrets: settings.signingSecrets.map(
    ({ secret, expiresAtMs }): SigningSecret => ({ secret: crypt(secret, 'signing secret'), expiresAtMs }),
  ),
});

const contextOf = (tenantId: TenantId, id: SubscriptionId, field: string) => `${tenantId} ${id} ${field}`;

export function subscriptionValues(subscription: Subscription, cipher: FieldCipher) {
  const { id, tenantId, receiverId, status, version, ...settings } = subscription;
  const sealed = cryptSecrets(settings, (text, field) =>
    cipher.encrypt(text, contextOf(tenantId, id, field)),
  );
  return [id, tenantId, receiverId, status, version, JSON.stringify(sealed)];
}

export function subscriptionFrom(row: Row, cipher: FieldCipher): Subscription {
  const id = row['id'] as SubscriptionId;
  const tenantId = row['tenant_id'] as TenantId;
  const sealed = JSON.parse(row['settings'] as string) as Settings;
  const settings = cryptSecrets(sealed, (text, field) =>
    cipher.decrypt(text, contextOf(tenantId, id, field)),
  );
  const { receiver_id: receiverId, status, version } = row;
  return { ...settings, id, tenantId, receiverId, status, version } as Subscription;
}
