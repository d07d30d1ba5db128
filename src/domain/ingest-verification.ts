import { createHmac, timingSafeEqual } from 'node:crypto';
import { isJson } from './json-check.ts';
import { memberSlices } from './json-members.ts';
import { kindOfJson, scalarOrStandIn, wantedMembers } from './json-members-wanted.ts';
import { requestLimits } from './limits.ts';

/**
 * How a producer proves that it knows a subscription's ingest secret: lower-case hex of HMAC-SHA256(secret, body), with
 * the secret's UTF-8 bytes as the key. The header `X-Posthorn-Signature` carries it (with an optional prefix `sha256=`)
 * for the whole request body. Without the header, the body is `{"body": "<string>", "signature": "<hex>"}`: the
 * signature is over the UTF-8 bytes of `body`, and these bytes are delivered.
 */

export type IngestVerification =
  | { readonly outcome: 'verified'; readonly payload: Uint8Array; readonly unwrapped: boolean }
  | { readonly outcome: 'missing-signature'; readonly detail: string; readonly pointer: string }
  | { readonly outcome: 'malformed-wrapper'; readonly detail: string; readonly pointer: string }
  | { readonly outcome: 'wrong-signature' };

const HEADER_PREFIX = 'sha256=';
const WRAPPER_MEMBERS = new Set(['body', 'signature']);

/** The signature that a producer sends with this body. */
export const ingestSignature = (secret: string, body: Uint8Array): string =>
  createHmac('sha256', Buffer.from(secret, 'utf8')).update(body).digest('hex');

function signatureIsRight(secret: string, body: Uint8Array, given: string): boolean {
  const expected = Buffer.from(ingestSignature(secret, body));
  const candidate = Buffer.from(given);
  return candidate.length === expected.length && timingSafeEqual(candidate, expected);
}

/** Checks a signed ingest: by its header if there is one, otherwise by the wrapper in its body. */
export function verifyIngest(
  secret: string,
  body: Uint8Array,
  header: string | undefined,
): IngestVerification {
  if (header === undefined) return verifyWrapper(secret, body);
  const given = header.startsWith(HEADER_PREFIX) ? header.slice(HEADER_PREFIX.length) : header;
  if (!signatureIsRight(secret, body, given)) return { outcome: 'wrong-signature' };
  return { outcome: 'verified', payload: body, unwrapped: false };
}

function verifyWrapper(secret: string, body: Uint8Array): IngestVerification {
  const wrapper = readWrapper(body);
  if (!('body' in wrapper)) return wrapper;
  const payload = Buffer.from(wrapper.body, 'utf8');
  if (!signatureIsRight(secret, payload, wrapper.signature)) return { outcome: 'wrong-signature' };
  return { outcome: 'verified', payload, unwrapped: true };
}

type Wrapper = { readonly body: string; readonly signature: string };

function readWrapper(body: Uint8Array): Wrapper | Exclude<IngestVerification, { outcome: 'verified' }> {
  const members = jsonObjectOf(body);
  if (members === undefined || members['signature'] === undefined) {
    return {
      outcome: 'missing-signature',
      detail:
        'Missing signature: this subscription accepts signed events only. Send X-Posthorn-Signature, ' +
        'or the JSON object {"body": "<string>", "signature": "<hex>"}.',
      pointer: '/signature',
    };
  }
  for (const name of Object.keys(members)) {
    if (!WRAPPER_MEMBERS.has(name))
      return malformed(pointerTo(name), 'is not signed and would not be delivered');
  }
  const { duplicate } = memberSlices(withoutMark(body));
  if (duplicate !== undefined)
    return malformed(pointerTo(duplicate), 'is given more than once. Send it once');
  const { body: text, signature } = members;
  if (text === undefined) return malformed('/body', 'is missing');
  if (typeof text !== 'string') return malformed('/body', 'must be a string: the signature covers its bytes');
  if (!text.isWellFormed()) return malformed('/body', 'has an unpaired surrogate, which UTF-8 cannot encode');
  if (typeof signature !== 'string') return malformed('/signature', 'must be a string of lower-case hex');
  return { body: text, signature };
}

const BYTE_ORDER_MARK = Buffer.from('\ufeff');

/** A byte order mark is ignored (RFC 8259, section 8.1). */
const withoutMark = (body: Uint8Array): Uint8Array =>
  BYTE_ORDER_MARK.every((byte, n) => body[n] === byte) ? body.subarray(BYTE_ORDER_MARK.length) : body;

/** RFC 6901, section 3. */
const pointerTo = (name: string): string =>
  `/${name.slice(0, requestLimits.faultNameCharacters).replaceAll('~', '~0').replaceAll('/', '~1')}`;

const malformed = (pointer: string, detail: string) =>
  ({ outcome: 'malformed-wrapper', pointer, detail }) as const;

function jsonObjectOf(body: Uint8Array): Record<string, unknown> | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    if (text.length > requestLimits.parsedWholeCharacters) return largeWrapperOf(withoutMark(body));
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // Not JSON or not UTF-8, so the body is no wrapper and carries no signature.
  }
}

/** Reads the wrapper's own members and one other member, if any, so a body that is no wrapper costs little. */
function largeWrapperOf(body: Uint8Array): Record<string, unknown> | undefined {
  if (kindOfJson(body) !== 'object' || !isJson(body)) return undefined;
  const { slices, others } = wantedMembers(body, [...WRAPPER_MEMBERS], 1);
  const own = [...slices].map(([name, slice]) => [name, scalarOrStandIn(slice)] as const);
  return Object.fromEntries([...own, ...[...others].map((name) => [name, null] as const)]);
}
