import { createPublicKey, verify, webcrypto } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { signingSecretLimits } from '../../../src/domain/limits.ts';
import {
  jsonWebKeyOf,
  publicKeyOf,
  secretFrom,
  sign,
  signingKeyOf,
  signingPrivateKeyFrom,
  signingSecretFrom,
  verifies,
  versionOf,
} from '../../../src/domain/signature.ts';

// The vector that the Standard Webhooks libraries share.
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const content = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestampSeconds: 1_614_265_330,
  body: Buffer.from('{"test": 2432232314}'),
};

const { bytesMin, bytesMax, bytesGenerated } = signingSecretLimits;
const secretOf = (byte: number, length: number): string => signingSecretFrom(Buffer.alloc(length, byte));
const otherSecret = secretOf(7, bytesGenerated);
const thirdSecret = secretOf(0xfb, bytesMax);

describe('a signature', () => {
  it('is that of the Standard Webhooks vector', () => {
    expect(sign(content, [SECRET])).toBe(SIGNATURE);
  });

  it.each([
    ['JSON', '{"a":1}'],
    ['nothing', ''],
    ['text beyond ASCII', 'Grüße ☃ 😀'],
    ['line ends and dots', '.a.\r\n.b.\n'],
  ])('is what the reference library makes of %s, with secrets of every size', (_, text) => {
    for (const secret of [SECRET, otherSecret, thirdSecret, secretOf(0, bytesMin)]) {
      const reference = new Webhook(secret).sign(
        content.id,
        new Date(1_000 * content.timestampSeconds),
        text,
      );
      expect(sign({ ...content, body: Buffer.from(text) }, [secret])).toBe(reference);
    }
  });

  it('is over the bytes of the body, also where they are no text', async () => {
    const body = Uint8Array.of(0, 0xff, 0xc3, 0x28, 0x0a);
    const signed = Buffer.concat([Buffer.from(`${content.id}.${content.timestampSeconds}.`), body]);
    const key = await webcrypto.subtle.importKey(
      'raw',
      Buffer.from(SECRET.slice('whsec_'.length), 'base64'),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign'],
    );
    const digest = Buffer.from(await webcrypto.subtle.sign('HMAC', key, signed)).toString('base64');
    expect(sign({ ...content, body }, [SECRET])).toBe(`v1,${digest}`);
  });
});

describe('signatures of several secrets', () => {
  it('are separated by spaces, in the order of the secrets', () => {
    const one = (secret: string) => sign(content, [secret]);
    expect(sign(content, [SECRET, otherSecret, thirdSecret])).toBe(
      `${SIGNATURE} ${one(otherSecret)} ${one(thirdSecret)}`,
    );
  });

  it('are accepted by the reference library, whichever of the secrets it has', () => {
    const timestampSeconds = Math.floor(Date.now() / 1_000);
    const secrets = [SECRET, otherSecret, thirdSecret];
    const headers = {
      'webhook-id': content.id,
      'webhook-timestamp': String(timestampSeconds),
      'webhook-signature': sign({ ...content, timestampSeconds }, secrets),
    };
    for (const secret of secrets) {
      expect(new Webhook(secret).verify(content.body, headers)).toEqual({ test: 2_432_232_314 });
    }
    expect(() => new Webhook(secretOf(1, bytesMin)).verify(content.body, headers)).toThrow('No matching');
  });

  it('are none without a secret', () => {
    expect(sign(content, [])).toBe('');
  });

  it('are refused, without a word about it, for a stored secret that is none', () => {
    expect(() => sign(content, [SECRET, 'plainly-secret'])).toThrow(/^(?!.*plainly-secret)/);
  });
});

describe('verifying', () => {
  it('accepts the vector, alone and among others', () => {
    expect(verifies(content, SECRET, SIGNATURE)).toBe(true);
    expect(verifies(content, SECRET, `v1,AAAA ${SIGNATURE} v1a,BBBB`)).toBe(true);
    expect(verifies(content, otherSecret, sign(content, [SECRET, otherSecret]))).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['a space', ' '],
    ['no version', SIGNATURE.slice('v1,'.length)],
    ['another version', SIGNATURE.replace('v1,', 'v1a,')],
    ['another case', SIGNATURE.toLowerCase()],
    ['the beginning of it', SIGNATURE.slice(0, -1)],
    ['more than it', `${SIGNATURE}=`],
    ['commas between signatures', `${SIGNATURE},${SIGNATURE}`],
    ['characters beyond ASCII', `v1,é${SIGNATURE.slice(5)}`],
  ])('refuses %s', (_, header) => {
    expect(verifies(content, SECRET, header)).toBe(false);
  });

  it('refuses the signature of another secret', () => {
    expect(verifies(content, otherSecret, SIGNATURE)).toBe(false);
  });
});

describe('a signing secret', () => {
  it.each([bytesMin, bytesMin + 1, bytesGenerated, bytesMax - 1, bytesMax])(
    'may be of %d bytes',
    (length) => {
      const bytes = Buffer.alloc(length, 0xfb);
      expect(signingKeyOf(signingSecretFrom(bytes))).toEqual(bytes);
    },
  );

  it.each([0, 1, bytesMin - 1, bytesMax + 1, 1_000])('may not be of %d bytes', (length) => {
    expect(signingKeyOf(secretOf(7, length))).toBeUndefined();
  });

  it('has the form that the libraries of receivers take', () => {
    expect(otherSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(bytesMin).toBe(24);
    expect(bytesMax).toBe(64);
  });

  it.each([
    ['nothing', ''],
    ['a prefix only', 'whsec_'],
    ['no prefix', SECRET.slice('whsec_'.length)],
    ['a prefix in capitals', SECRET.replace('whsec_', 'WHSEC_')],
    ['the prefix of a private key', SECRET.replace('whsec_', 'whsk_')],
    ['a space before it', ` ${SECRET}`],
    ['a newline after it', `${SECRET}\n`],
    ['a space inside', `${SECRET.slice(0, 20)} ${SECRET.slice(20)}`],
    ['base64url', thirdSecret.replaceAll('+', '-').replaceAll('/', '_')],
    ['something after the padding', `${otherSecret}A`],
    ['padding only', 'whsec_=='],
  ])('may not be %s', (_, text) => {
    expect(signingKeyOf(text)).toBeUndefined();
  });

  // Go's decoder refuses the first three, so a receiver could not use the secret; the last is a second text for a key.
  it.each([
    ['without its padding', otherSecret.slice(0, -1)],
    ['with too much padding', `${otherSecret}=`],
    ['of a length that no base64 has', `${SECRET}A`],
    [
      'with bits set that are no part of the key',
      otherSecret.replace(/.=$/, (end) => (end === 'c=' ? 'd=' : end)),
    ],
  ])('may not be base64 %s', (_, text) => {
    expect(text).not.toBe(otherSecret);
    expect(signingKeyOf(text)).toBeUndefined();
  });
});

describe('an asymmetric signature', () => {
  // The vector of the specification: https://github.com/standard-webhooks/standard-webhooks
  const privateKey =
    'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==';
  const content = {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestampSeconds: 1_614_265_330,
    body: Buffer.from('{"test": 2432232314}'),
  };
  const expected =
    'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==';

  it('is that of the specification', () => {
    expect(sign(content, [privateKey])).toBe(expected);
    expect(publicKeyOf(privateKey)).toBe('whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=');
  });

  it('stands beside a symmetric one, which its readers are told from by its version', () => {
    const secret = signingSecretFrom(Buffer.alloc(32, 7));
    const [symmetric, asymmetric] = sign(content, [secret, privateKey]).split(' ');
    expect(symmetric).toMatch(/^v1,/);
    expect(asymmetric).toBe(expected);
    expect([secret, privateKey].map(versionOf)).toEqual(['v1', 'v1a']);
  });

  it('is verified with the published public key, and not over other bytes', () => {
    const key = createPublicKey({ key: jsonWebKeyOf(privateKey), format: 'jwk' });
    const signature = Buffer.from(expected.slice('v1a,'.length), 'base64');
    const signed = `${content.id}.${content.timestampSeconds}.${content.body}`;
    expect(verify(null, Buffer.from(signed), key, signature)).toBe(true);
    expect(verify(null, Buffer.from(`${signed} `), key, signature)).toBe(false);
  });

  it('comes of a key that is made of 32 bytes, and followed by its public half', () => {
    const bytes = Buffer.from(privateKey.slice('whsk_'.length), 'base64');
    expect(signingPrivateKeyFrom(bytes.subarray(0, 32))).toBe(privateKey);
    expect(secretFrom('v1a', bytes.subarray(0, 32))).toBe(privateKey);
  });

  it('has a key whose name is its thumbprint', () => {
    // RFC 8037, appendix A.3.
    const seed = Buffer.from('nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A', 'base64url');
    expect(jsonWebKeyOf(signingPrivateKeyFrom(seed))).toEqual({
      kty: 'OKP',
      crv: 'Ed25519',
      x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
      kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
      use: 'sig',
      alg: 'EdDSA',
    });
  });
});
