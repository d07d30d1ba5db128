import ipaddr from 'ipaddr.js';
import { withoutMapping } from './source-network.ts';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type AddressRange = readonly [Address, number];

/** The address that sent a request. `peer`: the other end of the connection. `forwardedFor`: `X-Forwarded-For`. */
export type CallerAddress = (peer: string, forwardedFor: string | undefined) => string;

/**
 * The address that sent a request, when the proxies before the service are in `ranges` (CIDR). Each proxy appends its
 * caller's address to `X-Forwarded-For`, so the header is read from the right while the address is a trusted proxy. The
 * caller wrote the rest of the header and can have invented it. For example with `10.0.0.0/8`, peer 10.0.0.1 and the
 * header `1.2.3.4, 203.0.113.7` give 203.0.113.7.
 */
export function callerAddress(ranges: readonly string[]): CallerAddress {
  if (ranges.length === 0) return withoutMapping;
  const proxies: readonly AddressRange[] = ranges.map((range) => ipaddr.parseCIDR(range));
  return (peer, forwardedFor) => {
    const hops = (forwardedFor ?? '').split(',').reverse();
    let caller = addressOf(peer);
    if (caller === undefined) return peer;
    for (const hop of hops) {
      if (!isIn(caller, proxies)) break;
      const next = addressOf(withoutPort(hop.trim()));
      if (next === undefined) break;
      caller = next;
    }
    return caller.toString();
  };
}

const isIn = (address: Address, ranges: readonly AddressRange[]): boolean =>
  ranges.some(([base, bits]) => address.kind() === base.kind() && address.match(base, bits));

function addressOf(text: string): Address | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (!ipaddr.IPv6.isValid(text)) return undefined;
  const address = ipaddr.IPv6.parse(text);
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

/** Some proxies append the caller's port: `203.0.113.7:51034`, `[2001:db8::7]:51034`. */
const withoutPort = (text: string): string =>
  /^\[(.+)\](:\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
