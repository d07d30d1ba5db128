import * as z from 'zod';
import { sourceLimits, subscriptionLimits } from '../../domain/limits.ts';
import { BODY_ALONE, signs, templateFault } from '../../domain/sources/signed-template.ts';
import { TOLERANCE_SECONDS } from '../../domain/sources/signed-time.ts';
import { kind, refusedBy, text } from '../core/fields.ts';
import { fieldSeparator, hmacAlgorithm, hmacEncoding, timeFormat } from '../core/named-values.ts';

/** A source that its owner describes: an HMAC, over what is signed. */

export const headerName = z
  .string()
  .regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/, 'is not a header name (RFC 9110 token)')
  .max(subscriptionLimits.headerNameCharacters);

export const prefix = (description: string) =>
  z.string().max(subscriptionLimits.signaturePrefixCharacters).default('').meta({ description });

const fieldName = z
  .string()
  .regex(new RegExp(`^[A-Za-z0-9_-]{1,${sourceLimits.fieldNameCharacters}}$`), 'is not the name of a field');

const headerPlace = z
  .strictObject({ header: headerName })
  .meta({ id: 'HeaderPlace', description: 'A header of the request.' });

/** One object with both members, as `RetryPolicy` is: of a union, clients in Java find that both kinds fit. */
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
    description: 'Where a provider says the type of an event: `header` or `member`.',
    minProperties: 1,
    maxProperties: 1,
  })
  .optional()
  .meta({
    description:
      'Where the event type stands: in a header, which is not signed, or in a member of the JSON body.',
    examples: [{ member: 'type' }],
  });

export const timestamp = z
  .strictObject({
    header: headerName.optional().meta({ description: 'The header with the time.' }),
    field: fieldName.optional().meta({ description: 'Or the field with it: `t` in `t=…,v1=…`.' }),
    format: timeFormat.default('seconds').meta({ description: 'How it is written.' }),
    tolerance_seconds: z
      .int()
      .min(1)
      .max(sourceLimits.toleranceSecondsMax)
      .default(TOLERANCE_SECONDS)
      .meta({ description: 'A signature is refused when it is older than this, or as far in the future.' }),
  })
  .meta({ id: 'TimestampPlace', description: 'Where the signed time stands, and how it is written.' })
  .optional()
  .meta({ description: 'Where the signed time stands. Needed for `{timestamp}`.' });

export const publicUrl = text(1, subscriptionLimits.targetUrlCharacters)
  .superRefine(refusedBy((url) => (URL.canParse(url) ? undefined : 'is not an absolute URL')))
  .meta({
    format: 'uri',
    pattern: '^https?://',
    description:
      'The ingest URL exactly as it was entered at the provider. `{subscription_id}` in it stands for the id of the ' +
      'subscription.',
    examples: ['https://posthorn.example.com/ingest/sub_01K9FZP4G0QK6YF3X8V7M2T5WB'],
  });

export const hmacSource = z
  .strictObject({
    type: kind('hmac'),
    header: headerName.meta({ description: 'The header with the signature.', examples: ['X-Signature'] }),
    algorithm: hmacAlgorithm.default('sha256'),
    encoding: hmacEncoding.default('hex'),
    prefix: prefix('What stands before the signature, such as `sha256=`.'),
    signed: text(1, sourceLimits.templateCharacters)
      .superRefine(refusedBy(templateFault))
      .optional()
      .meta({
        description:
          'What is signed, with the placeholders `{body}`, `{timestamp}`, `{id}` and `{url}`; `{body}` unless said ' +
          'otherwise.',
        examples: ['{timestamp}.{body}', 'v0:{timestamp}:{body}'],
      }),
    field: fieldName.optional().meta({
      description: 'The field with the signature when the header is a list of them: `v1` in `t=…,v1=…`.',
    }),
    separator: fieldSeparator
      .optional()
      .meta({ description: 'What stands between the fields; a comma unless said otherwise.' }),
    timestamp,
    id: headerPlace
      .optional()
      .meta({ description: 'The header with the id of the event. Needed for `{id}`.' }),
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

/** What no member says alone. */
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
      ? `is not signed: write {${name}} into "signed", or leave "${name}" out`
      : `is needed: "signed" contains {${name}}`;
    return [{ path: [name], message }];
  });
}

/** The signature, and perhaps the time, in a header that is a list of fields. */
function faultsOfFields({ field, separator, timestamp }: Together): readonly Fault[] {
  const faults: Fault[] = [];
  if (timestamp !== undefined && (timestamp.header === undefined) === (timestamp.field === undefined)) {
    faults.push({ path: ['timestamp'], message: 'must have a "header" or a "field", and not both' });
  }
  if (field === undefined && timestamp?.field !== undefined) {
    faults.push({ path: ['field'], message: 'is needed: the time is in a field of the same header' });
  }
  if (field !== undefined && field === timestamp?.field) {
    faults.push({ path: ['field'], message: 'is the field of the time already' });
  }
  if (field === undefined && separator !== undefined) {
    faults.push({ path: ['separator'], message: 'separates fields: name the "field" with the signature' });
  }
  return faults;
}
