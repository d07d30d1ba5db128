import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiKey, apiKeyHash, scopes } from '../../src/domain/api-key.ts';
import type { ApiKeyId } from '../../src/domain/ids.ts';
import { anApiKey, aTenantId } from '../support/records.ts';
import type { MakeStorageHarness, StorageHarness } from './storage-harness.ts';

export function describeApiKeyStoreContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  const add = (key: ApiKey) => harness.apiKeyStore.add(apiKeyHash(key.id), key);
  const find = (key: ApiKey) => harness.apiKeyStore.findByHash(apiKeyHash(key.id));

  describe(`ApiKeyStore, ${family}`, () => {
    it.each([
      ['with one scope', anApiKey({ scopes: ['admin'] })],
      ['with all scopes', anApiKey({ scopes: [...scopes], name: 'für “alles”' })],
      ['that expires, and was used', anApiKey({ expiresAtMs: 4_000_000_000_000, lastUsedAtMs: 17 })],
    ])('finds a key by its hash, as it is: %s', async (_, key) => {
      expect(await add(key)).toBe('added');
      await add(anApiKey());
      expect(await find(key)).toEqual(key);
    });

    it('knows no other hash, in no other spelling', async () => {
      const hash = apiKeyHash('phk_one');
      await harness.apiKeyStore.add(hash, anApiKey());
      for (const other of [apiKeyHash('phk_two'), '', '%', hash.toUpperCase(), hash.slice(1)]) {
        expect(await harness.apiKeyStore.findByHash(other)).toBeUndefined();
      }
    });

    it('lets no second key take the place of the first, by its hash or its id', async () => {
      const first = anApiKey();
      await add(first);
      await expect(harness.apiKeyStore.add(apiKeyHash(first.id), anApiKey())).rejects.toThrow();
      expect(await harness.apiKeyStore.add(apiKeyHash('another'), first)).toBe('exists');
      expect(await find(first)).toEqual(first);
      expect(await harness.apiKeyStore.findByHash(apiKeyHash('another'))).toBeUndefined();
    });

    it('lists the keys of one tenant, newest first, page by page', async () => {
      const tenantId = aTenantId();
      const keys: ApiKey[] = [];
      for (const letter of 'ABCDE') {
        const id = `key_01KC2XHQ5B9V7N3M8R4T6Y0W1${letter}` as ApiKeyId;
        keys.unshift(anApiKey({ id, tenantId }));
      }
      for (const key of [...keys].reverse()) await add(key);
      await add(anApiKey());
      const page = (beforeId: ApiKeyId | undefined, limit: number) =>
        harness.apiKeyStore.list(tenantId, { beforeId, limit });
      expect(await page(undefined, 10)).toEqual(keys);
      expect(await page(undefined, 2)).toEqual(keys.slice(0, 2));
      expect(await page(keys[1]!.id, 2)).toEqual(keys.slice(2, 4));
      expect(await page(keys[4]!.id, 2)).toEqual([]);
    });

    it('forgets a key for good, and only for its own tenant', async () => {
      const [key, other] = [anApiKey(), anApiKey()];
      await add(key);
      await add(other);
      expect(await harness.apiKeyStore.remove(other.tenantId, key.id)).toBe('unknown');
      expect(await find(key)).toEqual(key);
      expect(await harness.apiKeyStore.remove(key.tenantId, key.id)).toBe('removed');
      expect(await harness.apiKeyStore.remove(key.tenantId, key.id)).toBe('unknown');
      expect(await find(key)).toBeUndefined();
      expect(await harness.apiKeyStore.list(key.tenantId, { beforeId: undefined, limit: 5 })).toEqual([]);
      expect(await find(other)).toEqual(other);
    });

    it('finds a key by its id, for its own tenant only', async () => {
      const key = anApiKey();
      await add(key);
      expect(await harness.apiKeyStore.findById(key.tenantId, key.id)).toEqual(key);
      expect(await harness.apiKeyStore.findById(aTenantId(), key.id)).toBeUndefined();
      await harness.apiKeyStore.remove(key.tenantId, key.id);
      expect(await harness.apiKeyStore.findById(key.tenantId, key.id)).toBeUndefined();
    });

    it('keeps the last admin key of a tenant that does not expire', async () => {
      const tenantId = aTenantId();
      const admin = () => anApiKey({ tenantId, scopes: ['admin'] });
      const [first, second] = [admin(), admin()];
      const others = [
        anApiKey({ tenantId, scopes: ['admin'], expiresAtMs: 4_000_000_000_000 }),
        anApiKey({ tenantId, scopes: ['ingest', 'read', 'manage'] }),
        anApiKey({ scopes: ['admin'] }),
      ];
      for (const key of [first, second, ...others]) await add(key);
      const remove = ({ id }: ApiKey) => harness.apiKeyStore.remove(tenantId, id);
      expect(await remove(first)).toBe('removed');
      expect(await remove(second)).toBe('last-admin');
      expect(await find(second)).toEqual(second);
      expect(await remove(others[0]!)).toBe('removed');
      expect(await remove(others[1]!)).toBe('removed');
    });

    it('keeps one of two last admin keys that are removed at the same moment', async () => {
      const tenantId = aTenantId();
      const keys = [1, 2].map(() => anApiKey({ tenantId, scopes: ['admin'] }));
      for (const key of keys) await add(key);
      const removals = keys.map(({ id }) => harness.apiKeyStore.remove(tenantId, id));
      expect((await Promise.all(removals)).sort()).toEqual(['last-admin', 'removed']);
    });

    it('notes when a key was used, to the hour', async () => {
      const key = anApiKey();
      await add(key);
      const startMs = harness.nowMs();
      const usedAt = async (afterMs: number) => {
        await harness.apiKeyStore.noteUse(apiKeyHash(key.id), startMs + afterMs);
        return ((await find(key))?.lastUsedAtMs ?? 0) - startMs;
      };
      expect(await usedAt(0)).toBe(0);
      expect(await usedAt(3_599_999)).toBe(0);
      expect(await usedAt(3_600_000)).toBe(3_600_000);
    });

    it('does not make a key of the use of one that is gone', async () => {
      const key = anApiKey();
      await add(key);
      await harness.apiKeyStore.remove(key.tenantId, key.id);
      await harness.apiKeyStore.noteUse(apiKeyHash(key.id), harness.nowMs());
      expect(await find(key)).toBeUndefined();
    });
  });
}
