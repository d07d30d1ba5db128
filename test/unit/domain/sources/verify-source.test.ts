import { describe, expect, it, vi } from 'vitest';
import type { Headers, Source } from '../../../../src/domain/sources/source.ts';
import { sourceSecretFault } from '../../../../src/domain/sources/verify-source.ts';
import {
  gitHubHeaders,
  hmacSource,
  secrets,
  stripeHeader,
  verify,
  webCryptoHmac,
} from '../../../support/source-requests.ts';

/** Not the provider's id: a hash of the signed parts. */
const aFingerprint = expect.stringMatching(/^[0-9a-f]{64}$/);
const verifiedOnly = { outcome: 'verified', eventType: null, deliveryKey: aFingerprint, headers: {} };
const sentence = expect.stringMatching(/^[A-Z].*\.$/);

describe('GitHub', () => {
  const source = { type: 'github' } as const;
  const body = '{"action":"opened","number":1}';

  it('is verified by the signature in its documentation', () => {
    // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries#testing-the-webhook-payload-validation
    const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
    expect(verify(source, 'Hello, World!', { 'x-hub-signature-256': signature })).toEqual(verifiedOnly);
  });

  it('is not verified by the old signature of the same, which is SHA-1', () => {
    const headers = { 'x-hub-signature': 'sha1=01dc10d0c83e72ed246219cdd91669667fe2ca59' };
    expect(verify(source, 'Hello, World!', headers)).toEqual({
      outcome: 'missing-signature',
      detail: expect.stringContaining('X-Hub-Signature-256'),
    });
  });

  it.each<readonly [string, string, unknown, string | null]>([
    ['the event and its action', 'pull_request', { action: 'opened' }, 'pull_request.opened'],
    ['the event, if it has no action', 'push', { ref: 'refs/heads/main' }, 'push'],
    ['the event, if its action is no text', 'push', { action: 1 }, 'push'],
    ['the event, if its action cannot even be made text', 'push', { action: { toString: 0 } }, 'push'],
    ['the event, if its action fits no type', 'dispatch', { action: 'für alle' }, 'dispatch'],
    ['the event, if both together are too long', 'a'.repeat(256), { action: 'b' }, 'a'.repeat(256)],
    ['the event, if the body is an array', 'push', [1], 'push'],
    ['the event, if the body is null', 'push', null, 'push'],
    ['none, if the event fits no type either', ' pull request', { action: 'opened' }, null],
  ])('has for a type %s', async (_, event, content, eventType) => {
    const given = JSON.stringify(content);
    const headers = { ...(await gitHubHeaders(given)), 'x-github-event': event };
    expect(verify(source, given, headers)).toMatchObject({ outcome: 'verified', eventType });
  });

  it('passes on only valid header values', async () => {
    const event = { 'x-github-event': 'push', 'x-github-delivery': 'é', 'x-github-hook-id': 'a\r\nb: c' };
    const result = verify(source, body, { ...(await gitHubHeaders(body)), ...event });
    expect(result).toMatchObject({ outcome: 'verified', headers: { 'x-github-event': 'push' } });
    expect(Object.keys((result as { headers: object }).headers)).toEqual(['x-github-event']);
  });

  it('has no type without X-GitHub-Event, with any action', async () => {
    expect(verify(source, body, await gitHubHeaders(body))).toEqual(verifiedOnly);
  });

  it('has the event for a type, if the body is a form', async () => {
    const form = 'payload=%7B%22action%22%3A%22opened%22%7D';
    const headers = { ...(await gitHubHeaders(form)), 'x-github-event': 'issues' };
    expect(verify(source, form, headers)).toMatchObject({ eventType: 'issues' });
  });

  it('is the same event under another X-GitHub-Delivery, which is not signed', async () => {
    const headers = await gitHubHeaders(body);
    const [one, other] = ['72d3162e-cc78-11e3-81ab-4c9367dc0958', 'forged'].map((delivery) =>
      verify(source, body, { ...headers, 'x-github-delivery': delivery }),
    );
    expect(one).toMatchObject({ outcome: 'verified', deliveryKey: aFingerprint });
    expect(other).toEqual({ ...one, headers: { 'x-github-delivery': 'forged' } });
    const another = '{"action":"opened","number":2}';
    expect(verify(source, another, await gitHubHeaders(another))).not.toMatchObject({
      deliveryKey: (one as { deliveryKey: string }).deliveryKey,
    });
  });
});

describe('Shopify', () => {
  const source = { type: 'shopify' } as const;
  const body = '{"id":820982911946154508}';
  // printf %s '{"id":820982911946154508}' | openssl dgst -sha256 -hmac hush-hush-hush-hush -binary | base64
  const signature = 'aDPQjbkrpNlMdy9Xpgse3eKgANQc2Yx/Najj029WpLU=';

  it('has the topic as its type, and passes on headers for receivers', () => {
    const sentAlong = {
      'x-shopify-topic': 'orders/create',
      'x-shopify-webhook-id': 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
      'x-shopify-event-id': '98880550-7158-44d4-b7cd-2c97c8a091b5',
    };
    const headers = { ...sentAlong, 'x-shopify-hmac-sha256': signature, 'x-other': 'x' };
    expect(verify(source, body, headers)).toEqual({
      outcome: 'verified',
      headers: sentAlong,
      eventType: 'orders.create',
      deliveryKey: aFingerprint,
    });
  });

  it('may have no type', () => {
    expect(verify(source, body, { 'x-shopify-hmac-sha256': signature })).toEqual(verifiedOnly);
  });

  it.each([
    ['malformed-signature', signature.replace('=', '')],
    ['wrong-signature', signature.replace('/', '_')],
    ['wrong-signature', signature.replace('U=', 'V=')],
  ])('is refused as %s in base64 that only decodes to the same: %s', (outcome, given) => {
    expect(Buffer.from(given, 'base64')).toEqual(Buffer.from(signature, 'base64'));
    expect(verify(source, body, { 'x-shopify-hmac-sha256': given })).toEqual({ outcome, detail: sentence });
  });

  it('is refused in capitals, which are other bytes in base64', () => {
    const headers = { 'x-shopify-hmac-sha256': signature.toUpperCase() };
    expect(verify(source, body, headers)).toMatchObject({ outcome: 'wrong-signature' });
  });
});

describe('any other provider', () => {
  const body = 'what do ya want for nothing?';
  // From Python: hmac.new(b'hush-hush-hush-hush', b'what do ya want for nothing?', 'sha256').hexdigest(), and so on.
  const signature = '704192fdac3c5521bae3160aa85fd66139495d6a396783394ead9e492d9acadb';

  it.each([
    ['sha256', 'hex', '', signature],
    ['sha1', 'hex', 'sha1=', '73a42c4afb30750239ad098c47038a55fd206b32'],
    [
      'sha512',
      'base64',
      'HMAC ',
      'VVcc5ndR7C//P1TIyYoAlg1fOUpUSYUWTvtfB9kmAphkmVc++JCrAC9CnqF6OIRop4IyF7qvO4wHv0z1kr0wIA==',
    ],
  ] as const)('is verified by %s in %s after "%s"', (algorithm, encoding, prefix, given) => {
    const source = hmacSource({ header: 'Authorization', algorithm, encoding, prefix });
    expect(verify(source, body, { authorization: prefix + given })).toEqual(verifiedOnly);
  });

  it('may have the name of the header in any case', () => {
    for (const header of ['X-Signature', 'x-signature', 'X-SIGNATURE']) {
      expect(verify(hmacSource({ header }), body, { 'x-signature': signature })).toEqual(verifiedOnly);
    }
  });

  it('may write hex in capitals, but not in both', () => {
    const mixed = signature.slice(0, 32) + signature.slice(32).toUpperCase();
    expect(verify(hmacSource(), body, { 'x-signature': signature.toUpperCase() })).toEqual(verifiedOnly);
    expect(verify(hmacSource(), body, { 'x-signature': mixed })).toMatchObject({
      outcome: 'wrong-signature',
    });
  });

  it.each<readonly [string, string, string, Headers]>([
    ['missing-signature', 'no header', '', {}],
    ['missing-signature', 'an empty header', '', { 'x-signature': '' }],
    ['malformed-signature', 'no prefix', 'sha256=', { 'x-signature': signature }],
    ['malformed-signature', 'another prefix', 'sha256=', { 'x-signature': `sha256:${signature}` }],
    ['malformed-signature', 'a prefix in capitals', 'sha256=', { 'x-signature': `SHA256=${signature}` }],
    ['malformed-signature', 'a prefix nobody asked for', '', { 'x-signature': `sha256=${signature}` }],
    ['malformed-signature', 'the prefix alone', 'sha256=', { 'x-signature': 'sha256=' }],
    ['malformed-signature', 'a part of the prefix', 'sha256=', { 'x-signature': 'sha' }],
    ['malformed-signature', 'a part of it', '', { 'x-signature': signature.slice(1) }],
    ['malformed-signature', 'it twice, joined', '', { 'x-signature': `${signature}, ${signature}` }],
    ['wrong-signature', 'another one', '', { 'x-signature': '0'.repeat(64) }],
    ['wrong-signature', 'as many characters beyond ASCII', '', { 'x-signature': 'é'.repeat(64) }],
  ])('is refused as %s with %s', (outcome, _, prefix, headers) => {
    expect(verify(hmacSource({ prefix }), body, headers)).toEqual({ outcome, detail: sentence });
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'may sign in a header of the name %s, which is no header while there is none',
    (header) => {
      const headers = Object.fromEntries([[header.toLowerCase(), signature]]);
      expect(verify(hmacSource({ header }), body, {})).toMatchObject({ outcome: 'missing-signature' });
      expect(verify(hmacSource({ header }), body, headers)).toEqual(verifiedOnly);
    },
  );
});

describe('a secret', () => {
  it.each<readonly [Source, string, RegExp | undefined]>([
    [{ type: 'github' }, secrets.github, undefined],
    [{ type: 'github' }, '0123456789abcdef', undefined],
    [{ type: 'github' }, '0123456789abcde', /shorter than 16/],
    [{ type: 'github' }, '', /shorter than 16/],
    [{ type: 'shopify' }, '0123456789abcdef', undefined],
    [{ type: 'shopify' }, '0123456789abcde', /shorter than 16/],
    [hmacSource(), '0123456789abcdef', undefined],
    [hmacSource(), '0123456789abcde', /shorter than 16/],
    [{ type: 'stripe' }, secrets.stripe, undefined],
    [{ type: 'stripe' }, 'sk_live_0123456789abcdef', /whsec_.*not the API key/],
    [{ type: 'stripe' }, 'whsec_', /shorter than 16/],
    [{ type: 'standard_webhooks' }, secrets.standard_webhooks, undefined],
    [{ type: 'standard_webhooks' }, 'whsec_c2hvcnQ=', /base64 of 24 to 64 bytes/],
    [{ type: 'standard_webhooks' }, secrets.shopify, /base64 of 24 to 64 bytes/],
  ])('of %j may be "%s", or is told what it lacks', (source, secret, fault) => {
    const found = sourceSecretFault(source, secret);
    if (fault === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(fault);
  });

  it('that would not be taken verifies nothing, though the signature was made with it', () => {
    // printf %s hi | openssl dgst -sha256 -hmac '' -r
    const headers = { 'x-signature': '8f19d0ad177c239a30c6c2a417c1dd5ff3d5aa15081378444d29009bd996ae63' };
    expect(verify(hmacSource(), 'hi', headers, { secret: '' })).toMatchObject({ outcome: 'wrong-signature' });
  });
});

describe('the body', () => {
  const timesParsed = (...call: Parameters<typeof verify>): number => {
    const parse = vi.spyOn(JSON, 'parse');
    verify(...call);
    const { length } = parse.mock.calls;
    parse.mockRestore();
    return length;
  };

  it('is read as JSON once, and only if the signature is right and something is wanted from it', async () => {
    const body = '{"id":"evt_1","type":"invoice.paid","action":"opened"}';
    const ofStripe = { 'stripe-signature': stripeHeader(body) };
    const ofGitHub = { ...(await gitHubHeaders(body)), 'x-github-event': 'issues' };
    const ofShopify = { 'x-shopify-hmac-sha256': 'A'.repeat(44), 'x-shopify-topic': 'orders/create' };
    const secret = 'whsec_another-secret';
    expect(timesParsed({ type: 'stripe' }, body, ofStripe)).toBe(1);
    expect(timesParsed({ type: 'stripe' }, body, ofStripe, { secret })).toBe(0);
    expect(timesParsed({ type: 'github' }, body, ofGitHub)).toBe(1);
    expect(timesParsed({ type: 'github' }, body, ofGitHub, { secret })).toBe(0);
    expect(timesParsed({ type: 'shopify' }, body, ofShopify)).toBe(0);
  });

  it.each(['', '{', '"text"', '[', 'h\u00e9', '{"action":"opened","by":"\u00e9"}'])(
    'may be other bytes than a JSON object: %s in Latin-1',
    async (text) => {
      const body = Buffer.from(text, 'latin1');
      const signature = await webCryptoHmac({ algorithm: 'sha256', encoding: 'hex' }, secrets.github, body);
      const headers = { 'x-hub-signature-256': `sha256=${signature}`, 'x-github-event': 'push' };
      expect(verify({ type: 'github' }, body, headers)).toEqual({
        ...verifiedOnly,
        eventType: 'push',
        headers: { 'x-github-event': 'push' },
      });
    },
  );
});
