import type { StoreFault } from '../../ports/storage.ts';

/**
 * SQLite's primary result codes (https://www.sqlite.org/rescode.html) for faults of the store. All other codes, for
 * example for a violated constraint, are faults of one statement and are not translated.
 */
const faultsByCode: ReadonlyMap<number, StoreFault> = new Map([
  [3, 'failing'], // SQLITE_PERM
  [5, 'busy'], // SQLITE_BUSY
  [6, 'busy'], // SQLITE_LOCKED
  [7, 'failing'], // SQLITE_NOMEM
  [8, 'read_only'], // SQLITE_READONLY
  [10, 'failing'], // SQLITE_IOERR
  [11, 'damaged'], // SQLITE_CORRUPT
  [13, 'full'], // SQLITE_FULL
  [14, 'failing'], // SQLITE_CANTOPEN
  [15, 'busy'], // SQLITE_PROTOCOL: no lock on the write-ahead log
  [26, 'damaged'], // SQLITE_NOTADB
]);

/** The lowest byte of the extended result code is the primary code. */
const PRIMARY_CODE = 0xff;

/** The fault of the store behind an error of `node:sqlite`; undefined if the store has none. */
export function storeFaultOf(error: unknown): StoreFault | undefined {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? faultsByCode.get(code & PRIMARY_CODE) : undefined;
}
