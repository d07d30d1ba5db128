import { subscriptionLimits } from './limits.ts';

/** Headers that a subscription adds to its attempts, and headers that it must not set. */

/** RFC 9110, section 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VISIBLE_ASCII = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/;

/** In lower case. */
const RESERVED_NAMES: ReadonlySet<string> = new Set([
  // Set by the HTTP client for the connection: RFC 9110, sections 7.2 and 7.6.1, and RFC 9112, section 6.
  'host',
  'transfer-encoding',
  'connection',
  'te',
  'trailer',
  'upgrade',
  'http2-settings',
  'expect',
  'keep-alive',
  // Set by Posthorn for the request.
  'user-agent',
  'traceparent',
  // The origin and the route of a request: receivers and their proxies trust these headers.
  'via',
  'forwarded',
  'x-real-ip',
  // Required by the metadata services of Azure and Google Cloud.
  'metadata',
  'x-google-metadata-request',
]);

/** In lower case. */
const RESERVED_PREFIXES = [
  'content-',
  'proxy-',
  // Signatures of Standard Webhooks and of Svix.
  'webhook-',
  'svix-',
  'x-posthorn-',
  // Attributes of a CloudEvent in binary mode.
  'ce-',
  // Signed by AWS (Signature Version 4), and set between AWS services.
  'x-amz-',
  'x-amzn-',
  // Required by the metadata services of EC2 and Google Cloud.
  'x-aws-ec2-metadata-',
  'metadata-',
  'x-forwarded-',
];

export function isReservedHeaderName(name: string): boolean {
  const lower = name.toLowerCase();
  return RESERVED_NAMES.has(lower) || RESERVED_PREFIXES.some((prefix) => lower.startsWith(prefix));
}

/** The fault of a header's name, or undefined. */
export function headerNameFault(name: string): string | undefined {
  if (!TOKEN.test(name)) return 'is not a header name (RFC 9110 token)';
  if (name.length > subscriptionLimits.headerNameCharacters) {
    return `is longer than ${subscriptionLimits.headerNameCharacters} characters`;
  }
  return isReservedHeaderName(name) ? 'is reserved: only Posthorn or the connection may set it' : undefined;
}

/** The fault of a header's value, or undefined. */
export function headerValueFault(value: string): string | undefined {
  if (value.length > subscriptionLimits.headerValueCharacters) {
    return `is longer than ${subscriptionLimits.headerValueCharacters} characters`;
  }
  return VISIBLE_ASCII.test(value) ? undefined : 'must be visible ASCII, without spaces at either end';
}

/** The fault of a subscription's headers together, or undefined. All headers are ASCII, so a character is a byte. */
export function headersFault(headers: Readonly<Record<string, string>>): string | undefined {
  let characters = 0;
  for (const [name, value] of Object.entries(headers)) characters += name.length + value.length;
  const most = subscriptionLimits.headersCharacters;
  return characters > most
    ? `has ${characters} characters of names and values; at most ${most} are allowed`
    : undefined;
}
