import { signingKeyOf, verifies } from '../signature.ts';
import { fingerprintOf, malformedSignature, missingSignature, wrongSignature } from './signature-text.ts';
import { ageFault, signedTimeOf } from './signed-time.ts';
import type { Headers, SignedRequest, SourceEntry, SourceFault, Verified } from './source.ts';

/** Symmetric signatures, `v1`; the asymmetric `v1a` would need a public key. https://www.standardwebhooks.com */
export const standardWebhooks: SourceEntry = {
  secretFault: (secret) =>
    signingKeyOf(secret) === undefined ? 'must be whsec_ and the base64 of 24 to 64 bytes' : undefined,
  verify,
  eventTypeOf: ({ json }) => json()['type'],
  deliveryKeyOf: ({ id }) => id,
  headersSentAlong: [],
};

/**
 * Svix, the origin of the specification, has its own prefix. Both sign alike.
 * https://docs.svix.com/receiving/verifying-payloads/how-manual
 */
const spellings = ['webhook', 'svix'] as const;

interface NamedHeaders {
  readonly name: (typeof spellings)[number];
  readonly id: string | undefined;
  readonly time: string | undefined;
  readonly signatures: string | undefined;
}

/**
 * The first spelling that has all three headers. Spellings are never mixed: the id of one and the time of the other
 * were not signed together. If no set is complete, an incomplete one is reported.
 */
function namedHeaders(headers: Headers): NamedHeaders {
  const sets = spellings.map((name) => ({
    name,
    id: headers[`${name}-id`],
    time: headers[`${name}-timestamp`],
    signatures: headers[`${name}-signature`],
  }));
  const complete = sets.find(({ id, time, signatures }) => id && time && signatures);
  const begun = sets.find(({ id, time, signatures }) => id || time || signatures);
  return complete ?? begun ?? { name: 'webhook', id: undefined, time: undefined, signatures: undefined };
}

/** The signatures are a list of `v1,<base64>`, one for each secret in force, over `id.timestamp.body`. */
function verify({ headers, body, secret, nowMs }: SignedRequest): Verified | SourceFault {
  const { name, id, time, signatures } = namedHeaders(headers);
  if (!id) return missingSignature(`${name}-id`);
  if (!time) return missingSignature(`${name}-timestamp`);
  if (!signatures) return missingSignature(`${name}-signature`);

  // The specification forbids a full stop: the signed bytes could be split into other parts with the same signature.
  if (id.includes('.')) return malformedSignature(`${name}-id`, 'without a full stop');
  const timestampSeconds = signedTimeOf(time);
  if (timestampSeconds === undefined) {
    return malformedSignature(`${name}-timestamp`, 'Unix time in seconds');
  }
  if (!signatures.split(' ').some((one) => one.startsWith('v1,'))) {
    return malformedSignature(`${name}-signature`, 'v1,<base64>, or several of these with spaces between');
  }
  if (!verifies({ id, timestampSeconds, body }, secret, signatures)) return wrongSignature;
  // An id that is no valid Idempotency-Key, for example with spaces, still identifies one event.
  return ageFault(timestampSeconds, nowMs) ?? { id, fingerprint: fingerprintOf(id) };
}
