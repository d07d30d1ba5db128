import { LRUCache } from 'lru-cache';
import type { TenantId } from '../../domain/ids.ts';
import { compileSchema, type SchemaCheck } from '../../domain/json-schema.ts';
import type { EnforcedSchemas } from '../../ports/caches.ts';
import type { EventTypeStore } from '../../ports/storage.ts';

/** How long this process trusts an entry. With the time of a read, it stays below 30 s. */
const FRESH_MS = 25_000;
/** The limit for all cached schemas, in characters of JSON. Compiled, they take about ten times as many bytes. */
const CHARACTERS_MOST = 2 * 1024 * 1024;
/** The size of an entry without a schema: its key and its bookkeeping. At most 10,000 entries fit. */
const CHARACTERS_LEAST = 210;

interface Entry {
  /** Undefined: no schema to check. This is cached too, so that not every event reads it. */
  readonly check: SchemaCheck | undefined;
  readonly characters: number;
}

interface Wanted {
  readonly tenantId: TenantId;
  readonly name: string;
}

/** Compiled schemas in the memory of this process. Concurrent requests for the same schema share one read. */
export class CachedSchemas implements EnforcedSchemas {
  readonly #entries: LRUCache<string, Entry, Wanted>;

  constructor(store: Pick<EventTypeStore, 'find'>) {
    this.#entries = new LRUCache({
      // Without `max`, which would reserve the memory of all entries at each start of a process.
      maxSize: CHARACTERS_MOST,
      sizeCalculation: ({ characters }) => characters,
      ttl: FRESH_MS,
      // A read that a change overtakes is not cached, but still answers the callers that wait for it.
      ignoreFetchAbort: true,
      fetchMethod: (_key, _stale, { context: { tenantId, name } }) => read(store, tenantId, name),
    });
  }

  async checkOf(tenantId: TenantId, eventType: string): Promise<SchemaCheck | undefined> {
    const key = keyOf(tenantId, eventType);
    // Synchronous lookup first: it costs no promise and nearly always hits.
    const entry =
      this.#entries.get(key) ?? (await this.#entries.fetch(key, { context: { tenantId, name: eventType } }));
    if (entry === undefined) throw new Error('the catalogue of event types could not be read');
    return entry.check;
  }

  changed(tenantId: TenantId, name: string): void {
    this.#entries.delete(keyOf(tenantId, name));
  }
}

const keyOf = (tenantId: TenantId, name: string): string => `${tenantId} ${name}`;

async function read(store: Pick<EventTypeStore, 'find'>, tenantId: TenantId, name: string): Promise<Entry> {
  const found = await store.find(tenantId, name);
  if (found === undefined || found.schema === null || found.validation === 'none') {
    return { check: undefined, characters: CHARACTERS_LEAST };
  }
  const characters = CHARACTERS_LEAST + JSON.stringify(found.schema).length;
  return { check: compileSchema(found.schema), characters };
}
