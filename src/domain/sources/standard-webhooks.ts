import { signingKeyOf, verifies } from '../signature.ts';
import { malformedSignature, missingSignature, wrongSignature } from './signature-text.ts';
import { ageFault, signedTimeOf } from './signed-time.ts';
import type { SignedRequest, SourceEntry, SourceFault } from './source.ts';

/** Symmetric signatures, `v1`; the asymmetric `v1a` would need a public key. https://www.standardwebhooks.com */
export const standardWebhooks: SourceEntry = {
  secretFault: (secret) =>
    signingKeyOf(secret) === undefined ? 'must be whsec_ and the base64 of 24 to 64 bytes' : undefined,
  verify,
  eventTypeOf: ({ json }) => json()['type'],
  deliveryKeyOf: ({ headers }) => headers['webhook-id'],
  headersSentAlong: [],
};

/** `webhook-signature` is a list of `v1,<base64>`, one for each secret in force, over `id.timestamp.body`. */
function verify({ headers, body, secret, nowMs }: SignedRequest): 'verified' | SourceFault {
  const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signatures } = headers;
  if (!id) return missingSignature('webhook-id');
  if (!time) return missingSignature('webhook-timestamp');
  if (!signatures) return missingSignature('webhook-signature');

  // The specification forbids it: the signed bytes could be cut into other parts, and would have the same signature.
  if (id.includes('.')) return malformedSignature('webhook-id', 'without a full stop');
  const timestampSeconds = signedTimeOf(time);
  if (timestampSeconds === undefined) return malformedSignature('webhook-timestamp', 'Unix time in seconds');
  if (!signatures.split(' ').some((one) => one.startsWith('v1,'))) {
    return malformedSignature('webhook-signature', 'v1,<base64>, or several of these with spaces between');
  }
  if (!verifies({ id, timestampSeconds, body }, secret, signatures)) return wrongSignature;
  return ageFault(timestampSeconds, nowMs) ?? 'verified';
}
