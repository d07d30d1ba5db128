import { isReservedHeaderName } from '../../domain/custom-headers.ts';
import { goodHealth, type Health } from '../../domain/health.ts';
import type { SubscriptionId } from '../../domain/ids.ts';
import { withSecret } from '../../domain/receiver-auth.ts';
import { defaultSettings, type SigningSecret, type Subscription } from '../../domain/subscription.ts';
import type { Log } from '../../ports/platform.ts';
import { DamagedSubscriptionError } from '../../ports/storage.ts';
import { FieldCipher } from './field-cipher.ts';

declare const secretsAreSealed: unique symbol;

/** Rows have the pending notices as `untold`: versions before and after a deployment read each other's rows. */
interface StoredHealth extends Omit<Health, 'pendingNotices'> {
  readonly untold: Health['pendingNotices'];
}

const inStoredForm = ({ pendingNotices, ...health }: Health): StoredHealth => ({
  ...health,
  untold: pendingNotices,
});

/** @param stored undefined in rows from before there was health */
function healthFrom(stored: StoredHealth | undefined): Health {
  if (stored === undefined) return goodHealth;
  const { untold, ...health } = stored;
  return { ...health, pendingNotices: untold };
}

/**
 * A subscription in the form that is stored: its signing secrets, ingest secret, header values and the secret of its
 * `auth` are encrypted, and a seal covers everything. The symbol exists for the compiler only: a plain subscription
 * cannot be stored by mistake.
 */
export type SealedSubscription = Omit<Subscription, 'health'> & {
  readonly health: StoredHealth;
  /** Missing in rows last written before seals existed. */
  readonly seal?: string;
  readonly [secretsAreSealed]: true;
};

export function sealed(subscription: Subscription, cipher: FieldCipher): SealedSubscription {
  const { health, ...rest } = withSecrets(subscription, (text, context) => cipher.encrypt(text, context));
  const encrypted = { ...rest, health: inStoredForm(health) };
  return { ...encrypted, seal: cipher.sealOf(canonicalJson(encrypted)) } as SealedSubscription;
}

const SEAL_MISSING = 'its seal is missing';

/**
 * Opens a stored subscription. Settings that the row is older than get their defaults.
 * @throws DamagedSubscriptionError if the row is not as Posthorn stored it: it was sealed with another key, or a part
 * of it was changed, removed, or copied from another subscription
 */
export function opened(stored: SealedSubscription, cipher: FieldCipher): Subscription {
  const { seal, ...subscription } = stored;
  if (seal !== undefined && !cipher.isSealOf(seal, canonicalJson(subscription))) {
    throw new DamagedSubscriptionError(stored.id, 'it does not match its seal');
  }
  // Every subscription has a signing secret. A row without a seal must have one from before seals existed.
  const isOlder = stored.signingSecrets.some(({ secret }) => !FieldCipher.needsSeal(secret));
  if (seal === undefined && !isOlder) throw new DamagedSubscriptionError(stored.id, SEAL_MISSING);
  const decrypt = (text: string, context: string): string => {
    if (seal === undefined && FieldCipher.needsSeal(text)) throw new Error(SEAL_MISSING);
    return cipher.decrypt(text, context);
  };
  try {
    const health = healthFrom(subscription.health);
    return withoutReserved(withSecrets({ ...defaultSettings, ...subscription, health }, decrypt));
  } catch (error) {
    throw new DamagedSubscriptionError(stored.id, error instanceof Error ? error.message : String(error));
  }
}

/** A header that was stored before its name was reserved is no longer shown or sent. */
function withoutReserved(subscription: Subscription): Subscription {
  const names = Object.keys(subscription.headers);
  if (!names.some(isReservedHeaderName)) return subscription;
  const allowed = Object.entries(subscription.headers).filter(([name]) => !isReservedHeaderName(name));
  return { ...subscription, headers: Object.fromEntries(allowed) };
}

/** Whether this key encrypted the secrets of the subscription, even if the row is damaged otherwise. */
export function isKeyOf(cipher: FieldCipher, { tenantId, id, signingSecrets }: SealedSubscription): boolean {
  return signingSecrets.some(({ secret }) => {
    try {
      return cipher.decrypt(secret, contextOf(tenantId, id, SIGNING_SECRET)) !== '';
    } catch {
      return false;
    }
  });
}

/** The settings in a row. @throws DamagedSubscriptionError if the text is not JSON */
export function settingsIn(text: unknown, id: SubscriptionId) {
  try {
    return JSON.parse(String(text));
  } catch {
    throw new DamagedSubscriptionError(id, 'its settings are not JSON');
  }
}

/** Undefined for a damaged row, which is logged. Lists and fan-outs leave it out. */
export function unlessDamaged<T>(read: () => T, log: Log): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DamagedSubscriptionError)) throw error;
    log.error('subscription.damaged', { err: error });
    return undefined;
  }
}

/** The same text for the same members in any order. Like JSON, leaves out `undefined`. */
const canonicalJson = (value: object): string =>
  JSON.stringify(value, (_name, member: unknown) => (isPlainObject(member) ? inOrder(member) : member));

const isPlainObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const inOrder = (members: object): object =>
  Object.fromEntries(Object.entries(members).sort(([one], [other]) => (one < other ? -1 : 1)));

/** The contexts are a part of stored data: with other words, stored secrets would not decrypt. */
const contextOf = (tenantId: string, id: string, field: string): string => `${tenantId} ${id} ${field}`;
const SIGNING_SECRET = 'signing secret';

function withSecrets(
  subscription: Subscription,
  crypt: (text: string, context: string) => string,
): Subscription {
  const { tenantId, id, headers, ingestSecret, signingSecrets, auth } = subscription;
  const cryptField = (text: string, field: string) => crypt(text, contextOf(tenantId, id, field));
  return {
    ...subscription,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, cryptField(value, `header ${name}`)]),
    ),
    auth: auth && withSecret(auth, (secret) => cryptField(secret, `${auth.type} authorization`)),
    ingestSecret: ingestSecret === null ? null : cryptField(ingestSecret, 'ingest secret'),
    signingSecrets: signingSecrets.map(
      ({ secret, ...about }): SigningSecret => ({ ...about, secret: cryptField(secret, SIGNING_SECRET) }),
    ),
  };
}
