import type { EventType } from '../domain/event-type.ts';
import type { TenantId } from '../domain/ids.ts';

/** Where the catalogues of event types are kept. */
export interface EventTypeStore {
  /**
   * Keeps a new one. `exists`: the tenant has one of this name; `full`: it has as many as it may have. Concurrent calls
   * may lead to a few more than that.
   */
  add(eventType: EventType): Promise<'added' | 'exists' | 'full'>;
  /** Replaces one whose stored version is the one before. `conflict`: somebody else changed or deleted it first. */
  replace(eventType: EventType): Promise<'replaced' | 'conflict'>;
  /** Returns whether the tenant had it. */
  remove(tenantId: TenantId, name: string): Promise<boolean>;
  /** A consistent read. */
  find(tenantId: TenantId, name: string): Promise<EventType | undefined>;
  /** Those whose names come after `afterName`, in the order of their names. */
  list(
    tenantId: TenantId,
    page: { readonly afterName: string | undefined; readonly limit: number },
  ): Promise<readonly EventType[]>;
}
