import { type ApiKey, isLastingAdmin, isUseToBeNoted } from '../../domain/api-key.ts';
import type { ApiKeyId, TenantId } from '../../domain/ids.ts';
import { apiKeyLimits } from '../../domain/limits.ts';
import { readChangeWrite } from '../../domain/read-change-write.ts';
import type { ApiKeyStore } from '../../ports/storage.ts';
import { ttlAt } from './delivery-rows.ts';
import { apiKeyKey, listedApiKeyKey, tenantPartition } from './keys.ts';
import { type Condition, isNew, type Range, type Row, type Table, type Write } from './table.ts';

/** A key's row is found by its hash. A second row in the tenant's partition lists the key with its hash. */
export class DynamoApiKeyStore implements ApiKeyStore {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async findByHash(hash: string): Promise<ApiKey | undefined> {
    const row = await this.#table.get(apiKeyKey(hash));
    return row && apiKeyFrom(row);
  }

  async findById(tenantId: TenantId, id: ApiKeyId): Promise<ApiKey | undefined> {
    const listed = await this.#table.get(listedApiKeyKey(tenantId, id));
    return listed && this.findByHash(listed['hash'] as string);
  }

  /**
   * Both rows in one transaction, so that every valid key is listed for its tenant. @throws if another key has this
   * hash
   */
  async add(hash: string, key: ApiKey): Promise<'added' | 'exists' | 'full'> {
    const listedKey = listedApiKeyKey(key.tenantId, key.id);
    if ((await this.#table.get(listedKey)) !== undefined) return 'exists';
    if (await this.#isFull(key.tenantId)) return 'full';
    const { outcome } = await this.#table.transact(writesOfNewKey(hash, key));
    if (outcome === 'written') return 'added';
    const listed = await this.#table.get(listedKey);
    // The response to the write can be lost and the write tried again: then the row has this call's hash.
    if (listed?.['hash'] === hash) return 'added';
    if (listed !== undefined) return 'exists';
    throw new Error(`the API key ${key.id} has the hash of another one`);
  }

  async #isFull(tenantId: TenantId): Promise<boolean> {
    const { rows } = await this.#table.query({
      ...listedKeys(tenantId),
      attributes: ['SK'],
      limit: apiKeyLimits.perTenant,
    });
    return rows.length >= apiKeyLimits.perTenant;
  }

  async list(
    tenantId: TenantId,
    { beforeId, limit }: { readonly beforeId: ApiKeyId | undefined; readonly limit: number },
  ): Promise<readonly ApiKey[]> {
    const { rows: listed } = await this.#table.query({
      ...listedKeys(tenantId),
      newestFirst: true,
      limit,
      startAfter: beforeId && listedApiKeyKey(tenantId, beforeId),
    });
    const rows = await this.#table.getMany(listed.map(({ hash }) => apiKeyKey(hash as string)));
    return rows.map(apiKeyFrom).sort((one, other) => (one.id < other.id ? 1 : -1));
  }

  /**
   * A key that is a non-expiring admin key is removed in one transaction with a check that another one exists. If two
   * such keys are removed at the same moment, and each is the other's replacement, one stays.
   */
  async remove(tenantId: TenantId, id: ApiKeyId): Promise<'removed' | 'unknown' | 'last-admin'> {
    const result = await readChangeWrite(async () => {
      const listed = await this.#table.get(listedApiKeyKey(tenantId, id));
      if (listed === undefined) return 'unknown';
      const hash = listed['hash'] as string;
      const standIn = await this.#standInFor(await this.findByHash(hash));
      if (standIn === 'none') return 'last-admin';
      const { outcome } = await this.#table.transact([
        { remove: apiKeyKey(hash) },
        { remove: listedApiKeyKey(tenantId, id) },
        ...standIn,
      ]);
      return outcome === 'written' ? 'removed' : 'conflict';
    });
    if (result === 'conflict') throw new Error(`the admin keys of ${tenantId} are changed all the time`);
    return result;
  }

  /** A check that another key exists with which the tenant can go on, if this key is a non-expiring admin key. */
  async #standInFor(key: ApiKey | undefined): Promise<readonly Write[] | 'none'> {
    if (key === undefined || !isLastingAdmin(key)) return [];
    const { tenantId, id } = key;
    const { rows: listed } = await this.#table.query({
      ...listedKeys(tenantId),
      limit: apiKeyLimits.perTenant,
    });
    const others = listed.filter(({ SK }) => SK !== listedApiKeyKey(tenantId, id).SK);
    const rows = await this.#table.getMany(others.map(({ hash }) => apiKeyKey(hash as string)));
    const other = rows.find((row) => isLastingAdmin(apiKeyFrom(row)));
    return other === undefined ? 'none' : [{ check: { PK: other.PK, SK: other.SK }, condition: isThere }];
  }

  /** Of concurrent calls, one writes. A key that was deleted in the meantime stays deleted. */
  async noteUse(hash: string, nowMs: number): Promise<void> {
    const key = await this.findByHash(hash);
    if (key === undefined || !isUseToBeNoted(key, nowMs)) return;
    await this.#table.update(
      apiKeyKey(hash),
      { last_used_at: nowMs },
      {
        text: 'attribute_exists(#PK) AND (attribute_not_exists(#last_used_at) OR #last_used_at = :seen)',
        values: { seen: key.lastUsedAtMs ?? 0 },
      },
    );
  }
}

/** Refused if a key has this hash or this id. */
export function writesOfNewKey(hash: string, key: ApiKey): readonly Write[] {
  const { id, tenantId, scopes, name, createdAtMs, expiresAtMs, lastUsedAtMs } = key;
  const ttl = expiresAtMs === null ? null : ttlAt(expiresAtMs + apiKeyLimits.shownAfterExpirySeconds * 1_000);
  const row: Row = {
    ...apiKeyKey(hash),
    id,
    tenant: tenantId,
    scopes,
    name,
    created_at: createdAtMs,
    expires_at: expiresAtMs,
    last_used_at: lastUsedAtMs,
    ttl,
  };
  return [
    { put: row, condition: isNew },
    { put: { ...listedApiKeyKey(tenantId, id), hash, ttl }, condition: isNew },
  ];
}

const isThere: Condition = { text: 'attribute_exists(#PK)' };

/** The keys in a tenant's partition: `~` sorts after every ULID. */
const listedKeys = (tenantId: TenantId): Range => ({
  partition: tenantPartition(tenantId),
  from: 'KEY#',
  to: 'KEY#~',
});

const apiKeyFrom = (row: Row): ApiKey =>
  ({
    id: row['id'],
    tenantId: row['tenant'],
    scopes: row['scopes'],
    name: row['name'],
    createdAtMs: row['created_at'],
    expiresAtMs: row['expires_at'] ?? null,
    lastUsedAtMs: row['last_used_at'] ?? null,
  }) as ApiKey;
