import { isDeepStrictEqual } from 'node:util';
import { isReservedEventType } from '../../domain/event-type-pattern.ts';
import type { Principal } from '../../domain/principal.ts';
import type { SettingsChange, WantedSettings } from '../../domain/settings-change.ts';
import type { Subscription, SubscriptionSettings } from '../../domain/subscription.ts';
import type { FieldFault } from '../core/problem.ts';
import { subscriptionResource } from './output.ts';

/**
 * A receiver manages its own subscriptions with a portal token. Some settings remain the tenant's: the receiver of the
 * subscription, the tenant's notes, and how events are ingested for it.
 */

const tenantsFields = [
  'receiver_id',
  'metadata',
  'ingest_secret',
  'secret',
  'source',
  'ingest_rate_limit',
] as const;

type TenantsFields = { readonly [Name in (typeof tenantsFields)[number]]?: unknown } & {
  readonly event_type?: string | null | undefined;
  readonly event_types?: readonly string[] | null | undefined;
};

/** The fields of a body that only the tenant may set. A field that is sent back unchanged is no change. */
export function tenantsFieldsIn(
  principal: Principal,
  body: TenantsFields,
  stored?: Subscription,
): readonly FieldFault[] {
  if (principal.receiverId === undefined) return [];
  const types = [
    { pointer: '/event_type', patterns: [body.event_type ?? ''] },
    { pointer: '/event_types', patterns: body.event_types ?? [] },
  ];
  const operational = types
    .filter(({ patterns }) => patterns.some(isReservedEventType))
    .map(
      ({ pointer }): FieldFault => ({
        in: 'body',
        pointer,
        detail: 'matches only event types that no receiver gets',
      }),
    );
  const shown = stored === undefined ? {} : subscriptionResource(subscriptionFor(principal, stored));
  const current = new Map(Object.entries(shown));
  const given = tenantsFields
    .filter((name) => body[name] !== undefined && !isDeepStrictEqual(body[name], current.get(name)))
    .filter((name) => name !== 'receiver_id' || body[name] !== principal.receiverId)
    .map(
      (name): FieldFault => ({
        in: 'body',
        pointer: `/${name}`,
        detail: 'cannot be set with a portal token. Use an API key',
      }),
    );
  return [...given, ...operational];
}

/** The subscription as this caller may see it: a portal token does not see the settings that only the tenant sets. */
export const subscriptionFor = ({ receiverId }: Principal, subscription: Subscription): Subscription =>
  receiverId === undefined
    ? subscription
    : { ...subscription, metadata: {}, source: null, ingestSecret: null, ingestRateLimit: null };

/** The settings as this caller may set them: the tenant's own settings keep their stored values or defaults. */
export function settingsOfCaller(
  { receiverId }: Principal,
  wanted: SubscriptionSettings,
  stored?: Subscription,
): SubscriptionSettings {
  if (receiverId === undefined) return wanted;
  return {
    ...wanted,
    receiverId,
    metadata: stored?.metadata ?? {},
    ingestSecret: stored?.ingestSecret ?? null,
    source: stored?.source ?? null,
    ingestRateLimit: stored?.ingestRateLimit ?? null,
  };
}

/** The change that a body asks for, as far as this caller may make it. */
export const changeBy =
  <Body extends TenantsFields>(
    principal: Principal,
    body: Body,
    settingsFrom: (body: Body, stored: Subscription) => WantedSettings<SubscriptionSettings>,
  ): SettingsChange<Subscription, SubscriptionSettings> =>
  (stored) => {
    const refused = tenantsFieldsIn(principal, body, stored);
    if (refused.length > 0) return { ok: false, errors: refused };
    const wanted = settingsFrom(body, stored);
    if (!wanted.ok) return wanted;
    return { ok: true, settings: settingsOfCaller(principal, wanted.settings, stored) };
  };
