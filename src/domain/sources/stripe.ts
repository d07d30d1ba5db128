import {
  hmacText,
  isSameText,
  malformedSignature,
  missingSignature,
  sharedSecretFault,
  wrongSignature,
} from './signature-text.ts';
import { ageFault, signedTimeOf } from './signed-time.ts';
import type { SignedRequest, SourceEntry, SourceFault } from './source.ts';

/** https://docs.stripe.com/webhooks#verify-manually */
export const stripe: SourceEntry = {
  secretFault,
  verify,
  eventTypeOf: ({ json }) => json()['type'],
  // Of the event, not of the attempt: Stripe sends the same event again until it is answered.
  deliveryKeyOf: ({ json }) => json()['id'],
  headersSentAlong: [],
};

/** Whoever enters the API key by mistake has given away more than a secret for webhooks. */
function secretFault(secret: string): string | undefined {
  if (secret.startsWith('whsec_')) return sharedSecretFault(secret);
  return 'must be the signing secret of the endpoint, which begins with whsec_; it is not the API key';
}

/** `t=<Unix seconds>,v1=<hex>`: a `v1` for each secret in force, beside schemes that are not ours to check. */
function verify({ headers, body, secret, nowMs }: SignedRequest): 'verified' | SourceFault {
  const header = headers['stripe-signature'];
  if (header === undefined || header === '') return missingSignature('Stripe-Signature');
  const fields = header.split(',');
  const [time, ...furtherTimes] = valuesOf(fields, 't=');
  const signatures = valuesOf(fields, 'v1=');
  const timestamp = time === undefined ? undefined : signedTimeOf(time);
  if (timestamp === undefined || furtherTimes.length > 0 || signatures.length === 0) {
    return malformedSignature('Stripe-Signature', 't=<Unix seconds>,v1=<hex>');
  }
  const expected = hmacText({ algorithm: 'sha256', encoding: 'hex' }, secret, `${timestamp}.`, body);
  if (!signatures.some((given) => isSameText(given, expected))) return wrongSignature;
  return ageFault(timestamp, nowMs) ?? 'verified';
}

const valuesOf = (fields: readonly string[], prefix: string): string[] =>
  fields.filter((field) => field.startsWith(prefix)).map((field) => field.slice(prefix.length));
