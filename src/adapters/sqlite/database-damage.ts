import type { DatabaseSync } from 'node:sqlite';

/** The remedy for a damaged database, for messages and logs. */
const REMEDY =
  'restore a backup, or save what can still be read: see "the database is damaged" in docs/runbook.md';

export class DatabaseDamagedError extends Error {
  override readonly name = 'DatabaseDamagedError';
  /** @param finding SQLite's description of the damage */
  constructor(file: string, finding: string, cause?: unknown) {
    super(`${file} is damaged (${finding}): ${REMEDY}`, { cause });
  }
}

/**
 * Finds the first fault of the structure. Reads the whole file, with about 1 s of CPU time for 550 MB. It cannot find
 * changed bytes inside a payload or another value, because SQLite keeps no checksums.
 * https://www.sqlite.org/pragma.html#pragma_quick_check
 */
export const QUICK_CHECK = 'PRAGMA quick_check(1)';

/** The fault in the check's row; undefined if the database is intact. */
export function findingOf(row: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const finding = row?.['quick_check'];
  return finding === 'ok' ? undefined : String(finding).replaceAll(/\s+/g, ' ');
}

/** The first fault of the database's structure that SQLite finds, or undefined. */
export function damageIn(database: DatabaseSync): string | undefined {
  try {
    return findingOf(database.prepare(QUICK_CHECK).get());
  } catch (error) {
    return (error as Error).message;
  }
}
