import type { ApiKey } from '../../domain/api-key.ts';
import type { ApiKeyStore } from '../../ports/api-key-store.ts';
import { apiKeyKey, listedApiKeyKey } from './keys.ts';
import { isNew, type Table } from './table.ts';

export class DynamoApiKeyStore implements ApiKeyStore {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async findByHash(hash: string): Promise<ApiKey | undefined> {
    const row = await this.#table.get(apiKeyKey(hash));
    return (
      row &&
      ({
        id: row['id'],
        tenantId: row['tenant'],
        scopes: row['scopes'],
        name: row['name'],
        createdAtMs: row['created_at'],
      } as ApiKey)
    );
  }

  /**
   * With a twin among what is listed of its tenant, in one transaction: no key is good that its tenant cannot see.
   * @throws when there is a key with this hash, or with this id
   */
  async add(hash: string, { id, tenantId, scopes, name, createdAtMs }: ApiKey): Promise<void> {
    const shown = { scopes, name, created_at: createdAtMs };
    const { outcome } = await this.#table.transact([
      { put: { ...apiKeyKey(hash), id, tenant: tenantId, ...shown }, condition: isNew },
      { put: { ...listedApiKeyKey(tenantId, id), hash, ...shown }, condition: isNew },
    ]);
    if (outcome === 'refused') throw new Error(`the API key ${id} is there already`);
  }
}
