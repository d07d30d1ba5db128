import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

const OWNER_ONLY = 0o600;

/** Stored data was encrypted with this secret and would be lost, so no new secret replaces it. */
export class SecretMissingError extends Error {
  override readonly name = 'SecretMissingError';
  constructor(file: string) {
    super(`${file} is missing, and what is stored was encrypted with it: put it back from the backup`);
  }
}

/**
 * A secret in a file that only its owner can read. Reads the existing secret, or makes a new one and keeps it for the
 * next start.
 * @throws SecretMissingError if the file does not exist although the secret `isNeeded` to decrypt stored data
 */
export function keptSecret(file: string, make: () => Uint8Array, isNeeded: boolean): Buffer {
  const text = keptText(file, () => Buffer.from(make()).toString('base64url'), isNeeded);
  return Buffer.from(text, 'base64url');
}

/** The file was cut, emptied or overwritten. */
export class SecretDamagedError extends Error {
  override readonly name = 'SecretDamagedError';
  constructor(file: string) {
    super(
      `${file} does not hold what was kept in it: put it back from the backup, or remove it to have a new one made`,
    );
  }
}

/** The shortest length of a kept secret, in characters. */
const CHARACTERS_MIN = 16;

/**
 * The same for a secret that is text.
 * @throws SecretDamagedError if the text in the file is too short for a secret
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
  // Written to disk completely before the rename: data encrypted with the secret must never outlive it.
  const draft = `${file}.new`;
  writeFileSync(draft, `${secret}\n`, { mode: OWNER_ONLY, flush: true });
  renameSync(draft, file);
  return secret;
}
