import { subscriptionLimits } from './limits.ts';

/** Headers that a subscription adds to its attempts, and those that it may not set because the request is ours. */

/** RFC 9110, section 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VISIBLE_ASCII = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/;

const RESERVED_NAMES = new Set([
  'host',
  'transfer-encoding',
  'connection',
  'te',
  'trailer',
  'upgrade',
  'expect',
  'keep-alive',
  'user-agent',
  'traceparent',
]);
const RESERVED_PREFIXES = ['content-', 'proxy-', 'webhook-', 'x-posthorn-'];

/** What is wrong with a header's name, or undefined. */
export function headerNameFault(name: string): string | undefined {
  if (!TOKEN.test(name)) return 'is not a header name (RFC 9110 token)';
  if (name.length > subscriptionLimits.headerNameCharacters) {
    return `is longer than ${subscriptionLimits.headerNameCharacters} characters`;
  }
  const lower = name.toLowerCase();
  const isReserved =
    RESERVED_NAMES.has(lower) || RESERVED_PREFIXES.some((prefix) => lower.startsWith(prefix));
  return isReserved ? 'is reserved: Posthorn or the connection sets it' : undefined;
}

/** What is wrong with a header's value, or undefined. */
export function headerValueFault(value: string): string | undefined {
  if (value.length > subscriptionLimits.headerValueCharacters) {
    return `is longer than ${subscriptionLimits.headerValueCharacters} characters`;
  }
  return VISIBLE_ASCII.test(value) ? undefined : 'must be visible ASCII, without spaces at its ends';
}
