import { headersFault } from '../../domain/custom-headers.ts';
import { isReservedEventType } from '../../domain/event-type-pattern.ts';
import { subscriptionLimits } from '../../domain/limits.ts';
import type { RateLimit } from '../../domain/rate-limit.ts';
import type { WantedSettings } from '../../domain/settings-change.ts';
import { sourceSecretFault } from '../../domain/sources/verify-source.ts';
import { defaultSettings, type Subscription, type SubscriptionSettings } from '../../domain/subscription.ts';
import { NOTHING_STORED } from '../core/fields.ts';
import { type FieldFault, pointerTo, zodFaults } from '../core/problem.ts';
import { changedSentBack } from '../core/sent-back.ts';
import { mergedHeaders, withStoredValues } from './custom-headers.ts';
import { sentBackFields } from './fields.ts';
import {
  type NewSubscription,
  type SubscriptionPatch,
  type SubscriptionReplacement,
  subscriptionReplacement,
} from './input.ts';
import { faultsOfLeavingSecrets } from './leaving-secrets.ts';
import { subscriptionResource } from './output.ts';
import { rateLimitOf, wireRateLimit } from './rate-limit.ts';
import { receiverAuthOf, redactedAuth, withStoredSecret } from './receiver-auth.ts';
import { retryPolicyOf, wireRetryPolicy } from './retry-policy.ts';
import { sourceOf, wireSource } from './source.ts';

/** Converts the settings of a subscription from the wire to the domain. */

type SettingsResult = WantedSettings<SubscriptionSettings>;

/** The settings of a new subscription. */
export const settingsOf = (input: NewSubscription): SettingsResult =>
  checked({
    ...plainSettingsOf(input),
    headers: input.headers ?? {},
    auth: input.auth == null ? null : receiverAuthOf(input.auth),
    ingestSecret: ingestSecretGiven(input) ?? null,
  });

/**
 * The ingest secret must have the form that its source signs with. Only here are both the sent and the stored values
 * known.
 */
function checked(settings: SubscriptionSettings): SettingsResult {
  const errors = [
    ...faultsOfHeaders(settings),
    ...faultsOfSource(settings),
    ...faultsOfOperationalTypes(settings),
  ];
  return errors.length === 0 ? { ok: true, settings } : { ok: false, errors };
}

/** The limit on all headers together, with stored values in place of marks. */
function faultsOfHeaders({ headers }: SubscriptionSettings): readonly FieldFault[] {
  const detail = headersFault(headers);
  return detail === undefined ? [] : [{ in: 'body', pointer: '/headers', detail }];
}

function faultsOfSource({ source, ingestSecret }: SubscriptionSettings): readonly FieldFault[] {
  if (source === null) return [];
  const detail =
    ingestSecret === null
      ? 'is required, because the source signs with it'
      : sourceSecretFault(source, ingestSecret);
  return detail === undefined ? [] : [{ in: 'body', pointer: '/ingest_secret', detail }];
}

/** A tenant's operational events must not go to one of its receivers. */
function faultsOfOperationalTypes({ eventTypes, receiverId }: SubscriptionSettings): readonly FieldFault[] {
  if (receiverId === null || !eventTypes.some(isReservedEventType)) return [];
  const detail =
    'must not be set together with event types that begin with posthorn., which no receiver gets';
  return [{ in: 'body', pointer: '/receiver_id', detail }];
}

const HOW_ELSE = { status: 'use POST …/enable or POST …/disable' };

/** Replaces all settings, except for secrets, which answers never show: they stay unless they are given. */
export function replacementOf(input: SubscriptionReplacement, stored: Subscription): SettingsResult {
  const changedReadOnly = changedSentBack(sentBackFields, input, subscriptionResource(stored), HOW_ELSE);
  if (changedReadOnly.length > 0) return { ok: false, errors: changedReadOnly };
  const { headers, unknown } = withStoredValues(input.headers ?? {}, stored.headers);
  const auth = input.auth == null ? null : withStoredSecret(receiverAuthOf(input.auth), stored.auth);
  const marksOfNothing = [
    ...unknown.map((name) => ['headers', name]),
    ...(auth !== null && 'unknown' in auth ? [['auth', auth.unknown]] : []),
  ];
  if (marksOfNothing.length > 0 || (auth !== null && 'unknown' in auth)) {
    const errors = marksOfNothing.map(
      (path) => ({ in: 'body', pointer: pointerTo(path), detail: NOTHING_STORED }) as const,
    );
    return { ok: false, errors };
  }
  const leaving = faultsOfLeavingSecrets(input, stored);
  if (leaving.length > 0) return { ok: false, errors: leaving };
  const given = ingestSecretGiven(input);
  const ingestSecret = given === undefined ? stored.ingestSecret : given;
  return checked({ ...plainSettingsOf(input), headers, auth: auth?.auth ?? null, ingestSecret });
}

/**
 * The stored settings with the changes merged in (RFC 7396), checked as a whole: a patch may be valid by itself and
 * invalid together with the stored settings.
 */
export function changesOf(patch: SubscriptionPatch, stored: Subscription): SettingsResult {
  const result = subscriptionReplacement.safeParse(merged(patch, stored));
  return result.success
    ? replacementOf(result.data, stored)
    : { ok: false, errors: zodFaults(result.error, 'body') };
}

function plainSettingsOf(input: NewSubscription | SubscriptionReplacement) {
  return {
    targetUrl: input.target_url,
    eventTypes: input.event_types ?? (input.event_type == null ? [] : [input.event_type]),
    filter: input.filter ?? null,
    description: input.description ?? null,
    metadata: input.metadata ?? {},
    retryPolicy: input.retry_policy == null ? null : retryPolicyOf(input.retry_policy),
    timeoutSeconds: input.timeout_seconds ?? subscriptionLimits.timeoutSecondsDefault,
    rateLimit: input.rate_limit == null ? null : rateLimitOf(input.rate_limit),
    ...signingOf(input),
    receiverId: input.receiver_id ?? null,
    source: input.source == null ? null : sourceOf(input.source),
    ingestRateLimit: input.ingest_rate_limit == null ? null : rateLimitOf(input.ingest_rate_limit),
  };
}

const signingOf = (input: NewSubscription | SubscriptionReplacement) => ({
  signatureVersions: input.signature_versions ?? defaultSettings.signatureVersions,
  signatureHeaders: input.signature_headers ?? defaultSettings.signatureHeaders,
});

/** `null` removes the secret, undefined leaves it unchanged. */
const ingestSecretGiven = (input: NewSubscription | SubscriptionReplacement): string | null | undefined =>
  input.ingest_secret === undefined ? input.secret : input.ingest_secret;

function merged(patch: SubscriptionPatch, stored: Subscription): Record<string, unknown> {
  const namesEventType = patch.event_type !== undefined;
  return {
    target_url: stored.targetUrl,
    ...(!namesEventType && { event_types: [...stored.eventTypes] }),
    filter: stored.filter,
    description: stored.description,
    timeout_seconds: stored.timeoutSeconds,
    receiver_id: stored.receiverId,
    signature_versions: stored.signatureVersions,
    signature_headers: stored.signatureHeaders,
    source: stored.source && wireSource(stored.source),
    ...patch,
    metadata: mergedMembers(stored.metadata, patch.metadata),
    headers: patch.headers === null ? null : withoutNulls(mergedHeaders(stored.headers, patch.headers ?? {})),
    retry_policy: mergedRetryPolicy(stored, patch),
    rate_limit: mergedRate(stored.rateLimit, patch.rate_limit),
    ingest_rate_limit: mergedRate(stored.ingestRateLimit, patch.ingest_rate_limit),
    auth: mergedAuth(stored, patch),
  };
}

/** A member that is `null` in the patch is removed; a `null` patch removes all members. */
export function mergedMembers(stored: object | null, patch: object | null | undefined): object | null {
  if (patch === undefined) return stored;
  return patch === null ? null : withoutNulls({ ...stored, ...patch });
}

export const mergedRate = (stored: RateLimit | null, patch: object | null | undefined): object | null =>
  mergedMembers(stored && wireRateLimit(stored), patch);

const withoutNulls = (members: object): object =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));

/** Authentication of another type shares no field with the stored one, and replaces it. */
function mergedAuth({ auth }: Subscription, { auth: patch }: SubscriptionPatch): object | null {
  const stored = auth && redactedAuth(auth);
  const isSameType = patch?.type == null || patch.type === stored?.type;
  return mergedMembers(isSameType ? stored : null, patch);
}

/** The two kinds of policy share no field, so a policy of the other kind replaces the stored one. */
function mergedRetryPolicy(
  { retryPolicy }: Subscription,
  { retry_policy: patch }: SubscriptionPatch,
): object | null {
  const stored = retryPolicy === null ? null : wireRetryPolicy(retryPolicy);
  if (patch === undefined) return stored;
  const isSameKind = patch !== null && stored !== null && 'schedule' in patch === 'schedule' in stored;
  return mergedMembers(isSameKind ? stored : {}, patch);
}
