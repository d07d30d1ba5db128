const HEXTETS = 8;
/** Hextets of a /64: what one customer of a provider has at least (RFC 6177). */
const NETWORK_HEXTETS = 4;
const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** `::ffff:192.0.2.1` is what a socket for both families makes of 192.0.2.1. */
export const withoutMapping = (address: string): string => MAPPED_IPV4.exec(address)?.[1] ?? address;

/**
 * What calls of one sender are counted under: its IPv4 address, or the /64 of its IPv6 address, in which one machine has
 * as many addresses as it likes.
 */
export function sourceNetwork(address: string): string {
  const unmapped = withoutMapping(address);
  const [plain = ''] = unmapped.split('%');
  if (!plain.includes(':')) return unmapped;
  const [head = '', tail] = plain.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = (tail ?? '') === '' ? [] : (tail ?? '').split(':');
  const zeros = tail === undefined ? 0 : HEXTETS - before.length - after.length;
  const hextets = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
  return hextets
    .slice(0, NETWORK_HEXTETS)
    .map((hextet) => Number.parseInt(hextet, 16).toString(16))
    .join(':');
}
