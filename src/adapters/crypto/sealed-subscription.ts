import { isReservedHeaderName } from '../../domain/custom-headers.ts';
import { goodHealth } from '../../domain/health.ts';
import { withSecret } from '../../domain/receiver-auth.ts';
import { defaultSettings, type SigningSecret, type Subscription } from '../../domain/subscription.ts';
import type { FieldCipher } from './field-cipher.ts';

declare const secretsAreSealed: unique symbol;

/**
 * A subscription as it may be stored or cached: of the same shape, with its signing secrets, its ingest secret, its
 * header values and the secret of its `auth` encrypted. The mark exists for the compiler only, so that a plain one cannot be stored by mistake.
 */
export type SealedSubscription = Subscription & { readonly [secretsAreSealed]: true };

export const sealed = (subscription: Subscription, cipher: FieldCipher): SealedSubscription =>
  withSecrets(subscription, (text, context) => cipher.encrypt(text, context)) as SealedSubscription;

/** Of what was stored before there was this. */
const defaults: Partial<Subscription> = { ...defaultSettings, health: goodHealth };

/**
 * As it was; what it was stored without has its default.
 * @throws when it was sealed with another key, or a secret in it belongs to another subscription or field
 */
export const opened = (subscription: SealedSubscription, cipher: FieldCipher): Subscription =>
  withSecrets({ ...defaults, ...withoutReserved(subscription) }, (text, context) =>
    cipher.decrypt(text, context),
  );

/** A header that was stored before its name was reserved is no longer shown or sent. */
function withoutReserved(subscription: SealedSubscription): Subscription {
  const names = Object.keys(subscription.headers);
  if (!names.some(isReservedHeaderName)) return subscription;
  const allowed = Object.entries(subscription.headers).filter(([name]) => !isReservedHeaderName(name));
  return { ...subscription, headers: Object.fromEntries(allowed) };
}

/** The contexts are part of what is stored: with another wording, stored secrets would not decrypt. */
function withSecrets(
  subscription: Subscription,
  crypt: (text: string, context: string) => string,
): Subscription {
  const { tenantId, id, headers, ingestSecret, signingSecrets, auth } = subscription;
  const cryptField = (text: string, field: string) => crypt(text, `${tenantId} ${id} ${field}`);
  return {
    ...subscription,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, cryptField(value, `header ${name}`)]),
    ),
    auth: auth && withSecret(auth, (secret) => cryptField(secret, `${auth.type} authorization`)),
    ingestSecret: ingestSecret === null ? null : cryptField(ingestSecret, 'ingest secret'),
    signingSecrets: signingSecrets.map(
      ({ secret, expiresAtMs }): SigningSecret => ({
        secret: cryptField(secret, 'signing secret'),
        expiresAtMs,
      }),
    ),
  };
}
