import {
  apiKeyLimits,
  attemptLimits,
  auditLimits,
  eventTypeLimits,
  failingLimits,
  portalLimits,
  portalTokenLimits,
  recoveryLimits,
  requestLimits,
  retryLimits,
  signingSecretLimits,
  subscriptionLimits,
  tenantLimits,
} from '../../domain/limits.ts';
import type { RateLimit } from '../../domain/rate-limit.ts';

export interface LimitInForce {
  /** Stable, for programs. */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly meaning: string;
}

const limit = (name: string, value: number, unit: string, meaning: string): LimitInForce => ({
  name,
  value,
  unit,
  meaning,
});

const ofEvents: readonly LimitInForce[] = [
  limit('payload', requestLimits.payloadBytes, 'bytes', 'The largest payload of an event.'),
  limit('request_body', requestLimits.bodyBytes, 'bytes', 'The largest body of a request.'),
  limit('settings_body', requestLimits.settingsBytes, 'bytes', 'The largest body with settings.'),
  limit('batch', requestLimits.batchItems, 'events', 'The most events in one batch.'),
  limit('deliver_ahead', requestLimits.deliverAheadSeconds, 'seconds', 'How far ahead `deliver_at` may be.'),
  limit(
    'idempotency',
    requestLimits.idempotencySeconds,
    'seconds',
    'How long an `Idempotency-Key` is known.',
  ),
  limit('hops', requestLimits.hops, 'passes', 'How often an event may pass through Posthorn.'),
  limit('page', requestLimits.pageItems, 'items', 'The most items on one page of a list.'),
];

const ofDeliveries: readonly LimitInForce[] = [
  limit('timeout', subscriptionLimits.timeoutSecondsMax, 'seconds', 'The longest wait for an answer.'),
  limit('attempts', retryLimits.attemptsMax, 'attempts', 'The most attempts of a delivery under its policy.'),
  limit('retries', retryLimits.totalSeconds, 'seconds', 'The age at which a delivery is given up.'),
  limit('retry_after', retryLimits.retryAfterSecondsMax, 'seconds', 'The longest `Retry-After` obeyed.'),
  limit('response_excerpt', attemptLimits.responseExcerptBytes, 'bytes', 'Kept of the body of an answer.'),
  limit('failing', failingLimits.attempts, 'attempts', 'Failed attempts that make a subscription failing.'),
  limit(
    'recoveries',
    recoveryLimits.runningPerTenant,
    'recoveries',
    'The most that run at once in a tenant.',
  ),
];

const ofSettings: readonly LimitInForce[] = [
  limit(
    'subscriptions',
    subscriptionLimits.perReceiver,
    'subscriptions',
    'The most that one event can reach.',
  ),
  limit('event_types', eventTypeLimits.perTenant, 'event types', 'The most in the catalogue of a tenant.'),
  limit('patterns', subscriptionLimits.eventTypes, 'patterns', 'The most event types of a subscription.'),
  limit('headers', subscriptionLimits.headers, 'headers', 'The most custom headers of a subscription.'),
  limit(
    'secret_grace',
    signingSecretLimits.graceSecondsMax,
    'seconds',
    'The longest grace of an old secret.',
  ),
];

const ofAccess: readonly LimitInForce[] = [
  limit('api_keys', apiKeyLimits.perTenant, 'keys', 'The most API keys of a tenant.'),
  limit('tenants', tenantLimits.perCreator, 'tenants', 'The most that one tenant can create.'),
  limit('portal_token', portalTokenLimits.secondsMax, 'seconds', 'The longest life of a portal token.'),
  limit('portal_sendings', portalLimits.sendings.perSecond, 'per second', 'Sending calls of a portal token.'),
  limit('audit_log', auditLimits.days, 'days', 'How long an entry of the audit log is kept.'),
];

/** The limits that users of this service meet. @param tenantLimit of each tenant, if the operator has set one */
export const limitsInForce = (tenantLimit: RateLimit | undefined): readonly LimitInForce[] => [
  ...ofEvents,
  ...(tenantLimit === undefined
    ? []
    : [
        limit('tenant_events', tenantLimit.perSecond, 'per second', 'Events of a tenant, on average.'),
        limit('tenant_burst', tenantLimit.burst, 'events', 'Events of a tenant that may come at once.'),
      ]),
  ...ofDeliveries,
  ...ofSettings,
  ...ofAccess,
];
