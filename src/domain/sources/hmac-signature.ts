import {
  fingerprintOf,
  headerIn,
  hmacText,
  isSameText,
  malformedSignature,
  missingSignature,
  sharedSecretFault,
  wrongSignature,
} from './signature-text.ts';
import { BODY_ALONE, type Placeholder, signs, templateParts, textsBeside } from './signed-template.ts';
import { ageFault, timeMsOf, timeShapes } from './signed-time.ts';
import type {
  BodySignature,
  EventTypePlace,
  HmacSource,
  SignedContent,
  SignedRequest,
  SourceContent,
  SourceEntry,
  SourceFault,
  Verified,
} from './source.ts';

type Scheme = BodySignature & SignedContent;

/** A provider that signs with an HMAC, about which nothing else is known. */
export const hmacSigned = (scheme: Scheme): SourceEntry => ({
  secretFault: sharedSecretFault,
  verify: (request) => verifyHmac(scheme, request),
  eventTypeOf: () => null,
  deliveryKeyOf: ({ id }) => id,
  headersSentAlong: [],
});

/** A source as its owner describes it. */
export const hmacSource = (source: HmacSource): SourceEntry => ({
  ...hmacSigned(source),
  eventTypeOf: eventTypeAt(source.eventType),
});

export const eventTypeAt =
  (place: EventTypePlace | undefined) =>
  ({ headers, json }: SourceContent): unknown => {
    if (place === undefined) return null;
    if ('header' in place) return headerIn(headers, place.header);
    const members = json();
    return Object.hasOwn(members, place.member) ? members[place.member] : null;
  };

/** The signed values besides the body. */
type Values = Readonly<Record<Exclude<Placeholder, 'body'>, string>>;

function verifyHmac(scheme: Scheme, request: SignedRequest): Verified | SourceFault {
  const { signed = BODY_ALONE, timestamp } = scheme;
  const found = signaturesIn(scheme, request);
  if ('fault' in found) return found;
  const time = timeIn(scheme, request, found.fields);
  if ('fault' in time) return time;
  const id = signs(signed, 'id') ? idIn(scheme, request) : { text: '' };
  if ('fault' in id) return id;

  const values: Values = { timestamp: time.text, id: id.text, url: urlIn(scheme, request) };
  const parts = templateParts(signed).map((part) => {
    if ('literal' in part) return part.literal;
    return part.placeholder === 'body' ? request.body : values[part.placeholder];
  });
  const expected = hmacText(scheme, request.secret, ...parts);
  const shapeFault = faultOfShape(scheme, found.signatures, expected);
  if (shapeFault !== undefined) return shapeFault;
  if (!found.signatures.some((given) => isRight(scheme, given, expected))) return wrongSignature;
  const tooOld = timestamp && ageFault(time.ms / 1_000, request.nowMs, timestamp.toleranceSeconds);
  return tooOld ?? { id: id.text || null, fingerprint: fingerprintOf(expected) };
}

interface FoundSignatures {
  readonly signatures: readonly string[];
  /** The fields of a header that is a list; otherwise empty. */
  readonly fields: readonly string[];
}

function signaturesIn(scheme: Scheme, { headers }: SignedRequest): FoundSignatures | SourceFault {
  const { header, prefix, field, separator = ',' } = scheme;
  const value = headerIn(headers, header);
  if (value === undefined) return missingSignature(header);
  if (field === undefined) {
    const signatures = value.startsWith(prefix) ? [value.slice(prefix.length)] : [];
    return { signatures, fields: [] };
  }
  const fields = value.split(separator);
  const signatures = valuesOf(fields, field).filter((one) => one.startsWith(prefix));
  if (signatures.length === 0) return malformedSignature(header, shapeOfList(scheme));
  return { signatures: signatures.map((one) => one.slice(prefix.length)), fields };
}

const valuesOf = (fields: readonly string[], name: string): string[] =>
  fields.filter((field) => field.startsWith(`${name}=`)).map((field) => field.slice(name.length + 1));

function shapeOfList({ field = '', separator = ',', timestamp, encoding }: Scheme): string {
  const time = timestamp?.field === undefined ? [] : [`${timestamp.field}=<${timeShapes[timestamp.format]}>`];
  return [...time, `${field}=<${encoding}>`].join(separator);
}

/** A header with one signature must be exactly that, because its length is known. */
function faultOfShape(
  { header, prefix, encoding, field }: Scheme,
  [given]: readonly string[],
  expected: string,
): SourceFault | undefined {
  if (field !== undefined) return undefined;
  if (given !== undefined && withoutPadding(encoding, given).length === expected.length) return undefined;
  const shape = `${encoding} of ${expected.length} characters`;
  return malformedSignature(header, prefix === '' ? shape : `${prefix} and ${shape}`);
}

/** Hex may be in upper case, as some platforms write it; mixed case is wrong. */
function isRight({ encoding, field }: Scheme, text: string, expected: string): boolean {
  const given = withoutPadding(encoding, text);
  const mayBeInCapitals = encoding === 'hex' && field === undefined;
  return isSameText(given, expected) || (mayBeInCapitals && isSameText(given, expected.toUpperCase()));
}

/** RFC 4648, section 5: base64url comes with or without padding. */
const withoutPadding = (encoding: Scheme['encoding'], text: string): string =>
  encoding === 'base64url' ? text.replace(/={1,2}$/, '') : text;

function timeIn(
  { header, timestamp, signed = BODY_ALONE, ...scheme }: Scheme,
  { headers }: SignedRequest,
  fields: readonly string[],
): { readonly text: string; readonly ms: number } | SourceFault {
  if (timestamp === undefined || !signs(signed, 'timestamp')) return { text: '', ms: 0 };
  const { header: timeHeader, field = '', format } = timestamp;
  if (timeHeader !== undefined) {
    const text = headerIn(headers, timeHeader);
    if (text === undefined) return missingSignature(timeHeader);
    const ms = timeMsOf(text, format);
    return ms === undefined ? malformedSignature(timeHeader, timeShapes[format]) : { text, ms };
  }
  const [text = '', ...further] = valuesOf(fields, field);
  const ms = timeMsOf(text, format);
  if (ms !== undefined && further.length === 0) return { text, ms };
  return malformedSignature(header, shapeOfList({ header, timestamp, ...scheme }));
}

const VISIBLE_ASCII = /^[!-~]{1,255}$/;

function idIn(
  { id, signed = BODY_ALONE }: Scheme,
  { headers }: SignedRequest,
): { readonly text: string } | SourceFault {
  const header = id?.header ?? '';
  const text = headerIn(headers, header);
  if (text === undefined) return missingSignature(header);
  const beside = textsBeside(templateParts(signed), 'id');
  if (!VISIBLE_ASCII.test(text)) return malformedSignature(header, '1–255 visible ASCII characters');
  // Otherwise the same signed bytes could be split into another id and another body.
  const isCutTwice = beside.some((literal) => text.includes(literal));
  return isCutTwice ? malformedSignature(header, `without ${beside.join(' and ')}`) : { text };
}

const urlIn = ({ url = '' }: Scheme, { subscriptionId = '' }: SignedRequest): string =>
  url.replaceAll('{subscription_id}', subscriptionId);
