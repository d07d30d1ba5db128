import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

const OWNER_ONLY = 0o600;

/** What was encrypted with the file's secret would be lost with it, so no other is made in its place. */
export class SecretMissingError extends Error {
  override readonly name = 'SecretMissingError';
  constructor(file: string) {
    super(`${file} is missing, and what is stored was encrypted with it: put it back from the backup`);
  }
}

/**
 * A secret in a file that only its owner may read: the one that is there, or a new one, kept for the next start.
 * @throws SecretMissingError when there is none although it `isNeeded`, since something was encrypted with it
 */
export function keptSecret(file: string, make: () => Uint8Array, isNeeded: boolean): Buffer {
  const text = keptText(file, () => Buffer.from(make()).toString('base64url'), isNeeded);
  return Buffer.from(text, 'base64url');
}

/** The file has been cut, emptied, or overwritten with something else. */
export class SecretDamagedError extends Error {
  override readonly name = 'SecretDamagedError';
  constructor(file: string) {
    super(
      `${file} does not hold what was kept in it: put it back from the backup, or remove it to have a new one made`,
    );
  }
}

/** The least that a kept secret can be long, in characters. */
const CHARACTERS_MIN = 16;

/**
 * The same for a secret that is text.
 * @throws SecretDamagedError when what is in the file is too short to be one
 */
export function keptText(file: string, make: () => string, isNeeded = false): string {
  if (existsSync(file)) {
    chmodSync(file, OWNER_ONLY);
    const kept = readFileSync(file, 'utf8').trim();
    if (kept.length < CHARACTERS_MIN) throw new SecretDamagedError(file);
    return kept;
  }
  if (isNeeded) throw new SecretMissingError(file);
  const secret = make();
  // On disk and whole before it has its name: what is encrypted with it must never outlive it.
  const draft = `${file}.new`;
  writeFileSync(draft, `${secret}\n`, { mode: OWNER_ONLY, flush: true });
  renameSync(draft, file);
  return secret;
}
