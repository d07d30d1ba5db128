import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { FieldCipher } from '../../src/adapters/crypto/field-cipher.ts';
import { opened, type SealedSubscription, sealed } from '../../src/adapters/crypto/sealed-subscription.ts';
import { aSubscription, aSubscriptionId, aTenantId } from '../support/records.ts';

const cipher = new FieldCipher(randomBytes(32));

const full = aSubscription({
  description: 'the shop',
  headers: { 'X-Token': 'header-credential', 'X-Other': 'other-credential' },
  ingestSecret: 'ingest-credential',
  signingSecrets: [
    { secret: 'whsec_current-secret', expiresAtMs: null },
    { secret: 'whsec_rotated-secret', expiresAtMs: 17 },
  ],
});
const SECRETS = /credential|whsec_/;

/** The sealed one, altered afterwards. */
const graft = (changes: Partial<SealedSubscription>): SealedSubscription => ({
  ...sealed(full, cipher),
  ...changes,
});

describe('a sealed subscription', () => {
  it.each([
    ['with secrets of every kind', full],
    ['with none but its signing secret', aSubscription()],
  ])('opens to what it was, also after it was JSON: %s', (_, subscription) => {
    expect(opened(sealed(subscription, cipher), cipher)).toEqual(subscription);
    expect(opened(JSON.parse(JSON.stringify(sealed(subscription, cipher))), cipher)).toEqual(subscription);
  });

  it('shows no secret, and all else', () => {
    const { headers, ingestSecret, signingSecrets, ...rest } = full;
    expect(JSON.stringify(full)).toMatch(SECRETS);
    expect(JSON.stringify(sealed(full, cipher))).not.toMatch(SECRETS);
    expect(sealed(full, cipher)).toMatchObject({
      ...rest,
      headers: { 'X-Token': expect.any(String), 'X-Other': expect.any(String) },
      signingSecrets: [{ expiresAtMs: null }, { expiresAtMs: 17 }],
    });
  });

  it.each<[string, Partial<SealedSubscription>]>([
    ['as another one', { id: aSubscriptionId() }],
    ['for another tenant', { tenantId: aTenantId() }],
    [
      'with a value under another header',
      { headers: { 'X-Token': sealed(full, cipher).headers['X-Other']! } },
    ],
    ['with a header as ingest secret', { ingestSecret: sealed(full, cipher).headers['X-Token']! }],
    ['with an ingest secret in plain', { ingestSecret: 'ingest-credential' }],
  ])('does not open %s', (_, changes) => {
    expect(() => opened(graft(changes), cipher)).toThrow();
  });

  it('does not open with another key', () => {
    expect(() => opened(sealed(full, cipher), new FieldCipher(randomBytes(32)))).toThrow();
  });

  it('opens without a header that was stored before its name was reserved', () => {
    const early = { ...full, headers: { ...full.headers, 'CE-Id': 'other', 'x-forwarded-for': '10.0.0.1' } };
    expect(opened(sealed(early, cipher), cipher)).toEqual(full);
  });

  it('is encrypted for the contexts that stored ones were encrypted for', () => {
    const { headers, ingestSecret, signingSecrets } = sealed(full, cipher);
    const place = `${full.tenantId} ${full.id}`;
    expect(cipher.decrypt(headers['X-Token']!, `${place} header X-Token`)).toBe('header-credential');
    expect(cipher.decrypt(ingestSecret!, `${place} ingest secret`)).toBe('ingest-credential');
    expect(cipher.decrypt(signingSecrets[0]!.secret, `${place} signing secret`)).toBe('whsec_current-secret');
  });
});
