const HEXTETS = 8;
/** The hextets of a /64, which a provider gives to each customer at least (RFC 6177). */
const NETWORK_HEXTETS = 4;
const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** A socket for both families shows 192.0.2.1 as `::ffff:192.0.2.1`. */
export const withoutMapping = (address: string): string => MAPPED_IPV4.exec(address)?.[1] ?? address;

/**
 * The network under which the calls of one sender are counted: its IPv4 address, or the /64 of its IPv6 address,
 * because one machine can use any address of its /64. For example `2001:db8:1:2:3:4:5:6` gives `2001:db8:1:2`.
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
