/**
 * Headers of every answer: no content sniffing, no caching on the way, no referrer. An answer may override them, as the
 * files of the documentation page do for caching.
 */
export const standingHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

/** A year (RFC 6797). Subdomains are not ours to decide on. */
const transportSecurity = { 'strict-transport-security': 'max-age=31536000' } as const;

type Headers = Readonly<Record<string, string | undefined>> | null | undefined;

/** The headers for a request with these headers: API Gateway and proxies say whether it came over TLS. */
export function standingHeadersFor(requestHeaders: Headers): Readonly<Record<string, string>> {
  const protocol = requestHeaders?.['x-forwarded-proto'] ?? requestHeaders?.['X-Forwarded-Proto'];
  const isTls = protocol?.split(',', 1)[0]?.trim().toLowerCase() === 'https';
  return isTls ? { ...standingHeaders, ...transportSecurity } : standingHeaders;
}
