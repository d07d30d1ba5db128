import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ingestSignature, verifyIngest } from '../../src/domain/ingest-verification.ts';
import { subscriptionLimits } from '../../src/domain/limits.ts';

const secret = fc.string({
  unit: 'grapheme-ascii',
  minLength: 1,
  maxLength: subscriptionLimits.ingestSecretCharacters,
});
const text = fc.string({ unit: 'grapheme', maxLength: 200 });
const bytes = fc.uint8Array({ maxLength: 200 });
const jsonBytesOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const wrapperOf = (key: string, body: string) => ({
  body,
  signature: ingestSignature(key, Buffer.from(body)),
});

const withOneByteChanged = (given: Uint8Array, place: number, bits: number): Uint8Array =>
  given.map((byte, index) => (index === place % given.length ? byte ^ bits : byte));
/** Another printable ASCII character in the place of one. */
const withOneCharacterChanged = (given: string, place: number, by: number): string =>
  String.fromCharCode(
    ...[...given].map((character, index) => {
      const code = character.charCodeAt(0);
      return index === place % given.length ? 0x20 + ((code - 0x20 + by) % 95) : code;
    }),
  );
const place = fc.nat();
const bits = fc.integer({ min: 1, max: 255 });
const by = fc.integer({ min: 1, max: 94 });

describe('a signature in the header', () => {
  it('verifies over any bytes, with and without its prefix, and gives these bytes', () => {
    fc.assert(
      fc.property(secret, bytes, fc.constantFrom('', 'sha256='), (key, body, prefix) => {
        expect(verifyIngest(key, body, prefix + ingestSignature(key, body))).toEqual({
          outcome: 'verified',
          payload: body,
          unwrapped: false,
        });
      }),
    );
  });

  it('fails when one byte of the body is another', () => {
    fc.assert(
      fc.property(secret, bytes, place, bits, (key, body, where, flipped) => {
        fc.pre(body.length > 0);
        const header = ingestSignature(key, body);
        expect(verifyIngest(key, withOneByteChanged(body, where, flipped), header).outcome).toBe(
          'wrong-signature',
        );
      }),
    );
  });

  it('fails when one byte of the secret is another', () => {
    fc.assert(
      fc.property(secret, bytes, place, by, (key, body, where, shift) => {
        const header = ingestSignature(withOneCharacterChanged(key, where, shift), body);
        expect(verifyIngest(key, body, header).outcome).toBe('wrong-signature');
      }),
    );
  });

  it('fails when one byte of itself is another', () => {
    fc.assert(
      fc.property(secret, bytes, place, by, (key, body, where, shift) => {
        const header = withOneCharacterChanged(ingestSignature(key, body), where, shift);
        expect(verifyIngest(key, body, header).outcome).toBe('wrong-signature');
      }),
    );
  });
});

describe('a signature in a wrapper', () => {
  it('verifies over any text, and gives its UTF-8 bytes', () => {
    fc.assert(
      fc.property(secret, text, (key, body) => {
        expect(verifyIngest(key, jsonBytesOf(wrapperOf(key, body)), undefined)).toEqual({
          outcome: 'verified',
          payload: Buffer.from(body),
          unwrapped: true,
        });
      }),
    );
  });

  it('is over the same bytes as the one in the header', () => {
    fc.assert(
      fc.property(secret, text, (key, body) => {
        const { signature } = wrapperOf(key, body);
        expect(verifyIngest(key, Buffer.from(body), signature).outcome).toBe('verified');
      }),
    );
  });

  it('fails when the body, the secret or the signature is another', () => {
    const pair = fc.tuple(text, text).filter(([one, other]) => one !== other);
    fc.assert(
      fc.property(secret, pair, place, by, (key, [body, other], where, shift) => {
        const wrapper = wrapperOf(key, body);
        const altered = [
          { ...wrapper, body: other },
          { ...wrapper, signature: withOneCharacterChanged(wrapper.signature, where, shift) },
          wrapperOf(withOneCharacterChanged(key, where, shift), body),
        ];
        for (const one of altered) {
          expect(verifyIngest(key, jsonBytesOf(one), undefined)).toEqual({ outcome: 'wrong-signature' });
        }
      }),
    );
  });

  it('does not verify beside anything else', () => {
    fc.assert(
      fc.property(secret, text, text, fc.jsonValue(), (key, body, name, value) => {
        fc.pre(name !== 'body' && name !== 'signature');
        const wrapper = Object.entries({ ...wrapperOf(key, body), [name]: value });
        const spelled = wrapper
          .map(([member, held]) => `${JSON.stringify(member)}:${JSON.stringify(held)}`)
          .join();
        expect(verifyIngest(key, Buffer.from(`{${spelled}}`), undefined).outcome).toBe('malformed-wrapper');
      }),
    );
  });
});

describe('anything at all', () => {
  const anything = fc.oneof(
    bytes,
    fc.jsonValue().map(jsonBytesOf),
    fc.record({ body: fc.jsonValue(), signature: fc.jsonValue() }, { requiredKeys: [] }).map(jsonBytesOf),
  );

  it('is rejected without an error when it is not signed', () => {
    fc.assert(
      fc.property(
        secret,
        anything,
        fc.option(fc.string({ unit: 'binary' }), { nil: undefined }),
        (key, body, header) => {
          expect(verifyIngest(key, body, header).outcome).not.toBe('verified');
        },
      ),
    );
  });

  it('is refused with a pointer to the member that is missing or malformed', () => {
    fc.assert(
      fc.property(secret, anything, (key, body) => {
        const refused = verifyIngest(key, body, undefined);
        if ('pointer' in refused) expect(['/body', '/signature']).toContain(refused.pointer);
        else expect(refused).toEqual({ outcome: 'wrong-signature' });
      }),
    );
  });
});
