import type { AuditEntry } from '../domain/audit.ts';
import type { AuditEntryId, TenantId } from '../domain/ids.ts';

export interface AuditFilter {
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
}

/** What was changed, by whom. */
export interface AuditTrail {
  record(entry: AuditEntry): Promise<void>;
  /** A tenant's entries whose ids are below `beforeId`, newest first; expired ones are never seen. */
  list(
    tenantId: TenantId,
    filter: AuditFilter,
    page: { readonly beforeId: AuditEntryId | undefined; readonly limit: number },
  ): Promise<readonly AuditEntry[]>;
}
