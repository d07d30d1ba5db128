import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { BodySignature, Headers, SourceFault } from './source.ts';

/** Shared by the checks of all providers: secrets and signatures as text. */

/** Only the secret keeps strangers out, so it must be too long to guess. */
const SECRET_CHARACTERS_MIN = 16;

/** The fault of a shared secret, or undefined. */
export const sharedSecretFault = (secret: string): string | undefined =>
  secret.length < SECRET_CHARACTERS_MIN ? `is shorter than ${SECRET_CHARACTERS_MIN} characters` : undefined;

/** The text form of an HMAC over the parts in order. The key is the secret's UTF-8 bytes. */
export function hmacText(
  { algorithm, encoding }: Pick<BodySignature, 'algorithm' | 'encoding'>,
  secret: string,
  ...parts: readonly (string | Uint8Array)[]
): string {
  const hmac = createHmac(algorithm, Buffer.from(secret, 'utf8'));
  for (const part of parts) hmac.update(part);
  return hmac.digest(encoding);
}

/** Takes a time that does not reveal where the texts differ. */
export function isSameText(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** The same, for texts whose length is secret too. */
export const isSameSecret = (given: string, expected: string): boolean =>
  timingSafeEqual(sha256(given), sha256(expected));

const sha256 = (text: string | Uint8Array): Buffer => createHash('sha256').update(text).digest();

/** A short name for signed content that reveals nothing about it. */
export const fingerprintOf = (content: string | Uint8Array): string => sha256(content).toString('hex');

/**
 * The value of a header that exists. The owner of a subscription chose the name, and every object inherits some
 * members.
 */
export function headerIn(headers: Headers, header: string): string | undefined {
  const name = header.toLowerCase();
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  return value === '' ? undefined : value;
}

export const missingSignature = (header: string): SourceFault => ({
  fault: 'missing-signature',
  detail: `Missing signature: this subscription accepts signed events only, and the header ${header} is missing.`,
});

export const malformedSignature = (header: string, shape: string): SourceFault => ({
  fault: 'malformed-signature',
  detail: `Malformed signature: ${header} must be ${shape}.`,
});

export const wrongSignature: SourceFault = {
  fault: 'wrong-signature',
  detail: 'Invalid signature: it does not match the secret and the body.',
};
