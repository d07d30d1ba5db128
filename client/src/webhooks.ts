/**
 * Verifies webhooks as in the Standard Webhooks specification (https://www.standardwebhooks.com): `v1` with a secret
 * `whsec_…`, `v1a` with a public key `whpk_…`, over `id.timestamp.body`.
 */

/** The headers of a request: a `Headers` object, or a plain object such as that of Node.js; case does not matter. */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface VerifiedWebhook {
  /** `webhook-id`: the id of the event, the same on every retry and replay. Use it to drop duplicates. */
  readonly id: string;
  /** `webhook-timestamp`: the time at which this attempt was signed. */
  readonly signedAt: Date;
  /** The body as JSON. @throws SyntaxError if it is not JSON */
  json(): unknown;
}

export type RejectionReason =
  | 'missing-header'
  | 'malformed-header'
  | 'too-old'
  | 'too-new'
  | 'wrong-signature';

/** The webhook is forged, altered or too old: answer 400 or 401, and do nothing. */
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
   * The largest difference between the signed time and your clock, in seconds, from 0 on; default: 300, as in the
   * specification.
   */
  readonly toleranceSeconds?: number;
  /** Your clock, in Unix milliseconds. */
  readonly nowMs?: number;
}

const TOLERANCE_SECONDS_DEFAULT = 300;

/**
 * @param keys the subscription's signing secret `whsec_…` or public key `whpk_…`, or several during a rotation
 * @param body as received: after parsing and serializing, the signature no longer matches
 * @throws WebhookVerificationError for a webhook to reject; TypeError for an invalid key, body, tolerance or time,
 *   independent of the webhook
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

/** With another value, such as `NaN` or a text, every time would be within the tolerance. */
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
  throw new WebhookVerificationError('missing-header', `the header ${name} is missing`);
}

const isHeadersObject = (headers: WebhookHeaders): headers is { get(name: string): string | null } =>
  typeof headers['get'] === 'function';

function fieldOf(headers: Exclude<WebhookHeaders, { get(name: string): string | null }>, name: string) {
  // Neither of two values is more trustworthy: joined as HTTP joins them, they match neither.
  const values = Object.entries(headers).filter(([key]) => key.toLowerCase() === name);
  const given = values.flatMap(([, value]) => value).filter((value) => value !== undefined);
  return given.length === 0 ? undefined : given.join(', ');
}

/**
 * The signed text is `id.timestamp.body`. With a full stop in the id, the signature of one webhook would also fit
 * another webhook, whose id contains the time and whose time is the start of the body. The specification forbids it.
 */
function checkedId(id: string): string {
  if (/^[!-\-/-~]+$/.test(id)) return id;
  throw new WebhookVerificationError(
    'malformed-header',
    'webhook-id must be visible ASCII characters without a full stop',
  );
}

/** One for each key of the sender. Each check hashes the body, so a stranger must not cause thousands. */
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

/** Strict: undefined for any spelling but the canonical one. */
function base64Bytes(text: string): Bytes | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  const decoded = atob(text);
  return btoa(decoded) === text ? Uint8Array.from(decoded, (char) => char.charCodeAt(0)) : undefined;
}

function bytesOf(body: unknown): Uint8Array {
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  throw new TypeError('body must be the text or the bytes as received, not parsed');
}

function concatenated(head: Uint8Array, tail: Uint8Array): Bytes {
  const whole = new Uint8Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
}
