import { createCipheriv, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { FieldCipher } from '../../../../src/adapters/crypto/field-cipher.ts';
import {
  opened,
  type SealedSubscription,
  sealed,
} from '../../../../src/adapters/crypto/sealed-subscription.ts';
import type { SubscriptionNotice } from '../../../../src/domain/health.ts';
import { deliveryIdOf } from '../../../../src/domain/ids.ts';
import { DamagedSubscriptionError } from '../../../../src/ports/storage.ts';
import { anAttempt, anEventId, aSubscription, aSubscriptionId, aTenantId } from '../../../support/records.ts';

const key = randomBytes(32);
const cipher = new FieldCipher(key);

/** A ciphertext of version 1: its version was not authenticated. */
function encryptedBefore(text: string, context: string): string {
  const nonce = randomBytes(12);
  const aes = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const bytes = Buffer.concat([nonce, aes.update(text), aes.final(), aes.getAuthTag()]);
  return `v1.${bytes.toString('base64url')}`;
}

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

  it('stores pending notices under the name that earlier versions read', () => {
    const { responseExcerpt: _, ...attempt } = anAttempt();
    const notice: SubscriptionNotice = {
      type: 'posthorn.subscription.failing',
      atMs: 5,
      cause: { deliveryId: deliveryIdOf(anEventId(), full.id), eventType: null, attempt },
    };
    const noticed = { ...full, health: { ...full.health, pendingNotices: [notice] } };
    const stored = sealed(noticed, cipher);
    expect(stored.health).toEqual({ failingSinceMs: null, recoveredAtMs: null, untold: [notice] });
    expect(opened(stored, cipher)).toEqual(noticed);
  });

  it('shows no secret, and all else', () => {
    const { headers, ingestSecret, signingSecrets, health: _, ...rest } = full;
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

  const hooks = 'https://stranger.example/hooks';
  it.each<[string, (stored: SealedSubscription) => object]>([
    ['with another target', () => ({ targetUrl: hooks })],
    ['with another receiver', () => ({ receiverId: 'someone-else' })],
    ['with a source', () => ({ source: { type: 'github' } })],
    ['without its ingest secret', () => ({ ingestSecret: null })],
    ['without its headers', () => ({ headers: {} })],
    [
      'without one of its signing secrets',
      ({ signingSecrets }) => ({ signingSecrets: signingSecrets.slice(1) }),
    ],
    [
      'with signing secrets in another order',
      ({ signingSecrets }) => ({ signingSecrets: signingSecrets.toReversed() }),
    ],
    [
      'with a rotated secret that does not expire',
      ({ signingSecrets }) => ({
        signingSecrets: signingSecrets.map((one) => ({ ...one, expiresAtMs: null })),
      }),
    ],
    ['enabled', () => ({ status: 'disabled' })],
    ['with another version', ({ version }) => ({ version: version + 1 })],
    ['with a member more', () => ({ more: 1 })],
    ['with the seal of another one', () => ({ seal: sealed(aSubscription(), cipher).seal })],
    ['with a seal that is none', () => ({ seal: '' })],
    ['with a seal that is no text', () => ({ seal: 1 })],
    ['without a seal', () => ({ seal: undefined })],
    [
      'without a seal and any secret',
      () => ({ seal: undefined, headers: {}, ingestSecret: null, signingSecrets: [] }),
    ],
    [
      'without a seal and an ingest secret',
      () => ({ seal: undefined, ingestSecret: null, targetUrl: hooks }),
    ],
  ])('does not open %s', (_, alter) => {
    const stored = sealed(full, cipher);
    expect(() => opened({ ...stored, ...alter(stored) }, cipher)).toThrow(DamagedSubscriptionError);
  });

  it('does not open with the token endpoint of another server', () => {
    const auth = {
      type: 'oauth2',
      tokenUrl: 'https://login.example/token',
      clientId: 'shop',
      clientSecret: 'c-1',
      scope: null,
      audience: null,
    } as const;
    const stored = sealed(aSubscription({ auth }), cipher);
    const altered = { ...stored, auth: { ...stored.auth, tokenUrl: hooks } } as SealedSubscription;
    expect(opened(stored, cipher).auth).toEqual(auth);
    expect(() => opened(altered, cipher)).toThrow(DamagedSubscriptionError);
  });

  it('opens with any order of its members', () => {
    const backwards = (value: unknown): unknown =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .toReversed()
              .map(([name, member]) => [name, backwards(member)]),
          )
        : value;
    expect(opened(backwards(sealed(full, cipher)) as SealedSubscription, cipher)).toEqual(full);
  });

  it('does not open with another key', () => {
    expect(() => opened(sealed(full, cipher), new FieldCipher(randomBytes(32)))).toThrow();
  });

  it('opens without a header that was stored before its name was reserved', () => {
    const early = { ...full, headers: { ...full.headers, 'CE-Id': 'other', 'x-forwarded-for': '10.0.0.1' } };
    expect(opened(sealed(early, cipher), cipher)).toEqual(full);
  });

  describe('of the time before there were seals', () => {
    const context = (field: string) => `${full.tenantId} ${full.id} ${field}`;
    const { seal, ...unsealed } = sealed(full, cipher);
    const older: SealedSubscription = {
      ...unsealed,
      headers: Object.fromEntries(
        Object.entries(full.headers).map(([name, value]) => [
          name,
          encryptedBefore(value, context(`header ${name}`)),
        ]),
      ),
      ingestSecret: encryptedBefore(full.ingestSecret!, context('ingest secret')),
      signingSecrets: full.signingSecrets.map((one) => ({
        ...one,
        secret: encryptedBefore(one.secret, context('signing secret')),
      })),
    };

    it('opens, and has a seal when it is written again', () => {
      expect(opened(older, cipher)).toEqual(full);
      expect(sealed(opened(older, cipher), cipher).seal).toMatch(/^[\w-]{43}$/);
    });

    it('does not open with a secret of the time since', () => {
      const { ingestSecret } = sealed(full, cipher);
      expect(() => opened({ ...older, ingestSecret }, cipher)).toThrow(DamagedSubscriptionError);
    });

    it('cannot be made from a sealed one by renaming its ciphertexts', () => {
      const renamed = JSON.parse(JSON.stringify(sealed(full, cipher)).replaceAll('"v2.', '"v1.'));
      expect(() => opened({ ...renamed, seal: undefined }, cipher)).toThrow(DamagedSubscriptionError);
    });
  });

  it('is encrypted for the contexts that stored ones were encrypted for', () => {
    const { headers, ingestSecret, signingSecrets } = sealed(full, cipher);
    const place = `${full.tenantId} ${full.id}`;
    expect(cipher.decrypt(headers['X-Token']!, `${place} header X-Token`)).toBe('header-credential');
    expect(cipher.decrypt(ingestSecret!, `${place} ingest secret`)).toBe('ingest-credential');
    expect(cipher.decrypt(signingSecrets[0]!.secret, `${place} signing secret`)).toBe('whsec_current-secret');
  });
});
