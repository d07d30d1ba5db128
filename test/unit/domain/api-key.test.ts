import { describe, expect, it } from 'vitest';
import { apiKeyFrom, apiKeyHash, hasExpired, isUseToBeNoted } from '../../../src/domain/api-key.ts';
import { anApiKey } from '../../support/records.ts';

describe('an API key', () => {
  it('is all of its random bytes, safe in URLs and headers', () => {
    const bytes = Uint8Array.from({ length: 32 }, (_, index) => 255 - index);
    const key = apiKeyFrom(bytes);
    expect(key).toMatch(/^phk_[A-Za-z0-9_-]{43}$/);
    expect(new Uint8Array(Buffer.from(key.slice('phk_'.length), 'base64url'))).toEqual(bytes);
  });

  it('is stored as its SHA-256', () => {
    // FIPS 180-2, appendix B.1.
    expect(apiKeyHash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('has another hash when one character differs', () => {
    expect(apiKeyHash('phk_a')).not.toBe(apiKeyHash('phk_b'));
  });

  it('expires at its time, and never without one', () => {
    expect(hasExpired(anApiKey({ expiresAtMs: 1_000 }), 999)).toBe(false);
    expect(hasExpired(anApiKey({ expiresAtMs: 1_000 }), 1_000)).toBe(true);
    expect(hasExpired(anApiKey({ expiresAtMs: null }), Number.MAX_SAFE_INTEGER)).toBe(false);
  });

  it('has its use noted once an hour', () => {
    const HOUR_MS = 3_600_000;
    expect(isUseToBeNoted(anApiKey({ lastUsedAtMs: null }), 0)).toBe(true);
    expect(isUseToBeNoted(anApiKey({ lastUsedAtMs: 5 }), 5 + HOUR_MS - 1)).toBe(false);
    expect(isUseToBeNoted(anApiKey({ lastUsedAtMs: 5 }), 5 + HOUR_MS)).toBe(true);
  });
});
