import type { SubscriptionId, TenantId } from './ids.ts';
import type { RetryPolicy } from './retry-policy.ts';

export const subscriptionStatuses = ['enabled', 'disabled'] as const;
export type SubscriptionStatus = (typeof subscriptionStatuses)[number];

/** Why a subscription is disabled: its owner said so, or its receiver answered 410 Gone. */
export type DisabledReason = 'by_request' | 'receiver_gone';

export interface SigningSecret {
  /** `whsec_<base64>` */
  readonly secret: string;
  /** A rotated secret still signs until then; `null` for the current one. */
  readonly expiresAtMs: number | null;
}

/** What its owner may set and change. */
export interface SubscriptionSettings {
  readonly targetUrl: string;
  /** Patterns; empty means every event. */
  readonly eventTypes: readonly string[];
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** Sent with every attempt. The values may be credentials: encrypted at rest, hidden in answers. */
  readonly headers: Readonly<Record<string, string>>;
  /** `null` means the default schedule. */
  readonly retryPolicy: RetryPolicy | null;
  readonly timeoutSeconds: number;
  readonly receiverId: string | null;
  /** What ingest to this subscription must be signed with; `null` means that an API key is enough. */
  readonly ingestSecret: string | null;
}

/** A receiver's registration. */
export interface Subscription extends SubscriptionSettings {
  readonly id: SubscriptionId;
  readonly tenantId: TenantId;
  /** Raised by every change: the larger one is the newer one, whatever a cache holds. */
  readonly version: number;
  readonly status: SubscriptionStatus;
  readonly disabledReason: DisabledReason | null;
  readonly signingSecrets: readonly SigningSecret[];
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** What an event must know of a subscription that it may be for. */
export type Route = Pick<Subscription, 'id' | 'eventTypes' | 'targetUrl'>;

export const changed = (
  subscription: Subscription,
  changes: Partial<SubscriptionSettings>,
  nowMs: number,
): Subscription => ({
  ...subscription,
  ...changes,
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

/** The secrets that sign an attempt now: the current one first, then those still in their grace period. */
export const secretsInForce = (subscription: Subscription, nowMs: number): readonly string[] =>
  subscription.signingSecrets
    .filter(({ expiresAtMs }) => expiresAtMs === null || expiresAtMs > nowMs)
    .map(({ secret }) => secret);
