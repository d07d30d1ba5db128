import type { DatabaseSync } from 'node:sqlite';

/** Whether there is more than the first tenant, or a portal token was made in the days that the audit trail goes back. */
export function hasOutsiders(database: DatabaseSync): boolean {
  const row = database
    .prepare(
      'SELECT EXISTS (SELECT 1 FROM tenants) ' +
        "OR EXISTS (SELECT 1 FROM audit_trail WHERE action = 'portal_token.created') AS found",
    )
    .get();
  return row?.['found'] === 1;
}
