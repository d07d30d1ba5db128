import { describe, expect, it } from 'vitest';
import { subscriptionLimits } from '../../../src/domain/limits.ts';
import { readTargetUrl, type TargetRules, targetRules } from '../../../src/domain/target-address.ts';

const publicOnly = targetRules({ allowHttp: true, allowedCidrs: [] });
const httpsOnly = targetRules({ allowHttp: false, allowedCidrs: [] });
const withLoopback = targetRules({ allowHttp: true, allowedCidrs: ['127.0.0.0/8', '::1/128'] });

function faultOf(url: string, rules: TargetRules): string | undefined {
  const reading = readTargetUrl(url, rules);
  return reading.outcome === 'refused' ? reading.fault : undefined;
}

describe('a target URL', () => {
  it.each([
    'https://example.com',
    'https://example.com/',
    'https://example.com./hook',
    'https://hooks.example.co.uk/a/b?c=d&e=%20',
    'HTTPS://EXAMPLE.COM/Hook',
    'https://example.com:8443/hook',
    'https://example.com:443/hook',
    'https://example.com:8080/hook',
    'https://bücher.example/hook',
    'https://xn--bcher-kva.example/hook',
    'https://a_b.example.com/hook',
    'https://8.8.8.8/hook',
    'https://[2606:4700:4700::1111]:8443/hook',
    'https://1.1/hook',
    'https://0x8080808/hook',
    'https://10.example.com/hook',
    'https://127.0.0.1.example.com/hook',
    'https://localhost.example.com/hook',
    'https://notlocalhost/hook',
    'https://example.com/@user',
    'https://example.com/?url=http://127.0.0.1/',
  ])('may be %s', (url) => {
    expect(faultOf(url, httpsOnly)).toBeUndefined();
  });

  it('tells which name has still to be resolved, and that an address has not', () => {
    expect(readTargetUrl('https://Example.com:8443/a', httpsOnly)).toMatchObject({ hostName: 'example.com' });
    expect(readTargetUrl('https://8.8.8.8/', httpsOnly)).toMatchObject({ hostName: undefined });
    expect(readTargetUrl('https://[2606:4700::1]/', httpsOnly)).toMatchObject({ hostName: undefined });
  });

  it('may be plain HTTP only where that is allowed', () => {
    expect(faultOf('http://example.com/', publicOnly)).toBeUndefined();
    expect(faultOf('http://example.com/', httpsOnly)).toBe('must begin with https://');
    expect(faultOf('ftp://example.com/', publicOnly)).toBe('must begin with https:// or http://');
  });

  it.each([
    ['', 'must begin with https://'],
    ['example.com', 'must begin with https://'],
    ['/hook', 'must begin with https://'],
    ['//example.com/hook', 'must begin with https://'],
    ['https:example.com', 'must begin with https://'],
    ['https:/example.com', 'must begin with https://'],
    ['ftp://example.com/', 'must begin with https://'],
    ['file:///etc/passwd', 'must begin with https://'],
    ['gopher://example.com/', 'must begin with https://'],
    ['javascript:alert(1)', 'must begin with https://'],
    ['data:text/plain,hello', 'must begin with https://'],
    ['ws://example.com/', 'must begin with https://'],
    ['https+unix://example.com/', 'must begin with https://'],
    ['https://', 'must have a host'],
    ['https:///hook', 'must have a host'],
    ['https://?query', 'must have a host'],
    ['https://:443/', 'is not a valid URL'],
    ['https://user@example.com/', 'must not contain a user name or password'],
    ['https://user:secret@example.com/', 'must not contain a user name or password'],
    ['https://:secret@example.com/', 'must not contain a user name or password'],
    ['https://@example.com/', 'must not contain a user name or password'],
    ['https://example.com@127.0.0.1/', 'must not contain a user name or password'],
    ['https://example.com/#part', 'must not have a fragment'],
    ['https://example.com/#', 'must not have a fragment'],
    ['https://example.com#@127.0.0.1/', 'must not have a fragment'],
    [' https://example.com/', 'must not contain spaces'],
    ['https://example.com/ ', 'must not contain spaces'],
    ['https://example.com/a b', 'must not contain spaces'],
    ['https://exam\tple.com/', 'must not contain spaces'],
    ['https://example.com/\r\nHost: other', 'must not contain spaces'],
    ['https://example.com/\0', 'must not contain spaces'],
    ['https:\\\\example.com\\', 'backslashes'],
    ['https://example.com\\@127.0.0.1/', 'backslashes'],
    ['https://exa<mple.com/', 'is not a valid URL'],
    ['https://exam%ple.com/', 'is not a valid URL'],
    ['https://example.com%40127.0.0.1/', 'is not a valid URL'],
    ['https://example.com:port/', 'is not a valid URL'],
    ['https://example.com:65536/', 'is not a valid URL'],
    ['https://[2606:4700::1/', 'is not a valid URL'],
    ['https://[2606:4700::1%25eth0]/', 'is not a valid URL'],
    ['https://[fe80::1%eth0]/', 'is not a valid URL'],
    ['https://999.1.1.1/', 'is not a valid URL'],
    ['https://1.2.3.4.5/', 'is not a valid URL'],
    ['https://example.com:0/', 'has port 0'],
    ['https://example.com:22/', 'has port 22'],
    ['https://example.com:25/', 'has port 25'],
    ['https://example.com:6667/', 'has port 6667'],
    ['https://localhost/', 'host name that is not public'],
    ['https://LOCALHOST:8080/', 'host name that is not public'],
    ['https://localhost./', 'host name that is not public'],
    ['https://api.localhost/', 'host name that is not public'],
    ['https://printer.local/', 'host name that is not public'],
    ['https://metadata.google.internal/', 'host name that is not public'],
    ['https://router.home.arpa/', 'host name that is not public'],
  ])('may not be %j', (url, fault) => {
    expect(faultOf(url, httpsOnly)).toContain(fault);
  });

  it('has a length limit', () => {
    const { targetUrlCharacters } = subscriptionLimits;
    const longest = 'https://example.com/'.padEnd(targetUrlCharacters, 'x');
    expect(faultOf(longest, httpsOnly)).toBeUndefined();
    expect(faultOf(`${longest}x`, httpsOnly)).toBe(`is longer than ${targetUrlCharacters} characters`);
  });

  it.each([
    'http://127.0.0.1/',
    'http://127.0.0.1./',
    'http://127.1/',
    'http://127.0.1/',
    'http://2130706433/',
    'http://017700000001/',
    'http://0x7f000001/',
    'http://0X7F.0.0.1/',
    'http://0177.0.0.1/',
    'http://0x7f.0.0.0x1/',
    'http://127.0x1/',
    'http://00000177.0.0.01/',
    'http://１２７.0.0.1/',
    'http://①②⑦.⓪.⓪.①/',
    'http://127。0。0。1/',
    'http://127%2e0%2e0%2e1/',
    'http://%31%32%37.0.0.1/',
    'http://0/',
    'http://0.0.0.0/',
    'http://[::]/',
    'http://[::1]/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://[0000:0000:0000:0000:0000:0000:0000:0001]/',
    'http://[::127.0.0.1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::FFFF:7F00:1]/',
    'http://[0:0:0:0:0:ffff:127.0.0.1]/',
    'http://[::ffff:8.8.8.8]/',
    'http://[64:ff9b::127.0.0.1]/',
    'http://[2002:7f00:1::]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://0xa9fea9fe/',
    'http://2852039166/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[fd00:ec2::254]/',
    'http://100.100.100.200/',
    'http://192.168.1.1:8080/',
    'http://10.0.0.1/',
    'http://172.16.0.1/',
    'http://255.255.255.255/',
    'http://[fe80::1]/',
    'http://[fc00::1]/',
    'http://[ff02::1]/',
  ])('may not be at a private address, however it is spelled: %s', (url) => {
    expect(faultOf(url, publicOnly)).toBe('has an address that is not public');
  });

  it.each([
    'http://127.0.0.1:3000/',
    'http://2130706433/',
    'http://[::1]:3000/',
    'http://[::ffff:127.0.0.1]/',
    'http://localhost:3000/',
    'http://receiver.internal/',
  ])('may be %s where loopback is allowed: of a name, its addresses decide', (url) => {
    expect(faultOf(url, withLoopback)).toBeUndefined();
  });
});
