/**
 * Verifies webhooks as the Standard Webhooks specification says (https://www.standardwebhooks.com): `v1` with a secret
 * `whsec_…`, `v1a` with a public key `whpk_…`, over `id.timestamp.body`.
 */

/** As a request has them: a `Headers` object, or an object of them such as that of Node.js; case does not matter. */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface VerifiedWebhook {
  /** `webhook-id`: the event's id, the same on every retry and replay. What you have seen before is a duplicate. */
  readonly id: string;
  /** `webhook-timestamp`: when this attempt was signed. */
  readonly signedAt: Date;
  /** The body as JSON. @throws SyntaxError when it is none */
  json(): unknown;
}

export type RejectionReason =
  | 'missing-header'
  | 'malformed-header'
  | 'too-old'
  | 'too-new'
  | 'wrong-signature';

/** It is not from who you share the secret with, or not from now: answer 400 or 401, and do nothing. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
  readonly reason: RejectionReason;

  constructor(reason: RejectionReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

interface VerifyOptions {
  /**
   * How far the sender's clock may be from yours, and how long a webhook may have been under way, from 0 on; 300 as
   * specified.
   */
  readonly toleranceSeconds?: number;
  /** Your clock, in Unix milliseconds. */
  readonly nowMs?: number;
}

const TOLERANCE_SECONDS_DEFAULT = 300;

/**
 * @param keys the subscription's signing secret `whsec_…` or public key `whpk_…`, or several of them while one replaces another
 * @param body as it was received: once it is parsed and printed again, its signature is lost
 * @throws WebhookVerificationError for a webhook to refuse; TypeError for a key, body, tolerance or time that cannot be
 *   used at all, whatever the webhook
 */
export async function verifyWebhook(
  keys: string | readonly string[],
  headers: WebhookHeaders,
  body: string | Uint8Array | ArrayBuffer,
  { toleranceSeconds = TOLERANCE_SECONDS_DEFAULT, nowMs = Date.now() }: VerifyOptions = {},
): Promise<VerifiedWebhook> {
  refuseBadNumber('toleranceSeconds', toleranceSeconds);
  refuseBadNumber('nowMs', nowMs);
  const verifiers = (typeof keys === 'string' ? [keys] : keys).map(verifierOf);
  const bytes = bytesOf(body);
  const id = checkedId(header(headers, 'webhook-id'));
  const timestamp = header(headers, 'webhook-timestamp');
  const signatures = signaturesIn(header(headers, 'webhook-signature'));
  const signedAt = checkedTime(timestamp, nowMs, toleranceSeconds);
  const content = concatenated(new TextEncoder().encode(`${id}.${timestamp}.`), bytes);
  for (const verifier of verifiers) {
    if (await anyMatches(verifier, signatures, content)) {
      return { id, signedAt, json: () => JSON.parse(new TextDecoder().decode(bytes)) };
    }
  }
  throw new WebhookVerificationError('wrong-signature', 'no signature was made with this key over this body');
}

/** Compared with anything else, such as `NaN` or text, every time would be within the tolerance. */
function refuseBadNumber(name: string, value: unknown): void {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return;
  throw new TypeError(`${name} must be a finite number that is not negative`);
}

type Bytes = Uint8Array<ArrayBuffer>;

interface Verifier {
  readonly version: 'v1' | 'v1a';
  readonly key: () => ReturnType<typeof globalThis.crypto.subtle.importKey>;
  readonly algorithm: 'HMAC' | 'Ed25519';
}

interface Signature {
  readonly version: string;
  readonly bytes: Bytes | undefined;
}

const SECRET_BYTES_MIN = 24;
const SECRET_BYTES_MAX = 64;
const PUBLIC_KEY_BYTES = 32;

function verifierOf(text: string): Verifier {
  const [, prefix, encoded = ''] = /^(whsec_|whpk_)(.*)$/s.exec(text) ?? [];
  const bytes = base64Bytes(encoded);
  const { subtle } = globalThis.crypto;
  if (prefix === 'whsec_' && bytes && bytes.length >= SECRET_BYTES_MIN && bytes.length <= SECRET_BYTES_MAX) {
    const key = () => subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
    return { version: 'v1', algorithm: 'HMAC', key };
  }
  if (prefix === 'whpk_' && bytes?.length === PUBLIC_KEY_BYTES) {
    const key = () => subtle.importKey('raw', bytes, 'Ed25519', false, ['verify']);
    return { version: 'v1a', algorithm: 'Ed25519', key };
  }
  throw new TypeError('a key must be a signing secret whsec_<base64> or a public key whpk_<base64>');
}

/** WebCrypto compares in constant time. */
async function anyMatches(
  verifier: Verifier,
  signatures: readonly Signature[],
  content: Bytes,
): Promise<boolean> {
  const key = await verifier.key();
  for (const { version, bytes } of signatures) {
    if (version !== verifier.version || bytes === undefined) continue;
    if (await globalThis.crypto.subtle.verify(verifier.algorithm, key, bytes, content)) return true;
  }
  return false;
}

function header(headers: WebhookHeaders, name: string): string {
  const value = isHeadersObject(headers) ? headers.get(name) : fieldOf(headers, name);
  if (typeof value === 'string' && value !== '') return value;
  throw new WebhookVerificationError('missing-header', `there is no ${name}`);
}

const isHeadersObject = (headers: WebhookHeaders): headers is { get(name: string): string | null } =>
  typeof headers['get'] === 'function';

function fieldOf(headers: Exclude<WebhookHeaders, { get(name: string): string | null }>, name: string) {
  // Of two there is none that could be trusted more: joined as HTTP joins them, they are neither.
  const values = Object.entries(headers).filter(([key]) => key.toLowerCase() === name);
  const given = values.flatMap(([, value]) => value).filter((value) => value !== undefined);
  return given.length === 0 ? undefined : given.join(', ');
}

/**
 * What is signed is `id.timestamp.body`: with a full stop in the id, the signature of one webhook would also be that of
 * another one, whose id has the time in it and whose time is the beginning of the body. The specification wants none.
 */
function checkedId(id: string): string {
  if (/^[!-\-/-~]+$/.test(id)) return id;
  throw new WebhookVerificationError(
    'malformed-header',
    'webhook-id must be visible ASCII characters without a full stop',
  );
}

/** One for each key of the sender; each costs a hash of the body, so a stranger must not have thousands tried. */
const SIGNATURES_MOST = 64;

function signaturesIn(text: string): readonly Signature[] {
  const texts = text.split(' ');
  if (texts.length <= SIGNATURES_MOST) return texts.map(signatureFrom);
  throw new WebhookVerificationError(
    'malformed-header',
    `webhook-signature must have at most ${SIGNATURES_MOST} signatures`,
  );
}

function signatureFrom(text: string): Signature {
  const [version = '', encoded = '', ...more] = text.split(',');
  return { version, bytes: more.length === 0 ? base64Bytes(encoded) : undefined };
}

function checkedTime(timestamp: string, nowMs: number, toleranceSeconds: number): Date {
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw new WebhookVerificationError('malformed-header', 'webhook-timestamp must be Unix seconds');
  }
  const ageSeconds = Math.floor(nowMs / 1_000) - Number(timestamp);
  if (ageSeconds > toleranceSeconds) {
    throw new WebhookVerificationError('too-old', `it was signed ${ageSeconds} s ago`);
  }
  if (ageSeconds < -toleranceSeconds) {
    throw new WebhookVerificationError('too-new', `it was signed ${-ageSeconds} s in the future`);
  }
  return new Date(Number(timestamp) * 1_000);
}

/** Strict: undefined for what is not the one proper spelling of some bytes. */
function base64Bytes(text: string): Bytes | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  const decoded = atob(text);
  return btoa(decoded) === text ? Uint8Array.from(decoded, (char) => char.charCodeAt(0)) : undefined;
}

function bytesOf(body: unknown): Uint8Array {
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  throw new TypeError('body must be the text or the bytes as received, before anything has parsed it');
}

function concatenated(head: Uint8Array, tail: Uint8Array): Bytes {
  const whole = new Uint8Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
}
