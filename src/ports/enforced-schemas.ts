import type { TenantId } from '../domain/ids.ts';
import type { SchemaCheck } from '../domain/json-schema.ts';

/**
 * What events are held against when they come in, through a cache: a change of the catalogue is seen at once in the
 * process that made it, and everywhere within 30 seconds.
 */
export interface EnforcedSchemas {
  /** Undefined: the tenant's catalogue does not have the type, or does not enforce its schema. */
  checkOf(tenantId: TenantId, eventType: string): Promise<SchemaCheck | undefined>;
  /** Tells the cache of an entry that was just made, changed or deleted. */
  changed(tenantId: TenantId, name: string): void;
}
