import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressIsAllowed, readTargetUrl, targetRules } from '../../src/domain/target-address.ts';

const publicOnly = targetRules({ allowHttp: true, allowedCidrs: [] });
const isAccepted = (host: string) => readTargetUrl(`http://${host}/`, publicOnly).outcome === 'accepted';

/** First and last address, as integers: the registries again, without their prefixes. */
const privateIpv4 = [
  [0x00000000, 0x00ffffff],
  [0x0a000000, 0x0affffff],
  [0x64400000, 0x647fffff],
  [0x7f000000, 0x7fffffff],
  [0xa11a0000, 0xa11affff],
  [0xa6080000, 0xa60bffff],
  [0xa83f8110, 0xa83f8110],
  [0xa9fe0000, 0xa9feffff],
  [0xac100000, 0xac1fffff],
  [0xc0000000, 0xc00000ff],
  [0xc0000200, 0xc00002ff],
  [0xc01fc400, 0xc01fc4ff],
  [0xc034c100, 0xc034c1ff],
  [0xc0586300, 0xc05863ff],
  [0xc0a80000, 0xc0a8ffff],
  [0xc0af3000, 0xc0af30ff],
  [0xc6120000, 0xc613ffff],
  [0xc6336400, 0xc63364ff],
  [0xc7249904, 0xc724990b],
  [0xcb007100, 0xcb0071ff],
  [0xe0000000, 0xffffffff],
] as const;

const anyIpv4 = fc.integer({ min: 0, max: 0xffffffff });
const isPrivate = (address: number) =>
  privateIpv4.some(([first, last]) => address >= first && address <= last);
const privateAddress = fc.oneof(...privateIpv4.map(([min, max]) => fc.integer({ min, max })));
const publicAddress = anyIpv4.filter((address) => !isPrivate(address));

const bytesOf = (address: number) => [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff);
const dotted = (address: number) => bytesOf(address).join('.');
const hexWords = (address: number) => `${(address >>> 16).toString(16)}:${(address & 0xffff).toString(16)}`;

/** One number of an address, in a base that parsers know. */
const inSomeBase = fc.constantFrom(
  (part: number) => String(part),
  (part: number) => `0${part.toString(8)}`,
  (part: number) => `000${part.toString(8)}`,
  (part: number) => `0x${part.toString(16)}`,
  (part: number) => `0X${part.toString(16).toUpperCase()}`,
  (part: number) => String(part).replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
);

/** All forms that `inet_aton` accepts: the last of 1–4 numbers covers the remaining bytes, each in any base. */
const spelling = fc
  .record({
    parts: fc.integer({ min: 1, max: 4 }),
    bases: fc.tuple(inSomeBase, inSomeBase, inSomeBase, inSomeBase),
    dot: fc.constantFrom('.', '。', '%2e'),
    end: fc.constantFrom('', '.'),
  })
  .map(({ parts, bases, dot, end }) => (address: number) => {
    const leading = bytesOf(address).slice(0, parts - 1);
    const rest = address % 2 ** (8 * (5 - parts));
    return [...leading, rest].map((part, index) => bases[index]!(part)).join(dot) + end;
  });

/** IPv6 addresses that reach an IPv4 one, or say so. */
const carriers = fc.constantFrom(
  (address: number) => `::ffff:${dotted(address)}`,
  (address: number) => `::ffff:${hexWords(address)}`,
  (address: number) => `0:0:0:0:0:FFFF:${hexWords(address).toUpperCase()}`,
  (address: number) => `::${dotted(address)}`,
  (address: number) => `::ffff:0:${hexWords(address)}`,
  (address: number) => `64:ff9b::${hexWords(address)}`,
  (address: number) => `64:ff9b:1::${hexWords(address)}`,
  (address: number) => `2002:${hexWords(address)}::1`,
  (address: number) => `2001:0:4136:e378:8000:63bf:${hexWords(~address >>> 0)}`,
  (address: number) => `2a00:1450:4001:81b:0:5efe:${hexWords(address)}`,
  (address: number) => `2a00:1450:4001:81b:200:5efe:${hexWords(address)}`,
);

const word = fc.integer({ min: 0, max: 0xffff });
const ipv6With = (firstWord: fc.Arbitrary<number>) =>
  fc
    .tuple(firstWord, fc.array(word, { minLength: 7, maxLength: 7 }))
    .map(([first, others]) => [first, ...others].map((part) => part.toString(16)).join(':'));

const outsideGlobalUnicast = ipv6With(word.filter((first) => first < 0x2000 || first > 0x3fff));
/** Clear of 2001:, 2002: and 3fff:, which have special parts. */
const insideGlobalUnicast = ipv6With(fc.integer({ min: 0x2003, max: 0x3ffe }));

describe('no private address passes', () => {
  it('as IPv4 in any spelling that the URL parser takes', () => {
    fc.assert(
      fc.property(privateAddress, spelling, (address, spell) => {
        expect(new URL(`http://${spell(address)}/`).hostname).toBe(dotted(address));
        expect(isAccepted(spell(address))).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('as IPv4 that a resolver gives', () => {
    fc.assert(
      fc.property(anyIpv4, (address) => {
        expect(addressIsAllowed(dotted(address), publicOnly)).toBe(!isPrivate(address));
      }),
      { numRuns: 2_000 },
    );
  });

  it('inside of an IPv6 address, and no other IPv4 address does either', () => {
    fc.assert(
      fc.property(fc.oneof(privateAddress, anyIpv4), carriers, (address, carry) => {
        expect(addressIsAllowed(carry(address), publicOnly)).toBe(false);
        expect(isAccepted(`[${carry(address)}]`)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('as IPv6', () => {
    fc.assert(
      fc.property(outsideGlobalUnicast, (address) => {
        expect(addressIsAllowed(address, publicOnly)).toBe(false);
        expect(isAccepted(`[${address}]`)).toBe(false);
      }),
    );
  });
});

describe('public addresses pass', () => {
  it('as IPv4 in any spelling that the URL parser takes', () => {
    fc.assert(
      fc.property(publicAddress, spelling, (address, spell) => {
        expect(isAccepted(spell(address))).toBe(true);
      }),
    );
  });

  it('as IPv6', () => {
    fc.assert(
      fc.property(insideGlobalUnicast, (address) => {
        fc.pre(!/:(0|200):5efe:[0-9a-f]+:[0-9a-f]+$/.test(address));
        expect(addressIsAllowed(address, publicOnly)).toBe(true);
        expect(isAccepted(`[${address}]`)).toBe(true);
      }),
    );
  });
});

describe('an allowed range', () => {
  it('allows exactly the addresses in it, besides the public ones', () => {
    fc.assert(
      fc.property(anyIpv4, fc.integer({ min: 1, max: 32 }), anyIpv4, (base, bits, address) => {
        const rules = targetRules({ allowHttp: true, allowedCidrs: [`${dotted(base)}/${bits}`] });
        const isInside = Math.floor(address / 2 ** (32 - bits)) === Math.floor(base / 2 ** (32 - bits));
        expect(addressIsAllowed(dotted(address), rules)).toBe(isInside || !isPrivate(address));
        expect(addressIsAllowed(dotted(base), rules)).toBe(true);
      }),
    );
  });
});

describe('a URL of any characters', () => {
  it('is judged without throwing, and accepted only if it parses to HTTP without credentials', () => {
    const pieces = fc.constantFrom(
      'https://',
      'http://',
      '@',
      ':',
      '/',
      '\\',
      '#',
      '?',
      '[',
      ']',
      '%',
      '.',
      '127.1',
      'a',
      '0',
      '::1',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((list) => `https://${list.join('')}`),
    );
    fc.assert(
      fc.property(text, (candidate) => {
        const reading = readTargetUrl(candidate, publicOnly);
        if (reading.outcome === 'refused') {
          expect(reading.fault).not.toBe('');
        } else {
          const { protocol, username, password, hash, hostname } = reading.url;
          expect(protocol).toMatch(/^https?:$/);
          expect([username, password, hash]).toEqual(['', '', '']);
          expect(hostname).not.toBe('');
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
