import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { signingSecretLimits } from './limits.ts';

/**
 * Symmetric signatures of the Standard Webhooks specification, version `v1`:
 * base64 of HMAC-SHA256(secret, `id.timestamp.body`). https://www.standardwebhooks.com
 */

const SECRET_PREFIX = 'whsec_';
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const VERSION = 'v1';

export interface SignedContent {
  /** The `webhook-id` header: the event's id. */
  readonly id: string;
  /** The `webhook-timestamp` header: Unix time in whole seconds. */
  readonly timestampSeconds: number;
  readonly body: Uint8Array;
}

/** The key inside `whsec_<base64>`, or undefined when the text is no such secret of 24–64 bytes. */
export function signingKeyOf(secret: string): Buffer | undefined {
  const encoded = secret.slice(SECRET_PREFIX.length);
  if (!secret.startsWith(SECRET_PREFIX) || !BASE64.test(encoded)) return undefined;
  const key = Buffer.from(encoded, 'base64');
  const isRightSize =
    key.length >= signingSecretLimits.bytesMin && key.length <= signingSecretLimits.bytesMax;
  // Decoders differ over padding that is wrong: what is not the one proper spelling, some receiver could not use.
  return isRightSize && key.toString('base64') === encoded ? key : undefined;
}

/** A secret in the form that receivers' libraries take, from random bytes. */
export const signingSecretFrom = (bytes: Uint8Array): string =>
  SECRET_PREFIX + Buffer.from(bytes).toString('base64');

function signOnce(content: SignedContent, secret: string): string {
  const key = signingKeyOf(secret);
  if (key === undefined) throw new Error('a stored signing secret is not of the form whsec_<base64>');
  const digest = createHmac('sha256', createSecretKey(key))
    .update(`${content.id}.${content.timestampSeconds}.`)
    .update(content.body)
    .digest('base64');
  return `${VERSION},${digest}`;
}

/** The `webhook-signature` header: one signature a secret, separated by spaces. */
export const sign = (content: SignedContent, secrets: readonly string[]): string =>
  secrets.map((secret) => signOnce(content, secret)).join(' ');

/** Whether any of a header's signatures was made with the secret over this content. Time is the caller's to check. */
export function verifies(content: SignedContent, secret: string, header: string): boolean {
  const expected = Buffer.from(signOnce(content, secret));
  return header.split(' ').some((candidate) => {
    const given = Buffer.from(candidate);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
