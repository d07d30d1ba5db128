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

/** Another process has this data folder open: one at a time may write it. */
export class DataFolderInUseError extends Error {
  override readonly name = 'DataFolderInUseError';
  constructor(folder: string) {
    super(`${folder} is in use by another Posthorn process: stop it, or choose another folder`);
  }
}

/** The store cannot be opened, and not because of what is in it. */
export class StoreNotOpenedError extends Error {
  override readonly name = 'StoreNotOpenedError';
}

const SQLITE_BUSY = 5;

/** Referred to from here, so that no lock is garbage-collected, and released, before its holder says so. */
const heldLocks = new Set<DatabaseSync>();

/**
 * Takes the data folder for this process. The lock is the operating system's, held through a transaction that never
 * ends on a database of its own, so it goes with the process, however that dies.
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
 * Opens the store, creating or upgrading its tables. Write-ahead log with `synchronous=FULL`: what is committed
 * survives a loss of power, which a 202 promises.
 *
 * @param translate what to throw in place of an error of SQLite, once the database is open
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
