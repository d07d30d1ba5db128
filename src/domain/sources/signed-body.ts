import {
  hmacText,
  isSameText,
  malformedSignature,
  missingSignature,
  sharedSecretFault,
  wrongSignature,
} from './signature-text.ts';
import type { BodySignature, SignedRequest, SourceEntry, SourceFault } from './source.ts';

/** A provider that signs the body alone, and of whom no more is known. */
export const signedBody = (signature: BodySignature): SourceEntry => ({
  secretFault: sharedSecretFault,
  verify: (request) => verifyBody(signature, request),
  eventTypeOf: () => null,
  deliveryKeyOf: () => null,
  headersSentAlong: [],
});

function verifyBody(
  signature: BodySignature,
  { headers, body, secret }: SignedRequest,
): 'verified' | SourceFault {
  const { header, prefix, encoding } = signature;
  const name = header.toLowerCase();
  // Whoever made the subscription chose the name: it may be that of a member which every object inherits.
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  if (value === undefined || value === '') return missingSignature(header);

  const given = value.slice(prefix.length);
  const expected = hmacText(signature, secret, body);
  if (!value.startsWith(prefix) || given.length !== expected.length) {
    const shape = `${encoding} of ${expected.length} characters`;
    return malformedSignature(header, prefix === '' ? shape : `${prefix} and ${shape}`);
  }
  // Hex may be in capitals, as some platforms write it. A mixture is nobody's spelling.
  const isRight =
    isSameText(given, expected) || (encoding === 'hex' && isSameText(given, expected.toUpperCase()));
  return isRight ? 'verified' : wrongSignature;
}
