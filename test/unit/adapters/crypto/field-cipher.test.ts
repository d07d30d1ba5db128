import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { FieldCipher } from '../../../../src/adapters/crypto/field-cipher.ts';

const cipher = new FieldCipher(randomBytes(32));
const CONTEXT = 'ten_1 sub_1 signing secret';

describe('an encrypted field', () => {
  it.each([
    ['a signing secret', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['nothing', ''],
    ['any characters', 'pâss\u0000word 🔑\n'],
    ['much', 'x'.repeat(100_000)],
  ])('decrypts to what it was: %s', (_, text) => {
    expect(cipher.decrypt(cipher.encrypt(text, CONTEXT), CONTEXT)).toBe(text);
  });

  it('shows nothing of the text, in any encoding', () => {
    const sealed = cipher.encrypt('correct horse battery staple', CONTEXT);
    const bytes = Buffer.from(sealed.slice(sealed.indexOf('.') + 1), 'base64url');
    for (const place of [sealed, bytes.toString('latin1')]) expect(place).not.toContain('battery');
  });

  it('never looks the same twice', () => {
    const sealed = new Set(Array.from({ length: 100 }, () => cipher.encrypt('same', CONTEXT)));
    expect(sealed.size).toBe(100);
  });

  it('is text that a JSON document or a header can carry', () => {
    expect(cipher.encrypt('text', CONTEXT)).toMatch(/^v2\.[A-Za-z0-9_-]+$/);
  });

  it.each([
    ['another tenant', 'ten_2 sub_1 signing secret'],
    ['another subscription', 'ten_1 sub_2 signing secret'],
    ['another field', 'ten_1 sub_1 ingest secret'],
    ['no context', ''],
  ])('does not decrypt for %s', (_, context) => {
    const sealed = cipher.encrypt('mine', CONTEXT);
    expect(() => cipher.decrypt(sealed, context)).toThrow();
  });

  it('does not decrypt with another key', () => {
    const sealed = cipher.encrypt('mine', CONTEXT);
    expect(() => new FieldCipher(randomBytes(32)).decrypt(sealed, CONTEXT)).toThrow();
  });

  it('does not decrypt when any one of its bits was changed', () => {
    const sealed = cipher.encrypt('mine', CONTEXT);
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const altered = Buffer.from(bytes);
      altered[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => cipher.decrypt(`v2.${altered.toString('base64url')}`, CONTEXT)).toThrow();
    }
  });

  it('does not decrypt when it was cut, at either end', () => {
    const bytes = Buffer.from(cipher.encrypt('mine', CONTEXT).slice(3), 'base64url');
    for (let length = 0; length < bytes.length; length += 1) {
      for (const part of [bytes.subarray(0, length), bytes.subarray(bytes.length - length)]) {
        expect(() => cipher.decrypt(`v2.${part.toString('base64url')}`, CONTEXT)).toThrow();
      }
    }
  });
});

describe('a cipher', () => {
  it.each([0, 16, 31, 33])('encrypts nothing with a key of %i bytes', (length) => {
    expect(() => new FieldCipher(randomBytes(length)).encrypt('text', CONTEXT)).toThrow();
  });
});
