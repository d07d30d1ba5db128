import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { storeFaultDetails } from '../../ports/storage.ts';
import {
  assertDatabaseNotLost,
  assertNeverHadTables,
  DATABASE_FILE,
  FOLDER_MODE,
  LOCK_FILE,
  makePrivateFile,
  tightenModes,
} from './data-folder.ts';
import { DatabaseDamagedError } from './database-damage.ts';
import { type ErrorTranslation, GuardedDatabase } from './guarded-database.ts';
import { migrate, schemaVersionOf } from './schema.ts';
import { storeFaultOf } from './sqlite-faults.ts';

/** Another process has this data folder open. Only one process at a time may write to it. */
export class DataFolderInUseError extends Error {
  override readonly name = 'DataFolderInUseError';
  constructor(folder: string) {
    super(`${folder} is in use by another Posthorn process: stop it, or choose another folder`);
  }
}

/** The store cannot be opened, for a reason outside its content. */
export class StoreNotOpenedError extends Error {
  override readonly name = 'StoreNotOpenedError';
}

const SQLITE_BUSY = 5;

/** Keeps references to the locks, so that none is garbage-collected, and so released, before its holder releases it. */
const heldLocks = new Set<DatabaseSync>();

/**
 * Locks the data folder for this process. A transaction that never ends, on a separate database, holds a lock of the
 * operating system, so the lock ends with the process in any case.
 */
export function lockDataFolder(folder: string): { release(): void } {
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  makePrivateFile(folder, LOCK_FILE);
  const lock = new DatabaseSync(join(folder, LOCK_FILE));
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
 * Opens the store, and creates or upgrades its tables. Write-ahead log with `synchronous=FULL`: a commit survives a
 * power loss, as a 202 promises.
 *
 * @param translate the error to throw instead of an error of SQLite, once the database is open
 * @throws DatabaseMissingError, DatabaseDamagedError, StoreNotOpenedError
 */
export function openDatabase(folder: string, translate: ErrorTranslation = (error) => error): DatabaseSync {
  assertDatabaseNotLost(folder);
  const file = join(folder, DATABASE_FILE);
  try {
    makePrivateFile(folder, DATABASE_FILE);
    tightenModes(folder);
    const database = new GuardedDatabase(file, translate);
    prepareTables(database, folder);
    return database;
  } catch (error) {
    throw openingError(file, error);
  }
}

function prepareTables(database: DatabaseSync, folder: string): void {
  try {
    if (schemaVersionOf(database) === 0) assertNeverHadTables(folder);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY');
    migrate(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

function openingError(file: string, error: unknown): unknown {
  const original = (error as Error).cause ?? error;
  const fault = storeFaultOf(original);
  if (fault === undefined) return error;
  const { message } = original as Error;
  if (fault === 'damaged') return new DatabaseDamagedError(file, message, error);
  return new StoreNotOpenedError(`${file} cannot be opened (${message}): ${storeFaultDetails[fault]}`, {
    cause: error,
  });
}
