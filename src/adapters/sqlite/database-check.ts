import { type ChildProcess, spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { DATABASE_FILE } from './data-folder.ts';
import { DatabaseDamagedError, damageIn } from './database-damage.ts';

/** Up to this size a start waits for the check: about 1 s on a fast disk, 5 s on a busy machine of two cores. */
const CHECKED_BEFORE_START_BYTES = 512 * 1_024 * 1_024;

const CHECK_PROGRAM = fileURLToPath(new URL('./database-check-main.ts', import.meta.url));

/**
 * Checks the structure of the database: a small one before this returns, a larger one in a process of its own while the
 * service works already, so that a stop can end the check.
 *
 * @param onDamage told what is wrong with a database that is checked in the background
 * @throws DatabaseDamagedError
 */
export function checkDatabase(
  folder: string,
  database: DatabaseSync,
  onDamage: (finding: string) => void,
  checkedBeforeStartBytes = CHECKED_BEFORE_START_BYTES,
): { stop(): void } {
  const file = join(folder, DATABASE_FILE);
  if (statSync(file).size > checkedBeforeStartBytes) {
    const checking = startCheck(file);
    reportFinding(checking, onDamage);
    return { stop: () => void checking.kill('SIGKILL') };
  }
  const finding = damageIn(database);
  if (finding !== undefined) throw new DatabaseDamagedError(file, finding);
  return { stop: () => {} };
}

function startCheck(file: string): ChildProcess {
  const stdio = ['ignore', 'pipe', 'ignore'] as const;
  return spawn(process.execPath, ['--no-warnings', CHECK_PROGRAM, file], { stdio: [...stdio] });
}

/** A check that could not be made, or was ended, finds nothing. */
function reportFinding(checking: ChildProcess, onDamage: (finding: string) => void): void {
  checking.on('error', () => {});
  if (checking.stdout === null) return;
  text(checking.stdout).then(
    (finding) => {
      if (finding !== '') onDamage(finding);
    },
    () => {},
  );
}
