import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DATABASE_FILE, ENCRYPTION_KEY_FILE, FOLDER_MODE, KEY_FILES, OWNER_ONLY } from './data-folder.ts';
import { DatabaseDamagedError, damageIn } from './database-damage.ts';

/** A backup of a data folder, made while a service may be writing to it. */

/** The backup cannot be made. The message says why. */
class BackupError extends Error {
  override readonly name = 'BackupError';
}

interface Backup {
  /** The size of the copied database. */
  readonly bytes: number;
  readonly files: readonly string[];
}

/**
 * Copies the database and the keys of a data folder into a new folder, which can be used as a data folder.
 * `VACUUM INTO` copies the state of the database at its start, while writers continue
 * (https://www.sqlite.org/lang_vacuum.html#vacuuminto). The copy gets its name last, after a check of its structure, so
 * a folder with a `posthorn.db` is a complete backup.
 *
 * @throws BackupError, DatabaseDamagedError
 */
export function backUpFolder(dataDir: string, folder: string): Backup {
  const source = join(dataDir, DATABASE_FILE);
  if (!existsSync(source))
    throw new BackupError(`${source} is missing: POSTHORN_DATA_DIR names no data folder`);
  if (resolve(folder) === resolve(dataDir)) throw new BackupError(`${folder} is the data folder itself`);
  makeEmptyFolder(folder);
  const draft = join(folder, `${DATABASE_FILE}.part`);
  try {
    copyDatabase(source, draft);
    // Read after the database was copied: a key is older than all data encrypted with it, and never changes.
    const keys = KEY_FILES.filter((name) => existsSync(join(dataDir, name)));
    if (!keys.includes(ENCRYPTION_KEY_FILE)) {
      throw new BackupError(`${join(dataDir, ENCRYPTION_KEY_FILE)} is missing`);
    }
    for (const name of keys) copyPrivately(join(dataDir, name), join(folder, name));
    const target = join(folder, DATABASE_FILE);
    renameSync(draft, target);
    return { bytes: statSync(target).size, files: [DATABASE_FILE, ...keys] };
  } catch (error) {
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    throw error;
  }
}

function makeEmptyFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  if (readdirSync(folder).length > 0) {
    throw new BackupError(`${resolve(folder)}${sep} is not empty: a backup goes into a folder of its own`);
  }
}

function copyDatabase(source: string, draft: string): void {
  const database = new DatabaseSync(source, { readOnly: true });
  try {
    database.prepare('VACUUM INTO ?').run(draft);
  } finally {
    database.close();
  }
  chmodSync(draft, OWNER_ONLY);
  const copy = new DatabaseSync(draft, { readOnly: true });
  try {
    const finding = damageIn(copy);
    if (finding !== undefined) throw new DatabaseDamagedError(source, finding);
  } finally {
    copy.close();
  }
}

function copyPrivately(from: string, to: string): void {
  copyFileSync(from, to);
  chmodSync(to, OWNER_ONLY);
}
