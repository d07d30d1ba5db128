import * as z from 'zod';
import { subscriptionLimits } from '../../domain/limits.ts';
import { filterFaults } from '../../domain/payload-filter.ts';
import { signatureHeaders, signatureVersions, signingKeyOf } from '../../domain/signature.ts';
import { eventTypePattern, receiverId, refusedBy, targetPattern, text } from '../core/fields.ts';
import { memberMap } from '../core/member-map.ts';
import { signatureHeader, signatureVersion } from '../core/named-values.ts';
import { sentBack } from '../core/sent-back.ts';
import { source } from './source.ts';

/** The fields that the inputs of a subscription share. `null` means the default, the same as leaving the field out. */

const limits = subscriptionLimits;

export const targetUrl = text(1, limits.targetUrlCharacters)
  .superRefine(refusedBy((url) => (URL.canParse(url) ? undefined : 'is not an absolute URL')))
  .meta({
    format: 'iri',
    pattern: targetPattern,
    description: 'The URL that attempts are sent to, absolute.',
  });

const metadataName = text(1, limits.metadataKeyCharacters);
const metadataValue = text(0, limits.metadataValueCharacters);

export const metadata = memberMap(metadataName, metadataValue, limits.metadataEntries);
/** Changes of metadata: `null` removes a member. */
export const metadataPatch = memberMap(metadataName, metadataValue.nullable(), limits.metadataEntries);

/** A setting that may be left out or `null`. */
export const setting = <Schema extends z.ZodType>(schema: Schema, description: string) =>
  schema.nullish().meta({ description });

/** A space at an end is a copying mistake: the sender signs without it, and every event would be rejected. */
const ingestSecret = text(1, limits.ingestSecretCharacters)
  .superRefine(
    refusedBy((secret) => (secret === secret.trim() ? undefined : 'must not begin or end with white space')),
  )
  .meta({ pattern: '^\\S([\\s\\S]*\\S)?$' });

const payloadFilter = z
  .record(z.string(), z.unknown())
  .superRefine((filter, context) => {
    for (const { pointer, detail } of filterFaults(filter)) {
      context.addIssue({ code: 'custom', path: pathOf(pointer), message: detail });
    }
  })
  .meta({
    id: 'PayloadFilter',
    description: 'An event pattern of Amazon EventBridge, with the payload as its root.',
    examples: [{ order: { total: [{ numeric: ['>=', 100] }] } }],
  });

/** The names in a JSON Pointer (RFC 6901). */
const pathOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));

export const plainSettings = {
  event_types: setting(
    z.array(eventTypePattern).max(limits.eventTypes),
    'The event types to deliver: exact names or patterns, for example `order.*` matches `order.created`. Empty: all.',
  ),
  filter: setting(
    payloadFilter,
    'Deliver only events whose payload matches: an event pattern of Amazon EventBridge, with the payload as its root. A ' +
      'filter is replaced as a whole, never merged.',
  ),
  event_type: setting(eventTypePattern, 'Short for `event_types` with one entry. Give only one of the two.'),
  description: setting(text(0, limits.descriptionCharacters), 'A description for your own use.'),
  timeout_seconds: setting(
    z.int().min(limits.timeoutSecondsMin).max(limits.timeoutSecondsMax),
    `Seconds that one attempt may take; default: ${limits.timeoutSecondsDefault}.`,
  ),
  receiver_id: setting(
    receiverId,
    'Your own id of the customer: only events with the same `receiver_id` are delivered.',
  ),
  signature_versions: setting(
    z
      .array(signatureVersion)
      .min(1)
      .max(signatureVersions.length)
      .transform((given) => [...new Set(given)]),
    'How attempts are signed: `v1` with the signing secret, `v1a` with a private key of Posthorn, whose public key ' +
      'is in `public_key`, or both. Default: `v1`.',
  ),
  signature_headers: setting(
    z
      .array(signatureHeader)
      .max(signatureHeaders.length)
      .refine((given) => given.includes('webhook'), 'must include webhook, whose headers are always sent')
      .transform((given) => [...new Set(given)])
      .meta({ contains: { const: 'webhook' } }),
    'The headers for id, time and signature: `webhook` for `webhook-id`, `webhook-timestamp` and ' +
      '`webhook-signature`, which are always sent; `svix` adds `svix-id`, `svix-timestamp` and ' +
      '`svix-signature` with the same values, for receivers that verify with a library of Svix.',
  ),
  ingest_secret: setting(
    ingestSecret,
    'If set, events ingested for this subscription must be signed with it.',
  ),
  secret: setting(ingestSecret, 'Another name for `ingest_secret`. Give only one of the two.'),
  source: setting(
    source,
    'The provider that posts its webhooks directly to the ingest URL, signed with the `ingest_secret`, which must have ' +
      'the form of that provider’s secrets. No API key is needed then.',
  ),
};

/** Fields that only Posthorn sets: rejected, although answers have them. The documented schema leaves them out. */
const readOnly = z.never({ error: 'is read-only' }).optional();

export const readOnlyFields = {
  id: readOnly,
  tenant_id: readOnly,
  disabled_reason: readOnly,
  failing_since: readOnly,
  public_key: readOnly,
  created_at: readOnly,
  updated_at: readOnly,
};

export const sentBackFields = {
  id: sentBack,
  tenant_id: sentBack,
  status: sentBack,
  disabled_reason: sentBack,
  failing_since: sentBack,
  public_key: sentBack,
  created_at: sentBack,
  updated_at: sentBack,
};

export const noSigningSecret = z
  .never({ error: 'can only be given when the subscription is created' })
  .optional();

const QUAD = '[A-Za-z0-9+/]{4}';
/** The bits that padding leaves over must be zero: other letters would be a second spelling of the same bytes. */
const PADDED = { one: '[A-Za-z0-9+/][AQgw]==', two: '[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=' };

export const signingSecret = z
  .string()
  .refine((secret) => signingKeyOf(secret) !== undefined, 'must be whsec_ and the base64 of 24 to 64 bytes')
  .meta({
    pattern: `^whsec_((${QUAD}){8,20}(${PADDED.one}|${PADDED.two})?|(${QUAD}){21}(${PADDED.one})?)$`,
  });

/** Fields that have two names, of which only one may be given. */
const aliases = [
  ['event_type', 'event_types'],
  ['secret', 'ingest_secret'],
] as const;

export function refuseBothNames(input: object, context: z.RefinementCtx): void {
  for (const [alias, name] of aliases) {
    if (Object.hasOwn(input, alias) && Object.hasOwn(input, name)) {
      context.addIssue({
        code: 'custom',
        path: [alias],
        message: `means the same as ${name}. Give only one of them`,
      });
    }
  }
}

interface Authorizations {
  readonly auth?: object | null | undefined;
  readonly headers?: Readonly<Record<string, string>> | null | undefined;
}

export function refuseBothAuthorizations({ auth, headers }: Authorizations, context: z.RefinementCtx): void {
  if (auth == null) return;
  for (const name of Object.keys(headers ?? {})) {
    if (name.toLowerCase() !== 'authorization') continue;
    context.addIssue({
      code: 'custom',
      path: ['headers', name],
      message: 'is the header that auth sets. Give only one of them',
    });
  }
}
