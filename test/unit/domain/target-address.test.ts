import { describe, expect, it } from 'vitest';
import { addressIsAllowed, targetRules } from '../../../src/domain/target-address.ts';

const publicOnly = targetRules({ allowHttp: true, allowedCidrs: [] });
const withLoopback = targetRules({ allowHttp: true, allowedCidrs: ['127.0.0.0/8', '::1/128'] });

/** The first and the last address of each range, from the registries of IANA. */
const notPublic = [
  ['0.0.0.0', '0.255.255.255', 'this network'],
  ['10.0.0.0', '10.255.255.255', 'private'],
  ['100.64.0.0', '100.127.255.255', 'carrier-grade NAT'],
  ['127.0.0.0', '127.255.255.255', 'loopback'],
  ['169.254.0.0', '169.254.255.255', 'link-local'],
  ['172.16.0.0', '172.31.255.255', 'private'],
  ['192.0.0.0', '192.0.0.255', 'protocol assignments'],
  ['192.0.2.0', '192.0.2.255', 'documentation'],
  ['192.88.99.0', '192.88.99.255', '6to4 relay'],
  ['192.31.196.0', '192.31.196.255', 'AS112'],
  ['192.52.193.0', '192.52.193.255', 'AMT'],
  ['192.168.0.0', '192.168.255.255', 'private'],
  ['192.175.48.0', '192.175.48.255', 'AS112'],
  ['168.63.129.16', '168.63.129.16', 'the wire server of Azure'],
  ['169.254.169.254', '169.254.170.2', 'metadata of most clouds, credentials of ECS'],
  ['100.100.100.200', '100.100.100.200', 'metadata of Alibaba Cloud'],
  ['192.0.0.192', '192.0.0.192', 'metadata of Oracle Cloud'],
  ['161.26.0.0', '161.26.255.255', 'services of IBM Cloud'],
  ['166.8.0.0', '166.11.255.255', 'endpoints of IBM Cloud'],
  ['199.36.153.4', '199.36.153.11', 'private endpoints of Google Cloud'],
  ['198.18.0.0', '198.19.255.255', 'benchmarking'],
  ['198.51.100.0', '198.51.100.255', 'documentation'],
  ['203.0.113.0', '203.0.113.255', 'documentation'],
  ['224.0.0.0', '239.255.255.255', 'multicast'],
  ['240.0.0.0', '255.255.255.255', 'reserved and broadcast'],
  ['::', '::1', 'unspecified and loopback'],
  ['::2', '::ffff:ffff', 'IPv4-compatible, deprecated'],
  ['::ffff:0:0', '::ffff:ffff:ffff', 'IPv4-mapped'],
  ['::ffff:0:0:0', '::ffff:0:ffff:ffff', 'IPv4-translated'],
  ['64:ff9b::', '64:ff9b::ffff:ffff', 'NAT64'],
  ['64:ff9b:1::', '64:ff9b:1:ffff:ffff:ffff:ffff:ffff', 'NAT64, local'],
  ['100::', '100::ffff:ffff:ffff:ffff', 'discard'],
  ['100:0:0:1::', '100:0:0:1:ffff:ffff:ffff:ffff', 'dummy'],
  ['1fff::', '1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'not given out'],
  ['2001::', '2001:0:ffff:ffff:ffff:ffff:ffff:ffff', 'Teredo'],
  ['2001:1::1', '2001:1::3', 'port control, TURN, DNS-SD anycast'],
  ['2001:2::', '2001:2:0:ffff:ffff:ffff:ffff:ffff', 'benchmarking'],
  ['2001:3::', '2001:4:112:ffff:ffff:ffff:ffff:ffff', 'AMT and AS112'],
  ['2001:10::', '2001:1f:ffff:ffff:ffff:ffff:ffff:ffff', 'ORCHID, deprecated'],
  ['2001:20::', '2001:3f:ffff:ffff:ffff:ffff:ffff:ffff', 'ORCHIDv2 and drones'],
  ['2001:1fe::', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff', 'the end of protocol assignments'],
  ['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', 'documentation'],
  ['2002::', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '6to4'],
  ['2002:808:808::1', '2002:7f00:1::1', '6to4 to public and loopback'],
  ['fd00:ec2::254', 'fd20:ce::254', 'metadata of AWS and Google Cloud'],
  ['2600:2d00:2:1000::', '2600:2d00:2:10ff:ffff:ffff:ffff:ffff', 'restricted endpoints of Google Cloud'],
  ['2600:2d00:2:2000::', '2600:2d00:2:20ff:ffff:ffff:ffff:ffff', 'private endpoints of Google Cloud'],
  ['2620:4f:8000::', '2620:4f:8000:ffff:ffff:ffff:ffff:ffff', 'AS112'],
  ['3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff', 'documentation'],
  ['4000::', '5eff::1', 'not given out'],
  ['5f00::', '5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'segment routing'],
  ['6000::', 'fbff::1', 'not given out'],
  ['fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'unique local'],
  ['fe80::', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'link-local'],
  ['fec0::', 'feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'site-local, deprecated'],
  ['ff00::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'multicast'],
  ['2a00:1450::5efe:a00:1', '2a00:1450::200:5efe:7f00:1', 'ISATAP to private and loopback'],
];

describe('an address', () => {
  it.each(notPublic)('from %s to %s (%s) is not allowed', (first, last) => {
    expect(addressIsAllowed(first!, publicOnly)).toBe(false);
    expect(addressIsAllowed(last!, publicOnly)).toBe(false);
  });

  it.each([
    ['1.0.0.0', '9.255.255.255'],
    ['11.0.0.0', '100.63.255.255'],
    ['100.128.0.0', '126.255.255.255'],
    ['128.0.0.0', '169.253.255.255'],
    ['169.255.0.0', '172.15.255.255'],
    ['172.32.0.0', '191.255.255.255'],
    ['192.0.1.0', '192.0.1.255'],
    ['192.0.3.0', '192.88.98.255'],
    ['192.88.100.0', '192.167.255.255'],
    ['192.169.0.0', '198.17.255.255'],
    ['198.20.0.0', '198.51.99.255'],
    ['198.51.101.0', '203.0.112.255'],
    ['203.0.114.0', '223.255.255.255'],
    ['8.8.8.8', '1.1.1.1'],
    ['168.63.129.15', '168.63.129.17'],
    ['199.36.153.3', '199.36.153.12'],
    ['161.25.255.255', '161.27.0.0'],
    ['166.7.255.255', '166.12.0.0'],
    ['2000::', '2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['2001:200::', '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['2001:db9::', '2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['2003::', '3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['3fff:1000::', '3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['2001:4860:4860::8888', '2606:4700:4700::1111'],
    ['2a00:1450::5efe', '2a00:1450::5efe:0:0:1'],
  ])('from %s to %s is allowed: just outside of what is special', (first, last) => {
    expect(addressIsAllowed(first, publicOnly)).toBe(true);
    expect(addressIsAllowed(last, publicOnly)).toBe(true);
  });

  it.each([
    '',
    ' ',
    'localhost',
    '8.8.8',
    '8',
    '134744072',
    '0x8.8.8.8',
    '010.8.8.8',
    '8.8.8.8 ',
    '8.8.8.8/32',
    '8.8.8.256',
    '2606:4700::1%eth0',
    'fe80::1%1',
    '[2606:4700::1]',
    '2606:4700::1::',
    '2606:4700:::1',
    '::ffff:8.8.8.8',
    '８.8.8.8',
  ])('spelled %j is not allowed: no socket spells it so', (address) => {
    expect(addressIsAllowed(address, publicOnly)).toBe(false);
  });
});

describe('ranges that an operator allows', () => {
  it('are allowed, and nothing beside them', () => {
    const rules = targetRules({ allowHttp: false, allowedCidrs: ['10.1.0.0/16', 'fd12:3456::/32'] });
    for (const address of ['10.1.0.0', '10.1.255.255', 'fd12:3456::', 'fd12:3456:ffff::1']) {
      expect(addressIsAllowed(address, rules)).toBe(true);
    }
    for (const address of ['10.0.255.255', '10.2.0.0', 'fd12:3455::1', 'fd12:3457::1', '127.0.0.1', '::1']) {
      expect(addressIsAllowed(address, rules)).toBe(false);
    }
  });

  it('hold for the same IPv4 address mapped into IPv6, which is refused otherwise, public or not', () => {
    expect(addressIsAllowed('::ffff:127.0.0.1', withLoopback)).toBe(true);
    expect(addressIsAllowed('::ffff:7f00:1', withLoopback)).toBe(true);
    expect(addressIsAllowed('::ffff:10.0.0.1', withLoopback)).toBe(false);
    expect(addressIsAllowed('::ffff:8.8.8.8', withLoopback)).toBe(false);
  });

  it('leave public addresses allowed', () => {
    expect(addressIsAllowed('8.8.8.8', withLoopback)).toBe(true);
  });

  it.each([
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0/8',
    '010.0.0.0/8',
    '::1/129',
    'fe80::%eth0/64',
    'localhost/8',
    '/8',
    '',
  ])('are refused by name when malformed: %j', (cidr) => {
    expect(() => targetRules({ allowHttp: false, allowedCidrs: ['10.0.0.0/8', cidr] })).toThrow(`"${cidr}"`);
  });
});
