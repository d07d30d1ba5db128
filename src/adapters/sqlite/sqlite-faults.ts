import type { StoreFault } from '../../ports/storage.ts';

/**
 * SQLite's primary result codes (https://www.sqlite.org/rescode.html) that mean trouble with the store itself. All
 * others, such as a violated constraint, are faults of one statement and stay as they are.
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
  [15, 'busy'], // SQLITE_PROTOCOL: the locks of the write-ahead log cannot be had
  [26, 'damaged'], // SQLITE_NOTADB
]);

/** The extended result code has the primary one in its lowest byte. */
const PRIMARY_CODE = 0xff;

/** What an error of `node:sqlite` says about the store; undefined if it says nothing. */
export function storeFaultOf(error: unknown): StoreFault | undefined {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? faultsByCode.get(code & PRIMARY_CODE) : undefined;
}
