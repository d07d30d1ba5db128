import type { DatabaseSync } from 'node:sqlite';

/** Whether there are further tenants, or a portal token was created in the period of the audit trail. */
export function hasOutsiders(database: DatabaseSync): boolean {
  const row = database
    .prepare(
      'SELECT EXISTS (SELECT 1 FROM tenants) ' +
        "OR EXISTS (SELECT 1 FROM audit_trail WHERE action = 'portal_token.created') AS found",
    )
    .get();
  return row?.['found'] === 1;
}
