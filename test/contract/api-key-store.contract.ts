import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiKeyHash, scopes } from '../../src/domain/api-key.ts';
import { anApiKey } from '../support/records.ts';
import type { MakeStorageHarness, StorageHarness } from './storage-harness.ts';

export function describeApiKeyStoreContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  describe(`ApiKeyStore, ${family}`, () => {
    it.each([
      ['with one scope', anApiKey({ scopes: ['admin'] })],
      ['with all scopes', anApiKey({ scopes: [...scopes], name: 'für “alles”' })],
    ])('finds a key by its hash, as it is: %s', async (_, key) => {
      await harness.apiKeys.add(apiKeyHash('phk_one'), key);
      await harness.apiKeys.add(apiKeyHash('phk_two'), anApiKey());
      expect(await harness.apiKeys.findByHash(apiKeyHash('phk_one'))).toEqual(key);
    });

    it('knows no other hash, in no other spelling', async () => {
      const hash = apiKeyHash('phk_one');
      await harness.apiKeys.add(hash, anApiKey());
      for (const other of [
        apiKeyHash('phk_two'),
        apiKeyHash(''),
        '',
        '%',
        hash.toUpperCase(),
        hash.slice(1),
      ]) {
        expect(await harness.apiKeys.findByHash(other)).toBeUndefined();
      }
    });

    it('lets no second key take the place of the first', async () => {
      const hash = apiKeyHash('phk_one');
      const first = anApiKey();
      await harness.apiKeys.add(hash, first);
      await expect(harness.apiKeys.add(hash, anApiKey({ scopes: ['admin'] }))).rejects.toThrow();
      expect(await harness.apiKeys.findByHash(hash)).toEqual(first);
    });
  });
}
