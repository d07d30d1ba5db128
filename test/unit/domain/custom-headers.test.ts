import { describe, expect, it } from 'vitest';
import { headerNameFault, headersFault, headerValueFault } from '../../../src/domain/custom-headers.ts';
import { subscriptionLimits } from '../../../src/domain/limits.ts';

const { headerNameCharacters, headerValueCharacters } = subscriptionLimits;

describe("a custom header's name", () => {
  it.each([
    'Authorization',
    'x-api-key',
    'X',
    '0',
    "!#$%&'*+-.^_`|~",
    'Cookie',
    'X-Webhook-Id',
    'Contents',
    'Tea',
    'Svix',
    'X-Svix-Id',
    'Cell',
    'X-Ce-Id',
    'X-Amazing',
    'X-Metadata-Version',
    'X-Forwarded',
    'Viaduct',
    'Forwarded-By',
  ])('may be %s', (name) => {
    expect(headerNameFault(name)).toBeUndefined();
  });

  it.each([
    '',
    ' ',
    'X Key',
    'X:Key',
    'X-Key\r\nHost',
    'X-Key\n',
    'X-Clé',
    'X(Key)',
    'X@Key',
    'X-Key\0',
    'X"Key"',
  ])('may not be %j, which is no token', (name) => {
    expect(headerNameFault(name)).toContain('RFC 9110');
  });

  it('is at most as long as the limit', () => {
    expect(headerNameFault('x'.repeat(headerNameCharacters))).toBeUndefined();
    expect(headerNameFault('x'.repeat(headerNameCharacters + 1))).toContain(
      `${headerNameCharacters} characters`,
    );
  });

  it.each([
    'host',
    'transfer-encoding',
    'connection',
    'te',
    'trailer',
    'upgrade',
    'expect',
    'keep-alive',
    'user-agent',
    'traceparent',
    'content-type',
    'content-length',
    'content-encoding',
    'proxy-authorization',
    'webhook-id',
    'webhook-signature',
    'webhook-timestamp',
    'x-posthorn-attempt',
    'svix-id',
    'svix-signature',
    'ce-id',
    'ce-type',
    'ce-myextension',
    'x-amz-security-token',
    'x-amzn-trace-id',
    'metadata-flavor',
    'metadata',
    'x-aws-ec2-metadata-token',
    'x-google-metadata-request',
    'x-forwarded-for',
    'x-forwarded-anything',
    'x-real-ip',
    'via',
    'forwarded',
    'http2-settings',
  ])('may not be %s, in any case of its letters', (name) => {
    expect(headerNameFault(name)).toContain('reserved');
    expect(headerNameFault(name.toUpperCase())).toContain('reserved');
  });
});

describe("a custom header's value", () => {
  it.each(['a', '~', 'Bearer abc.def', 'a  b', `!${' '.repeat(10)}!`])('may be %j', (value) => {
    expect(headerValueFault(value)).toBeUndefined();
  });

  it.each(['', ' ', ' a', 'a ', '\ta', 'a\tb', 'a\r\nX-Other: b', 'a\n', 'a\0', '\x7f', 'é', '☃'])(
    'may not be %j',
    (value) => {
      expect(headerValueFault(value)).toContain('visible ASCII');
    },
  );

  it('is at most as long as the limit', () => {
    expect(headerValueFault('x'.repeat(headerValueCharacters))).toBeUndefined();
    expect(headerValueFault('x'.repeat(headerValueCharacters + 1))).toContain(
      `${headerValueCharacters} characters`,
    );
  });
});

describe('the custom headers of a subscription', () => {
  const most = subscriptionLimits.headersCharacters;
  const half = (name: string, more = 0) => ({ [name]: 'x'.repeat(most / 2 - name.length + more) });

  it('have a limit over all names and values', () => {
    expect(headersFault({})).toBeUndefined();
    expect(headersFault({ ...half('X-A'), ...half('X-B') })).toBeUndefined();
    expect(headersFault({ ...half('X-A'), ...half('X-B', 1) })).toBe(
      `has ${most + 1} characters of names and values; at most ${most} are allowed`,
    );
  });
});
