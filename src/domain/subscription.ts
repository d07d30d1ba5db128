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

/** Why a subscription is disabled: its owner said so, or its receiver answered 410 Gone. */
export type DisabledReason = 'by_request' | 'receiver_gone';

export interface SigningSecret {
  /** `whsec_<base64>`, or a private key `whsk_<base64>` */
  readonly secret: string;
  /** A rotated secret still signs until then; `null` for the current one. */
  readonly expiresAtMs: number | null;
}

/** What its owner may set and change. */
export interface SubscriptionSettings {
  readonly targetUrl: string;
  /** Patterns; empty means every event. */
  readonly eventTypes: readonly string[];
  /** Only events whose payload matches it; `null`: whatever their payload. */
  readonly filter: PayloadFilter | null;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** Sent with every attempt. The values may be credentials: encrypted at rest, hidden in answers. */
  readonly headers: Readonly<Record<string, string>>;
  /** `null` means the default schedule. */
  readonly retryPolicy: RetryPolicy | null;
  readonly timeoutSeconds: number;
  /** Attempts a second; what is over it waits, and no attempt is counted for that. `null`: no limit. */
  readonly rateLimit: RateLimit | null;
  /** Its secret is encrypted at rest, hidden in answers. */
  readonly auth: ReceiverAuth | null;
  /** At least one. */
  readonly signatureVersions: readonly SignatureVersion[];
  /** `webhook`, and perhaps others. */
  readonly signatureHeaders: readonly SignatureHeaders[];
  readonly receiverId: string | null;
  /** What ingest to this subscription must be signed with; `null` means that an API key is enough. */
  readonly ingestSecret: string | null;
  /** The provider that signs what is handed in, with the ingest secret; then no API key is needed. */
  readonly source: Source | null;
  /** Events a second that may be handed in for it; what is over it is refused. `null`: no limit. */
  readonly ingestRateLimit: RateLimit | null;
}

/** What a subscription has that was stored before there were these settings, and a new one that names none. */
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
  /** Raised by every change: the larger one is the newer one, whatever a cache holds. */
  readonly version: number;
  readonly status: SubscriptionStatus;
  readonly disabledReason: DisabledReason | null;
  readonly signingSecrets: readonly SigningSecret[];
  readonly health: Health;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** What an event must know of a subscription that it may be for. */
export type Route = Pick<Subscription, 'id' | 'eventTypes' | 'filter' | 'targetUrl'>;

/** Whether these are the settings that it has already. */
export const hasSettings = (subscription: Subscription, settings: SubscriptionSettings): boolean =>
  isDeepStrictEqual({ ...subscription, ...settings }, subscription);

export const changed = (
  subscription: Subscription,
  changes: Partial<SubscriptionSettings>,
  nowMs: number,
): Subscription => ({
  ...subscription,
  ...changes,
  // How it went with another receiver's events says nothing about this one's; the tenant is told of it all the same.
  health:
    changes.receiverId === undefined || changes.receiverId === subscription.receiverId
      ? subscription.health
      : { ...goodHealth, untold: subscription.health.untold },
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

/** Nothing that its owner has set changes, so neither does the time of that. */
export const withHealth = (subscription: Subscription, health: Health): Subscription => ({
  ...subscription,
  version: subscription.version + 1,
  health,
});

/**
 * The secrets that sign an attempt now, in the versions that the subscription wants: the current ones first, then those
 * still in their grace period.
 */
export const secretsInForce = (
  { signingSecrets, signatureVersions }: Subscription,
  nowMs: number,
): readonly string[] =>
  signingSecrets
    .filter(({ expiresAtMs }) => expiresAtMs === null || expiresAtMs > nowMs)
    .map(({ secret }) => secret)
    .filter((secret) => signatureVersions.includes(versionOf(secret)));

/** The secret of a version that is not about to expire; undefined before there was any. */
export const currentSecret = (
  { signingSecrets }: Subscription,
  version: SignatureVersion,
): string | undefined =>
  signingSecrets.find(({ secret, expiresAtMs }) => expiresAtMs === null && versionOf(secret) === version)
    ?.secret;

/** With a secret for each version that it wants and has none of yet. */
export function withSecretsForVersions(
  subscription: Subscription,
  newSecret: (version: SignatureVersion) => string,
): Subscription {
  const missing = subscription.signatureVersions.filter(
    (version) => currentSecret(subscription, version) === undefined,
  );
  const made = missing.map((version) => ({ secret: newSecret(version), expiresAtMs: null }));
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
 * New secrets in the place of the current ones, which go on signing until the end of a grace period, so that receivers
 * can change over without missing a delivery. Those that have expired are forgotten.
 */
export const rotated = (
  subscription: Subscription,
  secrets: readonly string[],
  graceSeconds: number,
  nowMs: number,
): Subscription => ({
  ...changed(subscription, {}, nowMs),
  signingSecrets: [
    ...secrets.map((secret) => ({ secret, expiresAtMs: null })),
    ...subscription.signingSecrets
      .map(({ secret, expiresAtMs }) => ({
        secret,
        expiresAtMs: expiresAtMs ?? nowMs + graceSeconds * 1_000,
      }))
      .filter(({ expiresAtMs }) => expiresAtMs > nowMs),
  ],
});
