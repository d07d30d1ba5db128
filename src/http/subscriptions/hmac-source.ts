import * as z from 'zod';
import { sourceLimits, subscriptionLimits } from '../../domain/limits.ts';
import { BODY_ALONE, signs, templateFault } from '../../domain/sources/signed-template.ts';
import { TOLERANCE_SECONDS } from '../../domain/sources/signed-time.ts';
import { kind, refusedBy, text } from '../core/fields.ts';
import { fieldSeparator, hmacAlgorithm, hmacEncoding, timeFormat } from '../core/named-values.ts';

/** A source described by the subscription itself: an HMAC over a text with placeholders. */

export const headerName = z
  .string()
  .regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/, 'is not a header name (RFC 9110 token)')
  .max(subscriptionLimits.headerNameCharacters);

export const prefix = (description: string) =>
  z.string().max(subscriptionLimits.signaturePrefixCharacters).default('').meta({ description });

const fieldName = z
  .string()
  .regex(new RegExp(`^[A-Za-z0-9_-]{1,${sourceLimits.fieldNameCharacters}}$`), 'is not a field name');

const headerPlace = z
  .strictObject({ header: headerName })
  .meta({ id: 'HeaderPlace', description: 'A header of the request.' });

/** One object with both members: Java clients cannot read a union of them, because both kinds fit. */
export const eventType = z
  .strictObject({
    header: headerName.optional().meta({ description: 'A header of the request.' }),
    member: text(1, sourceLimits.memberCharacters)
      .optional()
      .meta({ description: 'Or a member of the JSON body.' }),
  })
  .superRefine(({ header, member }, context) => {
    if ((header === undefined) === (member === undefined)) {
      context.addIssue('must have a "header" or a "member", and not both');
    }
  })
  .meta({
    id: 'EventTypePlace',
    description: 'The place of the event type in a provider’s requests: `header` or `member`.',
    minProperties: 1,
    maxProperties: 1,
  })
  .optional()
  .meta({
    description: 'The place of the event type: a header, which is not signed, or a member of the JSON body.',
    examples: [{ member: 'type' }],
  });

export const timestamp = z
  .strictObject({
    header: headerName.optional().meta({ description: 'The header with the time.' }),
    field: fieldName
      .optional()
      .meta({ description: 'Or the field with the time: for example `t` in `t=…,v1=…`.' }),
    format: timeFormat.default('seconds').meta({ description: 'The format of the time.' }),
    tolerance_seconds: z.int().min(1).max(sourceLimits.toleranceSecondsMax).default(TOLERANCE_SECONDS).meta({
      description:
        'The most seconds between the signed time and now, past or future. Beyond it, the signature is rejected.',
    }),
  })
  .meta({ id: 'TimestampPlace', description: 'The place and the format of the signed time.' })
  .optional()
  .meta({ description: 'The place of the signed time. Required for `{timestamp}`.' });

export const publicUrl = text(1, subscriptionLimits.targetUrlCharacters)
  .superRefine(refusedBy((url) => (URL.canParse(url) ? undefined : 'is not an absolute URL')))
  .meta({
    format: 'uri',
    pattern: '^https?://',
    description:
      'The ingest URL exactly as entered at the provider. `{subscription_id}` in it stands for the id of the ' +
      'subscription.',
    examples: ['https://posthorn.example.com/ingest/sub_01K9FZP4G0QK6YF3X8V7M2T5WB'],
  });

export const hmacSource = z
  .strictObject({
    type: kind('hmac'),
    header: headerName.meta({ description: 'The header with the signature.', examples: ['X-Signature'] }),
    algorithm: hmacAlgorithm.default('sha256'),
    encoding: hmacEncoding.default('hex'),
    prefix: prefix('The text before the signature, for example `sha256=`.'),
    signed: text(1, sourceLimits.templateCharacters)
      .superRefine(refusedBy(templateFault))
      .optional()
      .meta({
        description:
          'The signed text, with the placeholders `{body}`, `{timestamp}`, `{id}` and `{url}`; default: ' +
          '`{body}`. For example Slack signs `v0:{timestamp}:{body}`.',
        examples: ['{timestamp}.{body}', 'v0:{timestamp}:{body}'],
      }),
    field: fieldName.optional().meta({
      description:
        'The field with the signature if the header is a list of fields: for example `v1` in `t=…,v1=…`.',
    }),
    separator: fieldSeparator
      .optional()
      .meta({ description: 'The separator between the fields; default: a comma.' }),
    timestamp,
    id: headerPlace
      .optional()
      .meta({ description: 'The header with the id of the event. Required for `{id}`.' }),
    url: publicUrl.optional(),
    event_type: eventType,
  })
  .superRefine((given, context) => {
    for (const { path, message } of faultsTogether(given)) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  })
  .meta({
    id: 'HmacSource',
    description: 'Any other provider that signs with an HMAC.',
    examples: [
      {
        type: 'hmac',
        header: 'X-Signature',
        algorithm: 'sha256',
        encoding: 'hex',
        prefix: 'v0=',
        signed: 'v0:{timestamp}:{body}',
        timestamp: { header: 'X-Request-Timestamp', format: 'seconds', tolerance_seconds: 300 },
      },
    ],
  });

interface Together {
  readonly signed?: string | undefined;
  readonly field?: string | undefined;
  readonly separator?: string | undefined;
  readonly timestamp?:
    | { readonly header?: string | undefined; readonly field?: string | undefined }
    | undefined;
  readonly id?: object | undefined;
  readonly url?: string | undefined;
}

interface Fault {
  readonly path: readonly string[];
  readonly message: string;
}

/** Rules across several members. */
const faultsTogether = (given: Together): readonly Fault[] => [
  ...faultsOfPlaces(given),
  ...faultsOfFields(given),
];

/** Each placeholder needs its place, and a place that is not signed proves nothing. */
function faultsOfPlaces({ signed = BODY_ALONE, ...places }: Together): readonly Fault[] {
  return (['timestamp', 'id', 'url'] as const).flatMap((name) => {
    const isGiven = places[name] !== undefined;
    if (signs(signed, name) === isGiven) return [];
    const message = isGiven
      ? `is not signed. Add {${name}} to "signed", or leave "${name}" out`
      : `is required, because "signed" contains {${name}}`;
    return [{ path: [name], message }];
  });
}

/** The signature, and possibly the time, in a header that is a list of fields. */
function faultsOfFields({ field, separator, timestamp }: Together): readonly Fault[] {
  const faults: Fault[] = [];
  if (timestamp !== undefined && (timestamp.header === undefined) === (timestamp.field === undefined)) {
    faults.push({ path: ['timestamp'], message: 'must have either a "header" or a "field"' });
  }
  if (field === undefined && timestamp?.field !== undefined) {
    faults.push({
      path: ['field'],
      message: 'is required, because the time is in a field of the same header',
    });
  }
  if (field !== undefined && field === timestamp?.field) {
    faults.push({ path: ['field'], message: 'must differ from the field of the time' });
  }
  if (field === undefined && separator !== undefined) {
    faults.push({
      path: ['separator'],
      message: 'separates fields: give "field", the name of the field with the signature',
    });
  }
  return faults;
}
