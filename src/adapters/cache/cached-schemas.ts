import { LRUCache } from 'lru-cache';
import type { TenantId } from '../../domain/ids.ts';
import { compileSchema, type SchemaCheck } from '../../domain/json-schema.ts';
import type { EnforcedSchemas } from '../../ports/caches.ts';
import type { EventTypeStore } from '../../ports/storage.ts';

/** How long this process believes what it has read: with the time that a read takes, it stays below 30 s. */
const FRESH_MS = 25_000;
const ENTRIES_MOST = 10_000;
/** Of all schemas that are kept, in characters of their JSON; compiled they take some ten times as many bytes. */
const CHARACTERS_MOST = 2 * 1024 * 1024;
/** What an entry without a schema counts as: its key. */
const CHARACTERS_LEAST = 64;

interface Entry {
  /** Undefined: there is nothing to check, which must be remembered too, or every event would ask for it. */
  readonly check: SchemaCheck | undefined;
  readonly characters: number;
}

interface Wanted {
  readonly tenantId: TenantId;
  readonly name: string;
}

/** Compiled schemas in this process's memory. However many events ask for one at the same moment, it is read once. */
export class CachedSchemas implements EnforcedSchemas {
  readonly #entries: LRUCache<string, Entry, Wanted>;

  constructor(store: Pick<EventTypeStore, 'find'>) {
    this.#entries = new LRUCache({
      max: ENTRIES_MOST,
      maxSize: CHARACTERS_MOST,
      sizeCalculation: ({ characters }) => characters,
      ttl: FRESH_MS,
      // A read that a change overtakes is not kept, but still answers those who asked before.
      ignoreFetchAbort: true,
      fetchMethod: (_key, _stale, { context: { tenantId, name } }) => read(store, tenantId, name),
    });
  }

  async checkOf(tenantId: TenantId, eventType: string): Promise<SchemaCheck | undefined> {
    const key = keyOf(tenantId, eventType);
    // A plain look first: it costs no promise, and nearly always it is enough.
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
