import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { signingSecretLimits } from '../../src/domain/limits.ts';
import { sign, signingKeyOf, signingSecretFrom, verifies } from '../../src/domain/signature.ts';

const key = fc.uint8Array({
  minLength: signingSecretLimits.bytesMin,
  maxLength: signingSecretLimits.bytesMax,
});
const secret = key.map(signingSecretFrom);
const content = fc.record({
  id: fc.ulid().map((ulid) => `evt_${ulid}`),
  timestampSeconds: fc.nat(4_000_000_000),
  body: fc.uint8Array({ maxLength: 200 }),
});
/** Where a byte is changed (in input of any length), and the bits that are flipped there. */
const change = fc.record({ place: fc.nat(), bits: fc.integer({ min: 1, max: 255 }) });
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function withOneByteChanged(bytes: Uint8Array, { place, bits }: Change): Uint8Array {
  const changed = Uint8Array.from(bytes);
  const index = place % changed.length;
  changed[index] = changed[index]! ^ bits;
  return changed;
}

function withOneCharacterChanged(text: string, place: number, characters: string): string {
  const index = place % text.length;
  const others = characters.replace(text.charAt(index), '');
  return text.slice(0, index) + others.charAt(place % others.length) + text.slice(index + 1);
}

describe('signing', () => {
  it('makes signatures that verify with each of the secrets', () => {
    fc.assert(
      fc.property(
        content,
        fc.array(secret, { minLength: 1, maxLength: 5 }),
        fc.nat(),
        (signed, secrets, choice) => {
          const header = sign(signed, secrets);
          expect(header.split(' ')).toHaveLength(secrets.length);
          expect(verifies(signed, secrets[choice % secrets.length]!, header)).toBe(true);
        },
      ),
    );
  });

  it('makes the same signature as the reference library', () => {
    fc.assert(
      fc.property(content, fc.string({ unit: 'grapheme' }), secret, (signed, text, one) => {
        const reference = new Webhook(one).sign(signed.id, new Date(1_000 * signed.timestampSeconds), text);
        expect(sign({ ...signed, body: Buffer.from(text) }, [one])).toBe(reference);
      }),
    );
  });

  it('keeps its secrets through their text form', () => {
    fc.assert(
      fc.property(key, (bytes) => {
        expect(new Uint8Array(signingKeyOf(signingSecretFrom(bytes))!)).toEqual(bytes);
      }),
    );
  });
});

describe('a signature does not verify', () => {
  it('when one character of the id is another', () => {
    fc.assert(
      fc.property(content, secret, fc.nat(), (signed, one, place) => {
        const id = withOneCharacterChanged(signed.id, place, '_.0AZaz');
        expect(verifies({ ...signed, id }, one, sign(signed, [one]))).toBe(false);
      }),
    );
  });

  it('when one digit of the timestamp is another', () => {
    fc.assert(
      fc.property(content, secret, fc.nat(), (signed, one, place) => {
        const timestamp = withOneCharacterChanged(String(signed.timestampSeconds), place, '0123456789');
        const late = { ...signed, timestampSeconds: Number(timestamp) };
        expect(verifies(late, one, sign(signed, [one]))).toBe(false);
      }),
    );
  });

  it('when one byte of the body is another', () => {
    fc.assert(
      fc.property(content, secret, change, (signed, one, where) => {
        fc.pre(signed.body.length > 0);
        const body = withOneByteChanged(signed.body, where);
        expect(verifies({ ...signed, body }, one, sign(signed, [one]))).toBe(false);
      }),
    );
  });

  it('when a byte is added to the body, at its end or its beginning', () => {
    fc.assert(
      fc.property(content, secret, fc.nat(255), (signed, one, byte) => {
        const header = sign(signed, [one]);
        for (const body of [Uint8Array.of(...signed.body, byte), Uint8Array.of(byte, ...signed.body)]) {
          expect(verifies({ ...signed, body }, one, header)).toBe(false);
        }
      }),
    );
  });

  it('when one byte of the secret is another', () => {
    fc.assert(
      fc.property(content, key, change, (signed, bytes, where) => {
        const other = signingSecretFrom(withOneByteChanged(bytes, where));
        expect(verifies(signed, other, sign(signed, [signingSecretFrom(bytes)]))).toBe(false);
      }),
    );
  });

  it('when one byte of itself is another', () => {
    fc.assert(
      fc.property(content, secret, change, (signed, one, where) => {
        const header = Buffer.from(withOneByteChanged(Buffer.from(sign(signed, [one])), where)).toString(
          'latin1',
        );
        expect(verifies(signed, one, header)).toBe(false);
      }),
    );
  });
});

describe('any text', () => {
  it('is a signing secret exactly when it is the text form of a key of the right size', () => {
    const nearlyASecret = fc
      .tuple(
        fc.uint8Array({ minLength: 20, maxLength: 68 }),
        fc.nat(3),
        fc.constantFrom('', '=', '==', 'A', 'B=', '\n'),
      )
      .map(([bytes, cut, end]) => signingSecretFrom(bytes).slice(0, -cut || undefined) + end);
    const text = fc.oneof(
      fc.string(),
      fc.uint8Array({ maxLength: 80 }).map(signingSecretFrom),
      nearlyASecret,
    );
    fc.assert(
      fc.property(text, (candidate) => {
        const found = signingKeyOf(candidate);
        const length = candidate.startsWith('whsec_') ? Buffer.from(candidate.slice(6), 'base64').length : 0;
        const isRightSize = length >= signingSecretLimits.bytesMin && length <= signingSecretLimits.bytesMax;
        const isCanonical = signingSecretFrom(Buffer.from(candidate.slice(6), 'base64')) === candidate;
        expect(found !== undefined).toBe(isRightSize && isCanonical);
      }),
    );
  });

  it('is a header that can be checked without an error', () => {
    fc.assert(
      fc.property(content, secret, fc.string({ unit: 'binary' }), (signed, one, header) => {
        expect(verifies(signed, one, header)).toBe(false);
      }),
    );
  });
});
