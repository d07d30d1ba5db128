import { chmodSync, closeSync, existsSync, fsyncSync, openSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The files of a data folder: their names, their modes, and whether a required file is missing. */

export const DATABASE_FILE = 'posthorn.db';
export const WAL_FILE = 'posthorn.db-wal';
export const LOCK_FILE = 'lock.db';

export const ENCRYPTION_KEY_FILE = 'encryption-key';
/**
 * Created after the database, at the first start. If one of them exists, an absent or empty database has lost its data.
 * `api-key` only exists if Posthorn generated the admin key.
 */
export const KEY_FILES = [ENCRYPTION_KEY_FILE, 'api-key'] as const;

export const FOLDER_MODE = 0o700;
export const OWNER_ONLY = 0o600;
const PERMISSIONS = 0o777;

/** The database is missing or empty, and the files beside it show that it held data. */
export class DatabaseMissingError extends Error {
  override readonly name = 'DatabaseMissingError';
  constructor(folder: string, evidence: string) {
    super(
      `${join(folder, DATABASE_FILE)} is missing or empty, but ${evidence} beside it shows that it held data: ` +
        `put ${DATABASE_FILE} back from a backup. To start with an empty database instead, move ${KEY_FILES.join(', ')} ` +
        `and ${WAL_FILE} out of the folder`,
    );
  }
}

/** @throws DatabaseMissingError */
export function assertDatabaseNotLost(folder: string): void {
  if (sizeOf(join(folder, DATABASE_FILE)) > 0) return;
  const hasLog = sizeOf(join(folder, WAL_FILE)) > 0;
  const evidence = keyFileIn(folder) ?? (hasLog ? WAL_FILE : undefined);
  if (evidence !== undefined) throw new DatabaseMissingError(folder, evidence);
}

/**
 * For a database without tables. A write-ahead log proves nothing then: it can be left from a first start that was
 * killed.
 * @throws DatabaseMissingError
 */
export function assertNeverHadTables(folder: string): void {
  const evidence = keyFileIn(folder);
  if (evidence !== undefined) throw new DatabaseMissingError(folder, evidence);
}

const keyFileIn = (folder: string): string | undefined =>
  KEY_FILES.find((name) => existsSync(join(folder, name)));

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/**
 * Creates an empty file that only its owner can read, if there is none. SQLite gives the files beside a database the
 * mode of the database. An existing file is not opened: closing it would release this process's locks on it
 * (https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_).
 */
export function makePrivateFile(folder: string, name: string): void {
  const path = join(folder, name);
  if (existsSync(path)) return;
  closeSync(openSync(path, 'wx', OWNER_ONLY));
  syncFolder(folder);
}

/** Keeps the new file's name after a power loss, so that a key file never exists without its database. */
function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Removes the access of other users to the files of an earlier start, and to copies beside them. */
export function tightenModes(folder: string): void {
  const prefixes = [DATABASE_FILE, LOCK_FILE, ...KEY_FILES];
  for (const name of readdirSync(folder)) {
    if (!prefixes.some((prefix) => name.startsWith(prefix))) continue;
    const path = join(folder, name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isFile() && (found.mode & PERMISSIONS) !== OWNER_ONLY) chmodSync(path, OWNER_ONLY);
  }
}
