import { verify as verifyByOctokit } from '@octokit/webhooks-methods';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { isEventType } from '../../src/domain/event-type-pattern.ts';
import {
  type Headers,
  hmacAlgorithms,
  hmacEncodings,
  providers,
  type Source,
} from '../../src/domain/sources/source.ts';
import {
  base64Of256,
  gitHubHeaders,
  hex256,
  hmacSource,
  NOW_MS,
  NOW_SECONDS,
  paddleHeaders,
  secrets,
  slackHeaders,
  standardHeaders,
  stripeHeader,
  svixHeaders,
  verify,
  webCryptoHmac,
  zoomHeaders,
} from '../support/source-requests.ts';

/** Octokit and Stripe's library refuse an empty body. */
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 });
const body = fc.oneof(text, fc.json());
const bytes = fc.uint8Array({ maxLength: 200 });
const secret = fc.string({ unit: 'grapheme', minLength: 16, maxLength: 80 });
/** Characters of a header, as far as Node.js accepts them. */
const headerText = fc.string({ unit: 'binary', maxLength: 100 });

const bodySignature = fc.record({
  header: fc.constantFrom('X-Signature', 'Authorization', 'X-Signature-512'),
  algorithm: fc.constantFrom(...hmacAlgorithms),
  encoding: fc.constantFrom(...hmacEncodings),
  prefix: fc.constantFrom('', 'sha256=', 'HMAC '),
});

/** A source, and the headers that are signed or a signature, as its own library makes them. */
type Signer = readonly [Source, (body: string) => Headers | Promise<Headers>];
const hmacOf = (source: ReturnType<typeof hmacSource>, name = source.header.toLowerCase()): Signer => [
  source,
  async (content) => {
    const signature = await webCryptoHmac(source, secrets.hmac, Buffer.from(content));
    return { [name]: source.prefix + signature };
  },
];
const signedBody = async (
  source: keyof typeof secrets,
  as: typeof hex256 | typeof base64Of256,
  content: string,
) => webCryptoHmac(as, secrets[source], Buffer.from(content));
const SQUARE_URL = 'https://hooks.example.com/ingest/sub_1';
const shopifySignature = hmacSource({ encoding: 'base64' });
const signers: readonly Signer[] = [
  [{ type: 'github' }, gitHubHeaders],
  [{ type: 'stripe' }, (content) => ({ 'stripe-signature': stripeHeader(content) })],
  [{ type: 'standard_webhooks' }, (content) => standardHeaders(content)],
  [{ type: 'shopify' }, hmacOf(shopifySignature, 'x-shopify-hmac-sha256')[1]],
  [{ type: 'svix' }, (content) => svixHeaders(content)],
  [{ type: 'slack' }, (content) => slackHeaders(content)],
  [{ type: 'zoom' }, (content) => zoomHeaders(content)],
  [{ type: 'paddle' }, (content) => paddleHeaders(content)],
  [
    { type: 'linear' },
    async (content) => ({ 'linear-signature': await signedBody('linear', hex256, content) }),
  ],
  [
    { type: 'meta', verifyToken: 'meatyhamhock' },
    async (content) => ({ 'x-hub-signature-256': `sha256=${await signedBody('meta', hex256, content)}` }),
  ],
  [
    { type: 'square', url: SQUARE_URL },
    async (content) => ({
      'x-square-hmacsha256-signature': await signedBody('square', base64Of256, SQUARE_URL + content),
    }),
  ],
  [
    hmacSource({
      signed: '{id}|{timestamp}|{body}',
      id: { header: 'X-Id' },
      timestamp: { header: 'X-Time', format: 'milliseconds', toleranceSeconds: 60 },
      encoding: 'base64url',
    }),
    async (content) => ({
      'x-id': 'message-1',
      'x-time': String(NOW_MS),
      'x-signature': await webCryptoHmac(
        { algorithm: 'sha256', encoding: 'base64url' },
        secrets.hmac,
        Buffer.from(`message-1|${NOW_MS}|${content}`),
      ),
    }),
  ],
  hmacOf(hmacSource({ algorithm: 'sha512', prefix: 'v1 ' })),
  hmacOf(hmacSource({ algorithm: 'sha1', encoding: 'base64' })),
];

describe('a library and we agree', () => {
  it("on GitHub's signatures", async () => {
    await fc.assert(
      fc.asyncProperty(body, async (content) => {
        expect(verify({ type: 'github' }, content, await gitHubHeaders(content)).outcome).toBe('verified');
      }),
    );
  });

  it("on what is not one of GitHub's", async () => {
    await fc.assert(
      fc.asyncProperty(body, body, fc.option(headerText), async (signed, sent, other) => {
        const { 'x-hub-signature-256': right = '' } = await gitHubHeaders(signed);
        const signature = other ?? right;
        fc.pre(signature !== '');
        const isRight = await verifyByOctokit(secrets.github, sent, signature);
        const result = verify({ type: 'github' }, sent, { 'x-hub-signature-256': signature });
        expect(result.outcome === 'verified').toBe(isRight);
      }),
    );
  });

  it("on Stripe's signatures, with several secrets at once, until they are too old", () => {
    const several = fc.array(
      secret.map((end) => `whsec_${end}`),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(
        fc.json(),
        several,
        fc.nat(),
        fc.integer({ min: 0, max: 600 }),
        (content, all, nth, age) => {
          const one = all[nth % all.length] ?? '';
          const signatures = all.map((each) => stripeHeader(content, NOW_SECONDS, each).split(',')[1]);
          const header = [`t=${NOW_SECONDS}`, 'v0=x', ...signatures].join();
          const nowMs = NOW_MS + 1_000 * age;
          const byStripe = () => Stripe.webhooks.constructEvent(content, header, one, 300, undefined, nowMs);
          const result = verify(
            { type: 'stripe' },
            content,
            { 'stripe-signature': header },
            { nowMs, secret: one },
          );
          if (age > 300) {
            expect(byStripe).toThrow('Timestamp outside');
            expect(result.outcome).toBe('too-old');
          } else {
            expect(byStripe()).toEqual(JSON.parse(content));
            expect(result.outcome).toBe('verified');
          }
        },
      ),
    );
  });

  it('on those of Standard Webhooks, of any time', () => {
    const time = fc.integer({ min: 1, max: 4_000_000_000 });
    const id = fc.string({ unit: fc.constantFrom(...'msg_09AZaz-'), minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(body, time, id, fc.integer({ min: -300, max: 300 }), (content, seconds, name, skew) => {
        const headers = standardHeaders(content, seconds, name);
        const nowMs = 1_000 * (seconds + skew);
        expect(verify({ type: 'standard_webhooks' }, content, headers, { nowMs })).toMatchObject({
          outcome: 'verified',
          deliveryKey: name,
        });
      }),
    );
    const headers = standardHeaders('{}', Math.floor(Date.now() / 1_000));
    expect(new Webhook(secrets.standard_webhooks).verify('{}', { ...headers })).toEqual({});
  });

  it('on an HMAC of any bytes with any secret, in any encoding', async () => {
    await fc.assert(
      fc.asyncProperty(bodySignature, bytes, secret, async (signature, content, shared) => {
        const source = hmacSource(signature);
        const value = await webCryptoHmac(source, shared, content);
        const headers = { [source.header.toLowerCase()]: source.prefix + value };
        expect(verify(source, content, headers, { secret: shared }).outcome).toBe('verified');
      }),
    );
  });
});

/** They show the secret itself: there is nothing that a changed body could contradict. */
const UNSIGNED: readonly string[] = ['gitlab'];

it('every provider that signs is among those that are tried here', () => {
  const signing = providers.filter((provider) => !UNSIGNED.includes(provider));
  expect(signers.map(([{ type }]) => type)).toEqual(expect.arrayContaining(signing));
});

describe.each(signers)('a request that $type signed', (source, headersOf) => {
  it('is refused when one bit of its body is another', async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.nat(), fc.nat(7), async (content, place, bit) => {
        const changed = Buffer.from(content);
        const index = place % changed.length;
        changed[index] = changed[index]! ^ (1 << bit);
        const headers = await headersOf(content);
        expect(verify(source, content, headers).outcome).toBe('verified');
        expect(verify(source, changed, headers).outcome).toBe('wrong-signature');
      }),
    );
  });

  it('is refused when one bit of its signature, its time or its id is another', async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.nat(), fc.nat(), fc.nat(7), async (content, choice, place, bit) => {
        const headers = await headersOf(content);
        const names = Object.keys(headers);
        const name = names[choice % names.length]!;
        const changed = Buffer.from(headers[name]!);
        const index = place % changed.length;
        changed[index] = changed[index]! ^ (1 << bit);
        const result = verify(source, content, { ...headers, [name]: changed.toString('latin1') });
        expect(result.outcome).toMatch(/^(wrong|malformed)-signature$/);
      }),
    );
  });

  it('is refused when it is longer or shorter, or its secret is another', async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.nat(255), async (content, byte) => {
        const headers = await headersOf(content);
        const whole = Buffer.from(content);
        const secretOfAnother = `${secrets[source.type].slice(0, -1)}x`;
        for (const other of [
          Uint8Array.of(byte, ...whole),
          Uint8Array.of(...whole, byte),
          whole.subarray(1),
        ]) {
          expect(verify(source, other, headers).outcome).toBe('wrong-signature');
        }
        expect(verify(source, whole, headers, { secret: secretOfAnother }).outcome).toBe('wrong-signature');
      }),
    );
  });

  it('is one event, with any other headers of a recording that is sent again', async () => {
    const unsigned = fc.dictionary(
      fc.oneof(
        fc.constantFrom('idempotency-key', 'x-github-delivery', 'x-shopify-webhook-id', 'x-slack-retry-num'),
        fc.constantFrom('x-event-type', 'x-github-event', 'x-shopify-topic', 'linear-delivery', 'svix-note'),
        headerText.map((name) => name.toLowerCase()),
      ),
      fc.oneof(headerText, fc.uuid()),
    );
    await fc.assert(
      fc.asyncProperty(body, unsigned, unsigned, async (content, first, second) => {
        const headers = await headersOf(content);
        const [one, other] = [first, second].map((more) => verify(source, content, { ...more, ...headers }));
        expect(one).toMatchObject({ outcome: 'verified', deliveryKey: expect.any(String) });
        expect((other as { deliveryKey?: string }).deliveryKey).toBe(
          (one as { deliveryKey?: string }).deliveryKey,
        );
      }),
    );
  });

  it('has a valid type and a valid key or none, for any content', async () => {
    const said = fc.oneof(fc.string({ unit: 'grapheme' }), fc.jsonValue(), fc.constant('order.created'));
    const json = fc.record({ type: said, id: said, action: said }, { requiredKeys: [] });
    const unsigned = fc.dictionary(
      fc.constantFrom('x-github-event', 'x-github-delivery', 'x-shopify-topic', 'x-shopify-webhook-id'),
      fc.oneof(headerText, fc.constant('push'), fc.constant('orders/create')),
    );
    await fc.assert(
      fc.asyncProperty(
        json.map((value) => JSON.stringify(value)),
        unsigned,
        async (content, headers) => {
          const result = verify(source, content, { ...headers, ...(await headersOf(content)) });
          if (result.outcome !== 'verified') throw new Error(JSON.stringify(result));
          expect(result.eventType === null || isEventType(result.eventType)).toBe(true);
          expect(result.deliveryKey).toMatch(/^[!-~]{1,255}$/);
        },
      ),
    );
  });
});

describe('anything at all', () => {
  const sources = fc.oneof(
    ...signers.map(([source]) => fc.constant(source)),
    bodySignature.map((signature) => hmacSource(signature)),
    fc.tuple(headerText, headerText).map(([header, prefix]) => hmacSource({ header, prefix })),
  );
  const names = fc.oneof(
    fc.constantFrom(
      ...['x-hub-signature-256', 'x-github-event', 'stripe-signature', 'webhook-id', 'webhook-timestamp'],
      ...['webhook-signature', 'x-shopify-hmac-sha256', 'x-signature', 'authorization'],
    ),
    headerText,
  );
  const nearlyASignature = fc
    .tuple(
      fc.constantFrom('', 'sha256=', 'v1,', 'v1a,', `t=${NOW_SECONDS},v1=`, 't=', String(NOW_SECONDS)),
      fc.oneof(
        headerText,
        fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 }),
      ),
    )
    .map((parts) => parts.join(''));
  const anySecret = fc.oneof(fc.string({ unit: 'binary' }), ...Object.values(secrets).map(fc.constant));

  it('that is not signed is rejected without an error', () => {
    fc.assert(
      fc.property(
        sources,
        fc.dictionary(names, nearlyASignature),
        bytes,
        anySecret,
        fc.double(),
        (source, headers, content, one, nowMs) => {
          const { outcome } = verify(source, content, headers, { secret: one, nowMs });
          expect(outcome).toMatch(/^(missing|malformed|wrong)-signature$/);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
