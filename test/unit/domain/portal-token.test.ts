import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { HkdfDerivedKeys } from '../../../src/adapters/crypto/derived-keys.ts';
import {
  decodePortalToken,
  encodePortalToken,
  isPortalToken,
  type PortalToken,
  scopesOf,
} from '../../../src/domain/portal-token.ts';
import { aTenantId } from '../../support/records.ts';

const key = randomBytes(32);
const token: PortalToken = {
  id: 'ptk_01ARZ3NDEKTSV4RRFFQ69G5FAV',
  tenantId: aTenantId(),
  receiverId: 'Kundin “42”, 東京',
  access: 'read',
  expiresAtMs: 1_800_000_000_000,
  madeBy: 'key_01ARZ3NDEKTSV4RRFFQ69G5FAV',
  version: 1_790_000_000_000,
};

describe('a portal token', () => {
  it('keeps its claims', () => {
    const text = encodePortalToken(token, key);
    expect(text).toMatch(/^pht_[\w-]+\.[\w-]{43}$/);
    expect(isPortalToken(text)).toBe(true);
    expect(decodePortalToken(text, key)).toEqual(token);
  });

  it('of another key is none', () => {
    expect(decodePortalToken(encodePortalToken(token, key), randomBytes(32))).toBeUndefined();
  });

  it('with any one character changed is none', () => {
    const text = encodePortalToken(token, key);
    for (let at = 'pht_'.length; at < text.length - 1; at += 1) {
      if (text[at] === '.') continue;
      const other = text[at] === 'A' ? 'B' : 'A';
      const forged = text.slice(0, at) + other + text.slice(at + 1);
      expect(decodePortalToken(forged, key), forged).toBeUndefined();
    }
  });

  it('has one spelling only', () => {
    const text = encodePortalToken(token, key);
    const [claims = '', mac = ''] = text.slice('pht_'.length).split('.');
    const lastAt = text.length - 1;
    // The last character of 43 carries two bits that say nothing.
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const neighbour = alphabet[alphabet.indexOf(text.charAt(lastAt)) ^ 1];
    const spellings = [
      `${text}=`,
      `${text}.`,
      `${text}.more`,
      `pht_${claims}=.${mac}`,
      `pht_${claims}..${mac}`,
      text.slice(0, lastAt) + neighbour,
      `pht_${claims}.${Buffer.from(mac, 'base64url').toString('base64')}`,
    ];
    for (const spelling of spellings) expect(decodePortalToken(spelling, key), spelling).toBeUndefined();
  });

  it.each(['pht_', 'pht_.', 'pht_W10', 'pht_W10.', 'pht_e30.AAAA', 'pht_!.!'])('%s is none', (text) => {
    expect(decodePortalToken(text, key)).toBeUndefined();
  });

  it('opens for reading, or for managing too, and for nothing else', () => {
    expect(scopesOf('read')).toEqual(['read']);
    expect(scopesOf('manage')).toEqual(['read', 'manage']);
  });
});

describe('derived keys', () => {
  it('are the same for the same purpose, others for others, and never the key that they are made of', () => {
    const derived = new HkdfDerivedKeys(key);
    const one = derived.keyFor('one');
    expect(one).toHaveLength(32);
    expect(new HkdfDerivedKeys(key).keyFor('one')).toEqual(one);
    expect(derived.keyFor('two')).not.toEqual(one);
    expect(Buffer.from(one).equals(key)).toBe(false);
  });
});
