import type {
  RateLimit,
  ReceiverAuth,
  RetryPolicy,
  SubscriptionInput,
  SubscriptionPatch,
} from '../../../../../client/src/posthorn.ts';
import { waitsFromText } from '../../../format/wait-list.ts';
import {
  type AuthDraft,
  type Draft,
  type Entry,
  type RateDraft,
  type RetriesDraft,
  STORED,
} from './draft.ts';
import { sourceOf } from './source-draft.ts';

/** Converts the form to what the API takes. */

type Settings = Required<
  Omit<SubscriptionInput, 'event_type' | 'secret' | 'ingest_secret' | 'status' | 'signing_secret'>
>;

/** Faults that the form finds by itself, because the text is not a value that could be sent. By JSON Pointer. */
export type TextFaults = Readonly<Record<string, string>>;

export function textFaultsOf(draft: Draft): TextFaults {
  const faults: Record<string, string> = {};
  const filter = filterOf(draft.filter);
  if (!filter.ok) faults['/filter'] = filter.fault;
  if (draft.retries.kind === 'schedule') {
    const waits = waitsFromText(draft.retries.schedule);
    if (!waits.ok) faults['/retry_policy/schedule'] = waits.fault;
  }
  return faults;
}

type ReadFilter =
  | { readonly ok: true; readonly filter: Readonly<Record<string, unknown>> | null }
  | { readonly ok: false; readonly fault: string };

export function filterOf(text: string): ReadFilter {
  if (text.trim() === '') return { ok: true, filter: null };
  try {
    const filter: unknown = JSON.parse(text);
    if (typeof filter === 'object' && filter !== null && !Array.isArray(filter)) {
      return { ok: true, filter: { ...filter } };
    }
    return { ok: false, fault: 'must be a JSON object, for example {"order": {"country": ["DE"]}}' };
  } catch (error) {
    return { ok: false, fault: `is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** The list with the entry that is typed and not yet added. */
export const eventTypesOf = ({ eventTypes, eventTypeText }: Draft): string[] => [
  ...new Set([...eventTypes, ...(eventTypeText.trim() === '' ? [] : [eventTypeText.trim()])]),
];

/** All settings, null where they are left at their default. Faulty texts count as left out: see `textFaultsOf`. */
function settingsOf(draft: Draft): Settings {
  const filter = filterOf(draft.filter);
  return {
    target_url: draft.targetUrl.trim(),
    description: orNull(draft.description),
    event_types: eventTypesOf(draft),
    filter: filter.ok ? filter.filter : null,
    receiver_id: orNull(draft.receiverId.trim()),
    timeout_seconds: draft.timeoutSeconds ?? null,
    retry_policy: policyOf(draft.retries),
    headers: membersOf(draft.headers),
    metadata: membersOf(draft.metadata),
    auth: authOf(draft.auth),
    rate_limit: rateOf(draft.rateLimit),
    ingest_rate_limit: rateOf(draft.ingestRateLimit),
    source: sourceOf(draft.source),
    signature_versions: [...draft.signatureVersions],
    signature_headers: [...draft.signatureHeaders],
  };
}

const orNull = (text: string): string | null => (text === '' ? null : text);

export function policyOf(retries: RetriesDraft): RetryPolicy | null {
  if (retries.kind === 'default') return null;
  if (retries.kind === 'schedule') {
    const waits = waitsFromText(retries.schedule);
    return { schedule: waits.ok ? [...waits.seconds] : [] };
  }
  const { baseSeconds, factor, maxDelaySeconds, maxAttempts } = retries;
  return {
    ...(baseSeconds !== undefined && { base_seconds: baseSeconds }),
    ...(factor !== undefined && { factor }),
    ...(maxDelaySeconds !== undefined && { max_delay_seconds: maxDelaySeconds }),
    ...(maxAttempts !== undefined && { max_attempts: maxAttempts }),
  };
}

/** Rows without a name and a value are not filled in yet. */
const membersOf = (entries: readonly Entry[]): Record<string, string> =>
  Object.fromEntries(
    entries
      .filter(({ name, value }) => name.trim() !== '' || value !== '')
      .map(({ name, value, isStored }) => [name.trim(), value === '' && isStored ? STORED : value]),
  );

function authOf(auth: AuthDraft): ReceiverAuth | null {
  const secret = auth.secret === '' && auth.storedKind === auth.kind ? STORED : auth.secret;
  switch (auth.kind) {
    case 'none':
      return null;
    case 'bearer':
      return { type: 'bearer', token: secret };
    case 'basic':
      return { type: 'basic', username: auth.username, password: secret };
    case 'oauth2':
      return {
        type: 'oauth2',
        token_url: auth.tokenUrl.trim(),
        client_id: auth.clientId,
        client_secret: secret,
        ...(auth.scope !== '' && { scope: auth.scope }),
        ...(auth.audience !== '' && { audience: auth.audience }),
      };
  }
}

/** A burst without a rate goes along, so that the API names the missing field. */
function rateOf({ perSecond, burst }: RateDraft): RateLimit | null {
  if (perSecond === undefined && burst === undefined) return null;
  return { per_second: perSecond ?? 0, ...(burst !== undefined && { burst }) };
}

/** The body of `POST /subscriptions`: settings at their default are left out. */
export function inputOf(draft: Draft): SubscriptionInput {
  const { target_url, ...others } = settingsOf(draft);
  return {
    target_url,
    ...Object.fromEntries(Object.entries(others).filter(([, value]) => !isEmpty(value))),
    ...(draft.ingestSecret !== '' && { ingest_secret: draft.ingestSecret }),
    ...(draft.signingSecret.trim() !== '' && { signing_secret: draft.signingSecret.trim() }),
    ...(!draft.isEnabled && { status: 'disabled' }),
  };
}

const isEmpty = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

/** The settings whose members a patch merges; it replaces the others whole (RFC 7396, and the filter's own rule). */
const MERGED: ReadonlySet<string> = new Set([
  'headers',
  'metadata',
  'auth',
  'rate_limit',
  'ingest_rate_limit',
]);

/** The body of `PATCH /subscriptions/{id}`: only what differs. Empty: nothing does. */
export function patchOf(before: Draft, after: Draft): SubscriptionPatch {
  const from = settingsOf(before);
  const changes = Object.entries(settingsOf(after))
    .map(([name, to]) => [name, changeOf(name, from[name as keyof Settings], to)] as const)
    .filter(([, change]) => change !== undefined);
  return {
    ...Object.fromEntries(changes),
    ...(after.ingestSecret !== '' && { ingest_secret: after.ingestSecret }),
    ...(after.removesIngestSecret && { ingest_secret: null }),
  };
}

/** Undefined: no change. */
function changeOf(name: string, from: unknown, to: unknown): unknown {
  if (isSame(from, to)) return undefined;
  if (!MERGED.has(name) || !isObject(from) || !isObject(to) || from['type'] !== to['type']) return to;
  const removed = Object.keys(from).filter((member) => !(member in to));
  const changed = Object.entries(to).filter(([member, value]) => !isSame(from[member], value));
  return { ...Object.fromEntries(removed.map((member) => [member, null])), ...Object.fromEntries(changed) };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
