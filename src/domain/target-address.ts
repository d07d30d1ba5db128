import ipaddr from 'ipaddr.js';
import { subscriptionLimits } from './limits.ts';

/**
 * The allowed targets of deliveries: URLs of public hosts, so that callers cannot use Posthorn to reach the network
 * that it runs in (server-side request forgery). `readTargetUrl` checks the text of a URL; `addressIsAllowed` checks an
 * address, written in the URL or resolved from a name.
 */

type Address = ipaddr.IPv4 | ipaddr.IPv6;
/** An address and the number of its leading bits that count. */
type AddressRange = readonly [Address, number];

export interface TargetRules {
  readonly allowHttp: boolean;
  /** Ranges that targets may be in although they are not public. */
  readonly allowedRanges: readonly AddressRange[];
}

interface TargetSettings {
  readonly allowHttp: boolean;
  /** `10.0.0.0/8`, `fd00::/8` */
  readonly allowedCidrs: readonly string[];
}

/** Throws an error that names the first malformed CIDR, so that a wrong configuration stops the start. */
export const targetRules = ({ allowHttp, allowedCidrs }: TargetSettings): TargetRules => ({
  allowHttp,
  allowedRanges: allowedCidrs.map(rangeOf),
});

function rangeOf(cidr: string): AddressRange {
  // Only plain decimal IPv4: `010.0.0.0/8` could mean 8.0.0.0/8 or 10.0.0.0/8.
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(cidr)) return ipaddr.IPv4.parseCIDR(cidr);
  if (!cidr.includes('%') && ipaddr.IPv6.isValidCIDR(cidr)) return ipaddr.IPv6.parseCIDR(cidr);
  throw new Error(`"${cidr}" is not a range of addresses such as 10.0.0.0/8 or fd00::/8`);
}

/**
 * All of IPv4 that is not globally reachable unicast, or is infrastructure and no customer's host.
 * https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const specialIpv4 = [
  '0.0.0.0/8', // "this network"; Linux connects 0.0.0.0 to loopback
  '10.0.0.0/8', // private
  '100.64.0.0/10', // shared by carrier-grade NAT; 100.100.100.200 is Alibaba Cloud's metadata service
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local, with the metadata services of clouds
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments; 192.0.0.192 is Oracle Cloud's metadata service
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112: answers DNS queries about private addresses
  '192.52.193.0/24', // multicast tunnels (AMT)
  '192.88.99.0/24', // 6to4 relays, deprecated
  '192.168.0.0/16', // private
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarking
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and broadcast
].map(rangeOf);

/**
 * Public by number, but a cloud's own network serves these addresses to the machines inside it, besides link-local
 * ones.
 */
const cloudIpv4 = [
  '168.63.129.16/32', // Azure: the wire server, with the machine's certificates and settings
  '161.26.0.0/16', // IBM Cloud: infrastructure services
  '166.8.0.0/14', // IBM Cloud: private endpoints
  '199.36.153.4/30', // Google Cloud: restricted.googleapis.com
  '199.36.153.8/30', // Google Cloud: private.googleapis.com
].map(rangeOf);

/**
 * The only part of IPv6 that is assigned as global unicast. Everything outside needs no list: loopback, IPv4-mapped,
 * NAT64, unique local, link-local, site-local, multicast, segment routing, discard.
 * https://www.iana.org/assignments/ipv6-address-space
 */
const globalIpv6 = rangeOf('2000::/3');

/** The special ranges inside it. https://www.iana.org/assignments/iana-ipv6-special-registry */
const specialIpv6 = [
  '2001::/23', // protocol assignments: Teredo, benchmarking, ORCHID, …
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4: carries any IPv4 address
  '2600:2d00:2:1000::/56', // Google Cloud: restricted.googleapis.com
  '2600:2d00:2:2000::/56', // Google Cloud: private.googleapis.com
  '2620:4f:8000::/48', // AS112
  '3fff::/20', // documentation
].map(rangeOf);

/** Whether a connection to this address may be made. The address must be spelled as sockets and `URL` spell it. */
export function addressIsAllowed(text: string, rules: TargetRules): boolean {
  const address = addressOf(text);
  if (address === undefined) return false;
  if (!(address instanceof ipaddr.IPv6)) return isAllowedByRange(address, rules) || isPublicIpv4(address);
  // An operator who allows 127.0.0.0/8 allows mapped addresses of the same host too. Other mapped addresses are
  // refused.
  if (address.isIPv4MappedAddress()) return isAllowedByRange(address.toIPv4Address(), rules);
  return isAllowedByRange(address, rules) || isPublicIpv6(address);
}

function addressOf(text: string): Address | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  const isIpv6 = !text.includes('%') && ipaddr.IPv6.isValid(text);
  return isIpv6 ? ipaddr.IPv6.parse(text) : undefined;
}

const isIn = (address: Address, [base, bits]: AddressRange): boolean =>
  address.kind() === base.kind() && address.match(base, bits);

const isAllowedByRange = (address: Address, rules: TargetRules): boolean =>
  rules.allowedRanges.some((range) => isIn(address, range));

const isPublicIpv4 = (address: ipaddr.IPv4): boolean =>
  ![...specialIpv4, ...cloudIpv4].some((range) => isIn(address, range));

const isPublicIpv6 = (address: ipaddr.IPv6): boolean =>
  isIn(address, globalIpv6) && !specialIpv6.some((range) => isIn(address, range)) && !isIsatap(address);

/** An interface identifier `0:5efe` or `200:5efe` carries an IPv4 address to tunnel to (RFC 5214, section 6.1). */
const isIsatap = ({ parts }: ipaddr.IPv6): boolean =>
  (parts[4] === 0 || parts[4] === 0x200) && parts[5] === 0x5efe;

/**
 * Ports of other protocols, whose servers could misread a request. Browsers block the same ports.
 * https://fetch.spec.whatwg.org/#port-blocking
 */
const blockedPorts = new Set(
  (
    '0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123 ' +
    '135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 ' +
    '995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080'
  ).split(' '),
);

/** Names that no public DNS server knows (RFC 6761, 6762, 8375; ICANN reserves `internal`). */
const PRIVATE_NAME = /(^|\.)(localhost|local|internal|home\.arpa)\.?$/;

type TargetReading =
  /** `hostName`: the name to resolve and check before a connection; undefined if the host is an address. */
  | { readonly outcome: 'accepted'; readonly url: URL; readonly hostName: string | undefined }
  /** `fault`: a phrase about the URL. */
  | { readonly outcome: 'refused'; readonly fault: string };

const refused = (fault: string): TargetReading => ({ outcome: 'refused', fault });

/**
 * Reads a target URL by the WHATWG rules, under which `http://0x7f.1` is 127.0.0.1. Checks everything but the addresses
 * that its name resolves to.
 */
export function readTargetUrl(text: string, rules: TargetRules): TargetReading {
  const fault = spellingFault(text, rules);
  if (fault !== undefined) return refused(fault);
  const url = URL.parse(text);
  if (url === null) return refused('is not a valid URL');
  if (blockedPorts.has(url.port))
    return refused(`has port ${url.port}, which is reserved for another protocol`);
  const address = writtenAddress(url.hostname);
  if (address !== undefined) {
    const isAllowed = addressIsAllowed(address, rules);
    return isAllowed
      ? { outcome: 'accepted', url, hostName: undefined }
      : refused('has an address that is not public');
  }
  if (PRIVATE_NAME.test(url.hostname) && rules.allowedRanges.length === 0) {
    return refused('has a host name that is not public');
  }
  return { outcome: 'accepted', url, hostName: url.hostname };
}

/** Checks the characters before the URL parser, which repairs many faults. */
function spellingFault(text: string, rules: TargetRules): string | undefined {
  if (text.length > subscriptionLimits.targetUrlCharacters) {
    return `is longer than ${subscriptionLimits.targetUrlCharacters} characters`;
  }
  if (/[\s\p{Cc}\\]/u.test(text)) return 'must not contain spaces, control characters or backslashes';
  const scheme = rules.allowHttp ? /^https?:\/\//i : /^https:\/\//i;
  if (!scheme.test(text)) return `must begin with https://${rules.allowHttp ? ' or http://' : ''}`;
  const [authority = ''] = text.replace(scheme, '').split(/[/?#]/, 1);
  if (authority === '') return 'must have a host';
  if (authority.includes('@')) return 'must not contain a user name or password';
  return text.includes('#') ? 'must not have a fragment' : undefined;
}

/**
 * The host if it is an address: in brackets, or dotted decimal, which the parser makes of any host that ends in a
 * number.
 */
function writtenAddress(host: string): string | undefined {
  if (host.startsWith('[')) return host.slice(1, -1);
  return /^[\d.]+$/.test(host) ? host : undefined;
}
