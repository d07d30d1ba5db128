import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import {
  type RejectionReason,
  verifyWebhook,
  WebhookVerificationError,
} from '../../../client/src/webhooks.ts';
import {
  publicKeyOf,
  sign,
  signingPrivateKeyFrom,
  signingSecretFrom,
} from '../../../src/domain/signature.ts';

const NOW_SECONDS = 1_800_000_000;
const clock = { nowMs: NOW_SECONDS * 1_000 };
const secret = signingSecretFrom(Buffer.alloc(32, 0xfb));
const otherSecret = signingSecretFrom(Buffer.alloc(32, 1));
const privateKey = signingPrivateKeyFrom(Buffer.alloc(32, 2));
const publicKey = publicKeyOf(privateKey);
const otherPublicKey = publicKeyOf(signingPrivateKeyFrom(Buffer.alloc(32, 3)));
const BODY = '{"order": "é"}';

function signed(secrets: readonly string[], timestampSeconds = NOW_SECONDS, body = BODY) {
  const signature = sign({ id: 'evt_1', timestampSeconds, body: Buffer.from(body) }, secrets);
  return {
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': signature,
  };
}

const rejected = async (reason: RejectionReason, verification: Promise<unknown>) => {
  const error = await verification.catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(WebhookVerificationError);
  expect(error).toMatchObject({ reason });
};

describe('a webhook is verified', () => {
  it.each([
    ['its secret', [secret], secret],
    ['its public key', [privateKey], publicKey],
    ['one of its secrets, during a rotation', [otherSecret, secret], secret],
    ['the secret, beside an asymmetric signature', [privateKey, secret], secret],
    ['the public key, beside a symmetric signature', [secret, privateKey], publicKey],
    ['one of several keys', [secret], [otherSecret, otherPublicKey, secret]],
    ['a public key among secrets', [privateKey], [secret, publicKey]],
  ])('with %s', async (_, secrets, keys) => {
    const webhook = await verifyWebhook(keys, signed(secrets), BODY, clock);
    expect(webhook.id).toBe('evt_1');
    expect(webhook.signedAt).toEqual(new Date(clock.nowMs));
    expect(webhook.json()).toEqual({ order: 'é' });
  });

  it('as the library of the specification has signed it, by the clock of this machine', async () => {
    const now = new Date();
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign('msg_1', now, BODY),
    };
    expect((await verifyWebhook(secret, headers, BODY)).id).toBe('msg_1');
  });

  it('with headers and body of any form', async () => {
    const headers = signed([secret]);
    const capitals = {
      'Webhook-Id': headers['webhook-id'],
      'WEBHOOK-TIMESTAMP': headers['webhook-timestamp'],
      'Webhook-Signature': [headers['webhook-signature']],
    };
    const bytes = Uint8Array.from(Buffer.from(BODY));
    for (const given of [headers, new Headers(headers), capitals]) {
      for (const body of [BODY, bytes, Buffer.from(BODY), bytes.buffer]) {
        expect((await verifyWebhook(secret, given, body, clock)).json()).toEqual({ order: 'é' });
      }
    }
  });

  it('within the tolerance, both ways, to the second', async () => {
    for (const offset of [-300, 300]) {
      await expect(
        verifyWebhook(secret, signed([secret], NOW_SECONDS + offset), BODY, clock),
      ).resolves.toBeDefined();
    }
    await rejected('too-old', verifyWebhook(secret, signed([secret], NOW_SECONDS - 301), BODY, clock));
    await rejected('too-new', verifyWebhook(secret, signed([secret], NOW_SECONDS + 301), BODY, clock));
    const strict = { ...clock, toleranceSeconds: 1 };
    await rejected('too-old', verifyWebhook(secret, signed([secret], NOW_SECONDS - 2), BODY, strict));
  });
});

describe('a webhook is refused', () => {
  it.each([
    ['another secret', [secret], otherSecret],
    ['another public key', [privateKey], otherPublicKey],
    ['a secret, where only an asymmetric signature is there', [privateKey], secret],
    ['a public key, where only a symmetric signature is there', [secret], publicKey],
    ['no key', [secret], []],
  ])('with %s', (_, secrets, keys) =>
    rejected('wrong-signature', verifyWebhook(keys, signed(secrets), BODY, clock)),
  );

  const headers = signed([secret, privateKey]);
  const signature = signed([secret])['webhook-signature'];
  it.each([
    ['id', { ...headers, 'webhook-id': 'evt_2' }, BODY],
    ['time', { ...headers, 'webhook-timestamp': String(NOW_SECONDS + 1) }, BODY],
    ['body', headers, `${BODY} `],
    ['body, when there is none', headers, ''],
    ['version', { ...headers, 'webhook-signature': signature.replace('v1,', 'v1a,') }, BODY],
    ['signature, in its padding', { ...headers, 'webhook-signature': signature.slice(0, -1) }, BODY],
    ['signature, in its end', { ...headers, 'webhook-signature': `${signature},x` }, BODY],
    ['signature, in its case', { ...headers, 'webhook-signature': signature.toLowerCase() }, BODY],
    ['signature, which is nonsense', { ...headers, 'webhook-signature': 'v1,é v1, v1 ,' }, BODY],
  ])('with another %s', (_, given, body) =>
    rejected('wrong-signature', verifyWebhook([secret, publicKey], given, body, clock)),
  );

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('without %s', async (name) => {
    for (const value of [undefined, '']) {
      await rejected('missing-header', verifyWebhook(secret, { ...headers, [name]: value }, BODY, clock));
    }
  });

  it.each(['soon', '-1', '1e9', ' 1800000000', '1800000000.5'])('with the time %j', (timestamp) =>
    rejected(
      'malformed-header',
      verifyWebhook(secret, { ...headers, 'webhook-timestamp': timestamp }, BODY, clock),
    ),
  );
});

describe('a mistake of the caller', () => {
  it.each([
    ['no prefix', secret.slice('whsec_'.length)],
    ['a private key', privateKey],
    ['a short secret', signingSecretFrom(Buffer.alloc(23))],
    ['a long secret', signingSecretFrom(Buffer.alloc(65))],
    ['a short public key', publicKey.slice(0, -8)],
    ['nothing', ''],
  ])('is a TypeError that does not repeat the key: %s', async (_, key) => {
    await expect(verifyWebhook(key, signed([secret]), BODY, clock)).rejects.toThrow(
      new TypeError('a key must be a signing secret whsec_<base64> or a public key whpk_<base64>'),
    );
  });

  it('is a body that was parsed', async () => {
    const parsed = JSON.parse(BODY) as string;
    await expect(verifyWebhook(secret, signed([secret]), parsed, clock)).rejects.toThrow(/^body must be/);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, '300', null, 300n, [], {}, true])(
    'is a tolerance or a clock of %s, whatever the webhook: a TypeError names it',
    async (bad) => {
      const old = signed([secret], NOW_SECONDS - 1_000_000);
      for (const name of ['toleranceSeconds', 'nowMs']) {
        for (const headers of [old, {}]) {
          const options = { ...clock, [name]: bad } as typeof clock;
          await expect(verifyWebhook(secret, headers, BODY, options)).rejects.toThrow(
            new TypeError(`${name} must be a finite number that is not negative`),
          );
        }
      }
    },
  );
});

describe('the signed text can be read in one way only', () => {
  it('so that the time and the body of a webhook cannot become its id and its time', async () => {
    // The receiver gets one payload that begins with a later time, and keeps its signature.
    const body = `${NOW_SECONDS}.{"old":true}`;
    const { 'webhook-signature': signature } = signed([secret], NOW_SECONDS - 1_000_000, body);
    const forged = {
      'webhook-id': `evt_1.${NOW_SECONDS - 1_000_000}`,
      'webhook-timestamp': String(NOW_SECONDS),
      'webhook-signature': signature,
    };
    await rejected('malformed-header', verifyWebhook(secret, forged, '{"old":true}', clock));
  });

  it.each(['evt.1', '.', 'evt_1 ', 'evt_1, evt_1', 'évt', 'evt\n1'])('with no id such as %j', async (id) => {
    const content = { id, timestampSeconds: NOW_SECONDS, body: Buffer.from(BODY) };
    const headers = { ...signed([secret]), 'webhook-id': id, 'webhook-signature': sign(content, [secret]) };
    await rejected('malformed-header', verifyWebhook(secret, headers, BODY, clock));
  });

  it('with no id that is given twice, in any capitals', async () => {
    const twice = { ...signed([secret]), 'Webhook-Id': 'evt_2' };
    await rejected('malformed-header', verifyWebhook(secret, twice, BODY, clock));
  });

  it('with no more signatures than a sender has keys', async () => {
    const headers = signed([secret]);
    const signature = headers['webhook-signature'];
    const with64 = { ...headers, 'webhook-signature': `${'v1,AAAA '.repeat(63)}${signature}` };
    expect((await verifyWebhook(secret, with64, BODY, clock)).id).toBe('evt_1');
    const with65 = { ...headers, 'webhook-signature': `${'v1,AAAA '.repeat(64)}${signature}` };
    await rejected('malformed-header', verifyWebhook(secret, with65, BODY, clock));
  });
});
