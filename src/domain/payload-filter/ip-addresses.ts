import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

const LONGEST = 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'.length;
const IPV6 = /^[0-9A-Fa-f:]+$/;

/** All ranges of a filter check the same text one after the other. Parsing its address is the slow part. */
let latest: { readonly text: string; readonly address: Address | undefined } | undefined;

function addressOf(text: string): Address | undefined {
  if (text.length > LONGEST) return undefined;
  if (latest?.text !== text) latest = { text, address: read(text) };
  return latest.address;
}

/**
 * Reads the same addresses as Ruler: no IPv6 address with a dotted end or a zone, and an IPv4-mapped address counts as
 * the IPv4 address. Unlike Ruler, it rejects leading zeros, which some parsers read as octal.
 */
function read(text: string): Address | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  return IPV6.test(text) && ipaddr.IPv6.isValid(text) ? ipaddr.process(text) : undefined;
}

/** The same text for all spellings of an address; undefined if the text is no address. */
export const spelledAlike = (text: string): string | undefined => addressOf(text)?.toString();

/** Whether a text is an address in `10.0.0.0/8` or `2001:db8::/32`; or the fault of such a range. */
export function readCidr(cidr: string): ((text: string) => boolean) | { readonly fault: string } {
  const [base = '', bits = '', ...others] = cidr.split('/');
  const address = addressOf(base);
  const isMapped = address?.kind() === 'ipv4' && base.includes(':');
  if (address === undefined || isMapped || others.length > 0 || !/^(0|[1-9]\d{0,2})$/.test(bits)) {
    return { fault: 'must be a range of addresses such as 10.0.0.0/8 or 2001:db8::/32' };
  }
  const bitsMax = address.kind() === 'ipv4' ? 31 : 127;
  if (Number(bits) > bitsMax)
    return { fault: `must be at most /${bitsMax}. Write a single address without /` };
  return (text) => {
    const other = addressOf(text);
    // Ruler also compares with the first bits of addresses of the other family.
    return other !== undefined && other.kind() === address.kind() && other.match(address, Number(bits));
  };
}
