import { describe, expect, it } from 'vitest';
import { apiKeyFrom, apiKeyHash, mayAct, type Principal, scopes } from '../../src/domain/api-key.ts';

const principalWith = (...held: Principal['scopes']): Principal => ({
  id: 'key_01ARZ3NDEKTSV4RRFFQ69G5FAV',
  tenantId: 'ten_01ARZ3NDEKTSV4RRFFQ69G5FAV',
  scopes: held,
});

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
});

describe('scopes', () => {
  it.each(scopes)('%s allows itself', (scope) => {
    expect(mayAct(principalWith(scope), scope)).toBe(true);
  });

  it.each(scopes)('admin allows %s', (scope) => {
    expect(mayAct(principalWith('admin'), scope)).toBe(true);
  });

  it.each(
    (['ingest', 'read', 'manage'] as const).flatMap((held) =>
      scopes.filter((scope) => scope !== held).map((asked) => [held, asked] as const),
    ),
  )('%s does not allow %s', (held, asked) => {
    expect(mayAct(principalWith(held), asked)).toBe(false);
  });

  it('add up', () => {
    const producer = principalWith('ingest', 'read');
    expect(scopes.filter((scope) => mayAct(producer, scope))).toEqual(['ingest', 'read']);
  });

  it('allow nothing when there are none', () => {
    expect(scopes.filter((scope) => mayAct(principalWith(), scope))).toEqual([]);
  });
});
