import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { DATABASE_FILE } from './data-folder.ts';
import { DatabaseDamagedError, damageIn, findingOf, QUICK_CHECK } from './database-damage.ts';

/**
 * A start waits for the check of a database up to this size: about 1 s on a fast disk, 5 s on a busy machine of two
 * cores.
 */
const CHECKED_BEFORE_START_BYTES = 512 * 1_024 * 1_024;

/** Prints the row that SQLite returns. A text and not a file, so that a bundle has it too. */
const CHECK_PROGRAM = `
  const { DatabaseSync } = require('node:sqlite');
  const database = new DatabaseSync(process.argv[1], { readOnly: true });
  process.stdout.write(JSON.stringify(database.prepare(process.argv[2]).get()));
`;

export interface BackgroundCheck {
  /** The check found damage. */
  damaged(finding: string): void;
  /** The check could not run, for example because the machine lacks memory. */
  failed(error: Error): void;
}

/**
 * Checks the structure of the database: a small one before this function returns, a larger one in a separate process
 * while the service already works, so that a stop can end the check.
 *
 * @throws DatabaseDamagedError
 */
export function checkDatabase(
  folder: string,
  database: DatabaseSync,
  background: BackgroundCheck,
  checkedBeforeStartBytes = CHECKED_BEFORE_START_BYTES,
): { stop(): void } {
  const file = join(folder, DATABASE_FILE);
  if (statSync(file).size > checkedBeforeStartBytes) return checkInBackground(file, background);
  const finding = damageIn(database);
  if (finding !== undefined) throw new DatabaseDamagedError(file, finding);
  return { stop: () => {} };
}

function checkInBackground(file: string, background: BackgroundCheck): { stop(): void } {
  let isStopped = false;
  const program = ['--no-warnings', '-e', CHECK_PROGRAM, file, QUICK_CHECK];
  const child = execFile(process.execPath, program, (error, stdout, stderr) => {
    if (isStopped) return;
    // The program prints a row, or ends with SQLite's error, which is a finding too.
    if (error === null) tell(findingOf(JSON.parse(stdout)));
    else if (/ERR_SQLITE_ERROR/.test(stderr)) tell(/^Error: (.*)$/m.exec(stderr)?.[1] ?? 'SQLite failed');
    else background.failed(error);
  });
  const tell = (finding: string | undefined): void => {
    if (finding !== undefined) background.damaged(finding);
  };
  return {
    stop: () => {
      isStopped = true;
      child.kill('SIGKILL');
    },
  };
}
