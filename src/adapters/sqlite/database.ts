import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrate } from './schema.ts';

/** Another process has this data folder open: one at a time may write it. */
export class DataFolderInUseError extends Error {
  override readonly name = 'DataFolderInUseError';
  constructor(folder: string) {
    super(`${folder} is in use by another Posthorn process: stop it, or choose another folder`);
  }
}

const SQLITE_BUSY = 5;
const FOLDER_MODE = 0o700;

/** Referred to from here, so that no lock is garbage-collected, and released, before its holder says so. */
const heldLocks = new Set<DatabaseSync>();

/**
 * Takes the data folder for this process. The lock is the operating system's, held through a transaction that never
 * ends on a database of its own, so it goes with the process, however that dies.
 */
export function lockDataFolder(folder: string): { release(): void } {
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  const lock = new DatabaseSync(join(folder, 'lock.db'));
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) throw new DataFolderInUseError(folder);
    throw error;
  }
  heldLocks.add(lock);
  return {
    release: () => {
      heldLocks.delete(lock);
      lock.close();
    },
  };
}

/**
 * Opens the store, creating or upgrading its tables. Write-ahead log with `synchronous=FULL`: what is committed
 * survives a loss of power, which a 202 promises.
 */
export function openDatabase(folder: string): DatabaseSync {
  const database = new DatabaseSync(join(folder, 'posthorn.db'));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY');
  migrate(database);
  return database;
}
