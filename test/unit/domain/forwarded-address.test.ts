import { describe, expect, it } from 'vitest';
import { callerAddress } from '../../../src/domain/forwarded-address.ts';

describe('the address of a caller', () => {
  const behindProxies = callerAddress(['10.0.0.0/8', 'fd00::/8']);

  it.each([
    ['an unknown peer is the caller, whatever it forwards', '192.0.2.1', '203.0.113.7', '192.0.2.1'],
    ['a proxy without the header is the caller', '10.0.0.1', undefined, '10.0.0.1'],
    ['a proxy names the caller', '10.0.0.1', '203.0.113.7', '203.0.113.7'],
    [
      'what a caller has invented stands left of its address',
      '10.0.0.1',
      '127.0.0.1, 203.0.113.7',
      '203.0.113.7',
    ],
    ['of a chain of proxies, each is passed', '10.0.0.1', '6.6.6.6,203.0.113.7 , 10.9.9.9', '203.0.113.7'],
    ['of proxies only, the first is the caller', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['what is no address ends the chain', '10.0.0.1', '203.0.113.7, unknown, 10.0.0.2', '10.0.0.2'],
    ['an empty header says nothing', '10.0.0.1', '', '10.0.0.1'],
    ['an IPv4 peer at an IPv6 socket is a proxy', '::ffff:10.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['an IPv6 proxy names an IPv6 caller', 'fd00::1', '2001:DB8:0::7', '2001:db8::7'],
    ['a port is left out', '10.0.0.1', '203.0.113.7:51034', '203.0.113.7'],
    ['a port of IPv6 is left out', '10.0.0.1', '[2001:db8::7]:51034', '2001:db8::7'],
    ['octal digits are no address', '10.0.0.1', '0203.0.113.7', '10.0.0.1'],
    ['a peer without an address stays so', '', '203.0.113.7', ''],
  ])('%s', (_, peer, forwardedFor, expected) => {
    expect(behindProxies(peer, forwardedFor)).toBe(expected);
  });

  it('is that of the peer when there are no proxies', () => {
    const direct = callerAddress([]);
    expect(direct('127.0.0.1', '203.0.113.7')).toBe('127.0.0.1');
    expect(direct('::ffff:192.0.2.1', '203.0.113.7')).toBe('192.0.2.1');
    expect(direct('2001:db8::1', undefined)).toBe('2001:db8::1');
  });
});
