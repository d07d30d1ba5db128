import { isDeepStrictEqual } from 'node:util';
import { goodHealth, type Health } from './health.ts';
import type { SubscriptionId, TenantId } from './ids.ts';
import type { PayloadFilter } from './payload-filter.ts';
import type { RateLimit } from './rate-limit.ts';
import type { ReceiverAuth } from './receiver-auth.ts';
import type { RetryPolicy } from './retry-policy.ts';
import { type SignatureHeaders, type SignatureVersion, versionOf } from './signature.ts';
import type { Source } from './sources/source.ts';

export const subscriptionStatuses = ['enabled', 'disabled'] as const;
export type SubscriptionStatus = (typeof subscriptionStatuses)[number];

/** Why a subscription is disabled: a call disabled it, or its receiver answered 410 Gone. */
export type DisabledReason = 'by_request' | 'receiver_gone';

export interface SigningSecret {
  /** `whsec_<base64>`, or a private key `whsk_<base64>` */
  readonly secret: string;
  /** Until then a rotated secret still signs; `null`: the current secret. */
  readonly expiresAtMs: number | null;
  /** When it began to sign; undefined: with the subscription, or before Posthorn noted it. */
  readonly sinceMs?: number;
}

/** The settings that the owner can change. */
export interface SubscriptionSettings {
  readonly targetUrl: string;
  /** Patterns; empty means every event. */
  readonly eventTypes: readonly string[];
  /** Only events whose payload matches; `null`: any payload. */
  readonly filter: PayloadFilter | null;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** Sent with every attempt. The values can be credentials: encrypted at rest, hidden in responses. */
  readonly headers: Readonly<Record<string, string>>;
  /** `null` means the default schedule. */
  readonly retryPolicy: RetryPolicy | null;
  readonly timeoutSeconds: number;
  /** Attempts a second. An attempt over the limit waits and is not counted. `null`: no limit. */
  readonly rateLimit: RateLimit | null;
  /** The secret is encrypted at rest and hidden in responses. */
  readonly auth: ReceiverAuth | null;
  /** At least one. */
  readonly signatureVersions: readonly SignatureVersion[];
  /** `webhook`, and possibly more. */
  readonly signatureHeaders: readonly SignatureHeaders[];
  readonly receiverId: string | null;
  /** The secret that signs ingest to this subscription; `null`: an API key is enough. */
  readonly ingestSecret: string | null;
  /** The provider that signs incoming events with the ingest secret; then no API key is needed. */
  readonly source: Source | null;
  /** Incoming events a second for this subscription; events over the limit are rejected. `null`: no limit. */
  readonly ingestRateLimit: RateLimit | null;
}

/** The settings of a subscription that was stored before they existed, and of a new one that does not set them. */
export const defaultSettings = {
  filter: null,
  rateLimit: null,
  auth: null,
  signatureVersions: ['v1'],
  signatureHeaders: ['webhook'],
  source: null,
  ingestRateLimit: null,
} as const satisfies Partial<SubscriptionSettings>;

/** A receiver's registration. */
export interface Subscription extends SubscriptionSettings {
  readonly id: SubscriptionId;
  readonly tenantId: TenantId;
  /** Rises with every change: of two versions in caches, the higher one is newer. */
  readonly version: number;
  readonly status: SubscriptionStatus;
  readonly disabledReason: DisabledReason | null;
  readonly signingSecrets: readonly SigningSecret[];
  readonly health: Health;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** The parts of a subscription that decide whether it gets an event. */
export type Recipient = Pick<Subscription, 'id' | 'eventTypes' | 'filter' | 'targetUrl'>;

/** Whether the subscription has these settings already. */
export const hasSettings = (subscription: Subscription, settings: SubscriptionSettings): boolean =>
  isDeepStrictEqual({ ...subscription, ...settings }, subscription);

export const changed = (
  subscription: Subscription,
  changes: Partial<SubscriptionSettings>,
  nowMs: number,
): Subscription => ({
  ...subscription,
  ...changes,
  // The failures of another receiver say nothing about this one. Pending notifications still go to the tenant.
  health:
    changes.receiverId === undefined || changes.receiverId === subscription.receiverId
      ? subscription.health
      : { ...goodHealth, pendingNotices: subscription.health.pendingNotices },
  version: subscription.version + 1,
  updatedAtMs: nowMs,
});

export const enabled = (subscription: Subscription, nowMs: number): Subscription => ({
  ...changed(subscription, {}, nowMs),
  status: 'enabled',
  disabledReason: null,
});

export const disabled = (
  subscription: Subscription,
  reason: DisabledReason,
  nowMs: number,
): Subscription => ({
  ...changed(subscription, {}, nowMs),
  status: 'disabled',
  disabledReason: reason,
});

/** The owner's settings do not change, so `updatedAtMs` does not change either. */
export const withHealth = (subscription: Subscription, health: Health): Subscription => ({
  ...subscription,
  version: subscription.version + 1,
  health,
});

/**
 * The secrets that sign an attempt now, in the versions that the subscription wants: first the current ones, then those
 * in their grace period.
 */
export const secretsInForce = (
  { signingSecrets, signatureVersions }: Subscription,
  nowMs: number,
): readonly string[] =>
  signingSecrets
    .filter(({ expiresAtMs }) => expiresAtMs === null || expiresAtMs > nowMs)
    .map(({ secret }) => secret)
    .filter((secret) => signatureVersions.includes(versionOf(secret)));

/** The subscription with those of its stored secrets that signed at a time, for a signature made then. */
export const withSecretsOf = (subscription: Subscription, atMs: number): Subscription => ({
  ...subscription,
  signingSecrets: subscription.signingSecrets.filter(({ sinceMs = 0 }) => sinceMs <= atMs),
});

/** The current secret of a version, which does not expire; undefined if there is none. */
export const currentSecret = (
  { signingSecrets }: Subscription,
  version: SignatureVersion,
): string | undefined =>
  signingSecrets.find(({ secret, expiresAtMs }) => expiresAtMs === null && versionOf(secret) === version)
    ?.secret;

/** Adds a secret for each wanted version that has none. */
export function withSecretsForVersions(
  subscription: Subscription,
  newSecret: (version: SignatureVersion) => string,
): Subscription {
  const missing = subscription.signatureVersions.filter(
    (version) => currentSecret(subscription, version) === undefined,
  );
  const { updatedAtMs: sinceMs } = subscription;
  const made = missing.map((version) => ({ secret: newSecret(version), expiresAtMs: null, sinceMs }));
  const isCurrent = ({ expiresAtMs }: SigningSecret) => expiresAtMs === null;
  const { signingSecrets } = subscription;
  return {
    ...subscription,
    signingSecrets: [
      ...signingSecrets.filter(isCurrent),
      ...made,
      ...signingSecrets.filter((one) => !isCurrent(one)),
    ],
  };
}

/**
 * Adds new current secrets. The old ones keep signing until the end of a grace period, so that receivers can change
 * over without missing a delivery. Expired secrets are removed.
 */
export const rotated = (
  subscription: Subscription,
  secrets: readonly string[],
  graceSeconds: number,
  nowMs: number,
): Subscription => ({
  ...changed(subscription, {}, nowMs),
  signingSecrets: [
    ...secrets.map((secret) => ({ secret, expiresAtMs: null, sinceMs: nowMs })),
    ...subscription.signingSecrets
      .map(({ expiresAtMs, ...secret }) => ({
        ...secret,
        expiresAtMs: expiresAtMs ?? nowMs + graceSeconds * 1_000,
      }))
      .filter(({ expiresAtMs }) => expiresAtMs > nowMs),
  ],
});
