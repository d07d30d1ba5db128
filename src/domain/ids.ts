import { createHash } from 'node:crypto';

/**
 * Ids are prefixed ULIDs (https://github.com/ulid/spec): they sort by creation time, and are opaque to users. The id of
 * a delivery is made of the ids of its event and its subscription. So it is found without an index, and a repeat of an
 * intake or a fan-out makes the same deliveries. For example `evt_01…A` and `sub_01…B` give `dlv_01…A01…B`.
 */

export type TenantId = `ten_${string}`;
export type SubscriptionId = `sub_${string}`;
export type EventId = `evt_${string}`;
export type DeliveryId = `dlv_${string}`;
export type ApiKeyId = `key_${string}`;
export type AuditEntryId = `aud_${string}`;
export type RecoveryId = `rec_${string}`;

const ULID_PATTERN = '[0-7][0-9A-HJKMNP-TV-Z]{25}';
const ULID_LENGTH = 26;
const PREFIX_LENGTH = 4;
const CROCKFORD_BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIMESTAMP_CHARACTERS = 10;

export const subscriptionIdPattern = new RegExp(`^sub_${ULID_PATTERN}$`);
export const eventIdPattern = new RegExp(`^evt_${ULID_PATTERN}$`);
export const deliveryIdPattern = new RegExp(`^dlv_${ULID_PATTERN}${ULID_PATTERN}$`);
export const tenantIdPattern = new RegExp(`^ten_${ULID_PATTERN}$`);
export const apiKeyIdPattern = new RegExp(`^key_${ULID_PATTERN}$`);
export const auditEntryIdPattern = new RegExp(`^aud_${ULID_PATTERN}$`);
export const recoveryIdPattern = new RegExp(`^rec_${ULID_PATTERN}$`);

export const isSubscriptionId = (text: string): text is SubscriptionId => subscriptionIdPattern.test(text);
export const isEventId = (text: string): text is EventId => eventIdPattern.test(text);
export const isDeliveryId = (text: string): text is DeliveryId => deliveryIdPattern.test(text);
export const isTenantId = (text: string): text is TenantId => tenantIdPattern.test(text);
export const isApiKeyId = (text: string): text is ApiKeyId => apiKeyIdPattern.test(text);
export const isAuditEntryId = (text: string): text is AuditEntryId => auditEntryIdPattern.test(text);
export const isRecoveryId = (text: string): text is RecoveryId => recoveryIdPattern.test(text);

/** The ULID inside an id with one ULID. */
export const ulidOf = (
  id: SubscriptionId | EventId | TenantId | ApiKeyId | AuditEntryId | RecoveryId,
): string => id.slice(PREFIX_LENGTH);

export const deliveryIdOf = (eventId: EventId, subscriptionId: SubscriptionId): DeliveryId =>
  `dlv_${ulidOf(eventId)}${ulidOf(subscriptionId)}`;

/** The two ids inside a delivery's id. */
export function partsOfDeliveryId(id: DeliveryId): { eventId: EventId; subscriptionId: SubscriptionId } {
  return {
    eventId: `evt_${id.slice(PREFIX_LENGTH, PREFIX_LENGTH + ULID_LENGTH)}`,
    subscriptionId: `sub_${id.slice(PREFIX_LENGTH + ULID_LENGTH)}`,
  };
}

/** Not above any delivery of the event, and above all deliveries of older events. */
export const lowestDeliveryIdOf = (eventId: EventId): DeliveryId =>
  `dlv_${ulidOf(eventId)}${'0'.repeat(ULID_LENGTH)}`;

/** Sorts after this event's id, and before all higher ones. */
export const justAfter = (eventId: EventId): EventId => `${eventId}~`;

const RANDOM_CHARACTERS = ULID_LENGTH - TIMESTAMP_CHARACTERS;

/** A ULID of this time, derived from `about`: the same arguments give the same ULID. */
export function derivedUlid(timeMs: number, about: string): string {
  const hash = createHash('sha256').update(about).digest();
  const characters = Array.from(hash.subarray(0, RANDOM_CHARACTERS), (byte) =>
    CROCKFORD_BASE32.charAt(byte % CROCKFORD_BASE32.length),
  );
  return lowestUlidAt(timeMs).slice(0, TIMESTAMP_CHARACTERS) + characters.join('');
}

/** The creation time inside an id, in Unix milliseconds. */
export function createdAtMsOf(id: EventId | AuditEntryId): number {
  let milliseconds = 0;
  for (const character of ulidOf(id).slice(0, TIMESTAMP_CHARACTERS)) {
    milliseconds = milliseconds * CROCKFORD_BASE32.length + CROCKFORD_BASE32.indexOf(character);
  }
  return milliseconds;
}

/** The smallest ULID of a millisecond: a bound for "since" and "until" over keys that are ULIDs. */
export function lowestUlidAt(timeMs: number): string {
  let rest = Math.max(0, Math.floor(timeMs));
  let text = '';
  for (let place = 0; place < TIMESTAMP_CHARACTERS; place += 1) {
    text = CROCKFORD_BASE32.charAt(rest % CROCKFORD_BASE32.length) + text;
    rest = Math.floor(rest / CROCKFORD_BASE32.length);
  }
  return text.padEnd(ULID_LENGTH, '0');
}
