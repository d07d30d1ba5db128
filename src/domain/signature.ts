import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type KeyObject,
  sign as signWithKey,
  timingSafeEqual,
} from 'node:crypto';
import { signingSecretLimits } from './limits.ts';

/**
 * Signatures of the Standard Webhooks specification (https://www.standardwebhooks.com), over `id.timestamp.body`:
 *
 *   v1    base64 of HMAC-SHA256, with a secret `whsec_<base64>` that both sides know
 *   v1a   base64 of Ed25519 (RFC 8032), with a private key `whsk_<base64>`; receivers need only the public key
 *         `whpk_<base64>`, which is no secret
 */

export const signatureVersions = ['v1', 'v1a'] as const;
/**
 * The prefixes of the headers that carry id, time and signature: `webhook` of Standard Webhooks, always, and `svix`,
 * whose libraries verify the same signatures (https://docs.svix.com/receiving/verifying-payloads/how-manual).
 */
export const signatureHeaders = ['webhook', 'svix'] as const;
export type SignatureHeaders = (typeof signatureHeaders)[number];

export type SignatureVersion = (typeof signatureVersions)[number];

const SECRET_PREFIX = 'whsec_';
const PRIVATE_KEY_PREFIX = 'whsk_';
const PUBLIC_KEY_PREFIX = 'whpk_';
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** RFC 8410: the prefix of the 32 bytes of an Ed25519 private key in PKCS #8. */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SEED_BYTES = 32;

export interface SignedContent {
  /** The `webhook-id` header: the event's id. */
  readonly id: string;
  /** The `webhook-timestamp` header: Unix time in whole seconds. */
  readonly timestampSeconds: number;
  readonly body: Uint8Array;
}

/** The key inside `whsec_<base64>`, or undefined if the text is no such secret of 24–64 bytes. */
export function signingKeyOf(secret: string): Buffer | undefined {
  const encoded = secret.slice(SECRET_PREFIX.length);
  if (!secret.startsWith(SECRET_PREFIX) || !BASE64.test(encoded)) return undefined;
  const key = Buffer.from(encoded, 'base64');
  const isRightSize =
    key.length >= signingSecretLimits.bytesMin && key.length <= signingSecretLimits.bytesMax;
  // Decoders differ on wrong padding: some receivers could not decode another spelling than this one.
  return isRightSize && key.toString('base64') === encoded ? key : undefined;
}

/** The signature version of a stored secret. */
export const versionOf = (secret: string): SignatureVersion =>
  secret.startsWith(PRIVATE_KEY_PREFIX) ? 'v1a' : 'v1';

/** A secret in the form that receivers' libraries take, from random bytes. */
export const signingSecretFrom = (bytes: Uint8Array): string =>
  SECRET_PREFIX + Buffer.from(bytes).toString('base64');

/** A private key from 32 random bytes, followed by its public key, as libraries keep both together. */
export const signingPrivateKeyFrom = (bytes: Uint8Array): string =>
  PRIVATE_KEY_PREFIX + Buffer.concat([bytes, publicBytes(privateKey(bytes))]).toString('base64');

/** A secret of a version, from 32 random bytes. */
export const secretFrom = (version: SignatureVersion, bytes: Uint8Array): string =>
  version === 'v1' ? signingSecretFrom(bytes) : signingPrivateKeyFrom(bytes);

/** `whpk_<base64>` of a `whsk_…`. */
export const publicKeyOf = (secret: string): string =>
  PUBLIC_KEY_PREFIX + publicBytes(privateKey(seedOf(secret))).toString('base64');

/** The public key of a `whsk_…` as a JSON Web Key (RFC 8037), with its thumbprint (RFC 7638) as the key id. */
export function jsonWebKeyOf(secret: string): Readonly<Record<string, string>> {
  const x = publicBytes(privateKey(seedOf(secret))).toString('base64url');
  const thumbprint = JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x });
  const kid = createHash('sha256').update(thumbprint).digest('base64url');
  return { kty: 'OKP', crv: 'Ed25519', x, kid, use: 'sig', alg: 'EdDSA' };
}

const seedOf = (secret: string): Buffer =>
  Buffer.from(secret.slice(PRIVATE_KEY_PREFIX.length), 'base64').subarray(0, SEED_BYTES);

const privateKey = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: 'der', type: 'pkcs8' });

const publicBytes = (key: KeyObject): Buffer =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-SEED_BYTES);

function signOnce(content: SignedContent, secret: string): string {
  const version = versionOf(secret);
  const digest = version === 'v1' ? hmacOf(content, secret) : ed25519Of(content, secret);
  return `${version},${digest}`;
}

const prefixOf = ({ id, timestampSeconds }: SignedContent): string => `${id}.${timestampSeconds}.`;

function hmacOf(content: SignedContent, secret: string): string {
  const key = signingKeyOf(secret);
  if (key === undefined) throw new Error('a stored signing secret is not of the form whsec_<base64>');
  return createHmac('sha256', createSecretKey(key))
    .update(prefixOf(content))
    .update(content.body)
    .digest('base64');
}

const ed25519Of = (content: SignedContent, secret: string): string =>
  signWithKey(
    null,
    Buffer.concat([Buffer.from(prefixOf(content)), content.body]),
    privateKey(seedOf(secret)),
  ).toString('base64');

/** The `webhook-signature` header: one signature per secret, separated by spaces. */
export const sign = (content: SignedContent, secrets: readonly string[]): string =>
  secrets.map((secret) => signOnce(content, secret)).join(' ');

/** Whether one of the header's signatures was made with the secret over this content. The caller checks the time. */
export function verifies(content: SignedContent, secret: string, header: string): boolean {
  const expected = Buffer.from(signOnce(content, secret));
  return header.split(' ').some((candidate) => {
    const given = Buffer.from(candidate);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
