/**
 * Whether two URLs have the same origin: scheme, host and port (RFC 6454). A URL that cannot be parsed has no origin,
 * and equals no other.
 */
export function isSameOrigin(one: string, other: string): boolean {
  const origin = originOf(one);
  return origin !== undefined && origin === originOf(other);
}

/** For example `https://receiver.example:8443`; undefined if the text is no URL, or its scheme has no origins. */
export function originOf(url: string): string | undefined {
  const origin = URL.parse(url)?.origin;
  return origin === 'null' ? undefined : origin;
}
