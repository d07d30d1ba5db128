import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';

const OWNER_ONLY = 0o600;

/** A secret in a file that only its owner may read: the one that is there, or a new one, kept for the next start. */
export function keptSecret(file: string, make: () => Uint8Array): Buffer {
  if (existsSync(file)) {
    chmodSync(file, OWNER_ONLY);
    return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url');
  }
  const secret = Buffer.from(make());
  writeFileSync(file, `${secret.toString('base64url')}\n`, { mode: OWNER_ONLY, flag: 'wx' });
  return secret;
}
